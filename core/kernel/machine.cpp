#include "core/kernel/machine.h"

#include <array>
#include <cstdio>
#include <fmt/core.h>
#include <sys/utsname.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::pair<const char*, KernelVersion> kRwfSince[] = {
    {"RWF_HIPRI", {4, 6}},   {"RWF_DSYNC", {4, 7}},      {"RWF_SYNC", {4, 7}},
    {"RWF_NOWAIT", {4, 13}}, {"RWF_APPEND", {4, 16}},    {"RWF_NOAPPEND", {6, 9}},
    {"RWF_ATOMIC", {6, 11}}, {"RWF_DONTCACHE", {6, 14}}, {"RWF_NOSIGNAL", {6, 18}},
};

// proc(5): a number in a file of /proc, or `otherwise`.
std::uint64_t proc_number(const char* path, std::uint64_t otherwise) {
    std::FILE* file = std::fopen(path, "re");
    if (!file) return otherwise;
    unsigned long long number = otherwise;
    if (std::fscanf(file, "%llu", &number) != 1) number = otherwise;
    std::fclose(file);
    return number;
}

}  // namespace

std::string to_string(const KernelVersion& version) {
    return fmt::format("{}.{}", version.major, version.minor);
}

std::optional<KernelVersion> running_kernel() {
    utsname names{};
    KernelVersion version;
    if (::uname(&names) != 0 || std::sscanf(names.release, "%d.%d", &version.major, &version.minor) != 2)
        return std::nullopt;
    return version;
}

std::optional<KernelVersion> rwf_since(const std::string& name) {
    for (const auto& [flag, version] : kRwfSince) {
        if (name == flag) return version;
    }
    return std::nullopt;
}

std::uint64_t pipe_max_size() {
    return proc_number("/proc/sys/fs/pipe-max-size", 1u << 20);
}

bool may_pass_limits() {
    constexpr unsigned resource = 24;
    unsigned long long effective = 0, inside = 1, outside = 1, length = 0;
    if (std::FILE* status = std::fopen("/proc/self/status", "re")) {
        std::array<char, 256> line{};
        while (std::fgets(line.data(), static_cast<int>(line.size()), status)) {
            if (std::sscanf(line.data(), "CapEff: %llx", &effective) == 1) break;
        }
        std::fclose(status);
    }
    if (std::FILE* map = std::fopen("/proc/self/uid_map", "re")) {
        const int read = std::fscanf(map, "%llu %llu %llu", &inside, &outside, &length);
        std::fclose(map);
        if (read != 3) return false;
    }
    return (effective >> resource & 1) != 0 && inside == 0 && outside == 0 && length == UINT32_MAX;
}

}  // namespace iovlab
