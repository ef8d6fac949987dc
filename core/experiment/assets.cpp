#include "core/experiment/assets.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

std::string folder_above(const fs::path& start) {
    for (fs::path at = start; !at.empty(); at = at.parent_path()) {
        std::error_code error;
        const fs::path candidate = at / "assets";
        if (fs::is_directory(candidate / "examples", error)) return candidate.string();
        if (at == at.root_path()) break;
    }
    return {};
}

}  // namespace

std::string assets_folder() {
    if (const char* assets = std::getenv("IOVLAB_ASSETS")) return assets;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        const fs::path installed = program.parent_path().parent_path() / "share" / "iovlab";
        if (fs::is_directory(installed / "examples", error)) return installed.string();
        if (std::string found = folder_above(program.parent_path()); !found.empty()) return found;
    }
    return folder_above(fs::current_path(error));
}

}  // namespace iovlab
