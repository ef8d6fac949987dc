#include "core/bench/sinks.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/utsname.h>
#include <unistd.h>

namespace iovlab {

namespace {

/// What /proc/cpuinfo calls the first processor: the key differs between machines.
std::string processor_name() {
    std::FILE* file = std::fopen("/proc/cpuinfo", "re");
    if (!file) return {};
    std::string name;
    std::array<char, 512> line;
    while (name.empty() && std::fgets(line.data(), static_cast<int>(line.size()), file)) {
        const std::string_view text(line.data());
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) continue;
        for (const std::string_view key :
             {"model name", "Model Name", "cpu model", "Processor", "cpu\t", "uarch"}) {
            if (text.substr(0, key.size()) != key) continue;
            const std::size_t first = text.find_first_not_of(" \t", colon + 1);
            const std::size_t last = text.find_last_not_of(" \t\n");
            if (first != std::string_view::npos && last >= first) name = text.substr(first, last - first + 1);
            break;
        }
    }
    std::fclose(file);
    return name;
}

}  // namespace

BenchMachine this_machine() {
    BenchMachine machine;
    utsname names{};
    if (::uname(&names) == 0) {
        machine.kernel = static_cast<const char*>(names.release);
        machine.processor = processor_name();
        if (machine.processor.empty()) machine.processor = static_cast<const char*>(names.machine);
    }
    const long online = ::sysconf(_SC_NPROCESSORS_ONLN);
    machine.processors = online > 0 ? static_cast<unsigned>(online) : 1;
    double load = 0;
    if (::getloadavg(&load, 1) == 1) machine.load = load;
    return machine;
}

}  // namespace iovlab
