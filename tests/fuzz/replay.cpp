// iovlab-replay NAME FOLDER...: gives every file of the folders to one target, so that what a fuzzer once found is
// tried with every build and every compiler. Exit status 1 when one of them breaks something.

#include "tests/fuzz/fuzz.h"

#include <cstdio>
#include <filesystem>
#include <vector>

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::string bytes(std::filesystem::file_size(path), '\0');
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) throw std::runtime_error("cannot be read");
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
    std::fclose(file);
    return bytes;
}

bool survives(const iovlab::fuzz::Target& target, const std::filesystem::path& path) {
    try {
        target.run(bytes_of(path));
        return true;
    } catch (const std::exception& error) {
        std::printf("%s: %s\n", path.c_str(), error.what());
        return false;
    }
}

}  // namespace

int main(int argc, char** argv) {
    const iovlab::fuzz::Target* target = argc > 2 ? iovlab::fuzz::target_named(argv[1]) : nullptr;
    if (target == nullptr) {
        std::fputs("usage: iovlab-replay NAME FOLDER...\n", stderr);
        return 2;
    }
    std::size_t files = 0, broken = 0;
    for (int i = 2; i < argc; ++i) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (!entry.is_regular_file()) continue;
            ++files;
            if (!survives(*target, entry.path())) ++broken;
        }
    }
    std::printf("%s: %zu files, %zu break something\n", target->name, files, broken);
    return files > 0 && broken == 0 ? 0 : 1;
}
