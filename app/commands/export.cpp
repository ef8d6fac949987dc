#include "app/commands/export.h"

#include "app/commands/output.h"
#include "core/experiment/toml.h"
#include "core/report/export/export.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace iovlab {
namespace {

namespace fs = std::filesystem;

/// assets/loops: where IOVLAB_ASSETS says, installed beside the program, or in the source tree above it.
std::string listings_folder() {
    if (const char* assets = std::getenv("IOVLAB_ASSETS")) return std::string(assets) + "/loops";
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const fs::path installed = program.parent_path().parent_path() / "share" / "iovlab" / "loops";
    if (fs::is_directory(installed, error)) return installed.string();
    for (fs::path at = program.parent_path(); at.has_relative_path(); at = at.parent_path()) {
        const fs::path candidate = at / "assets" / "loops";
        if (fs::is_directory(candidate, error)) return candidate.string();
    }
    return "assets/loops";
}

int failed(const std::string& what, int status) {
    fmt::print(stderr, "iovlab: {}\n", what);
    return status;
}

int save(const std::string& text, const std::string& path) {
    if (path.empty()) {
        Output output;
        output.print(text);
        return output.finish(0);
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "we"), std::fclose);
    const bool written =
        file && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() && std::fflush(file.get()) == 0;
    if (!written) return failed(fmt::format("{} could not be written: {}", path, std::strerror(errno)), 1);
    return 0;
}

}  // namespace

int export_command(const ExportArguments& arguments) {
    const ReadResult read = read_experiment_file(arguments.file);
    for (const FileProblem& problem : read.problems) fmt::print(stderr, "{}\n", problem.text());
    if (!read.ok()) return 2;
    try {
        const Listing loop = read_listing(listings_folder(), read.experiment.loop.kind, arguments.language);
        return save(export_program(read.experiment, arguments.language, loop), arguments.out);
    } catch (const std::runtime_error& why) {
        return failed(arguments.file + ": " + why.what(), 3);
    }
}

}  // namespace iovlab
