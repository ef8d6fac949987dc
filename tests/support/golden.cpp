#include "tests/support/golden.h"

#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace iovlab::test {

namespace {

constexpr std::size_t kMostLines = 80;

/// The first lines of `text`, and how many there are more.
std::string first_lines(const std::string& text) {
    std::size_t at = 0;
    std::size_t lines = 0;
    while (at < text.size() && lines < kMostLines) {
        at = text.find('\n', at);
        at = at == std::string::npos ? text.size() : at + 1;
        ++lines;
    }
    if (at == text.size()) return text;
    std::size_t more = 0;
    for (std::size_t i = at; i < text.size(); ++i) more += text[i] == '\n' ? 1u : 0u;
    return text.substr(0, at) + "... and " + std::to_string(more) + " lines more\n";
}

std::string unified(const std::string& file, const std::string& text) {
    const TemporaryFolder folder;
    write_file(folder.path() + "/now", text);
    try {
        const std::string said =
            run_program({"diff", "-u", "--label", file, "--label", "now", file, folder.path() + "/now"}).out;
        if (!said.empty()) return first_lines(said);
    } catch (const std::runtime_error&) {  // no diff(1) here
    }
    return file + " holds something else than:\n" + first_lines(text);
}

}  // namespace

void Texts::add(const char* of, const std::string& text) {
    all_ += (all_.empty() ? "==== " : "\n==== ") + std::string(of) + "\n" + text;
    if (all_.back() != '\n') all_ += '\n';
}

bool remaking_golden() {
    const char* asked = std::getenv("IOVLAB_GOLDEN");
    return asked != nullptr && std::strcmp(asked, "remake") == 0;
}

std::string golden_folder() {
    return IOVLAB_SOURCE_DIR "/tests/golden";
}

std::string golden_difference(const std::string& name, const std::string& text) {
    const std::string file = golden_folder() + "/" + name;
    const bool there = std::filesystem::exists(file);
    if (there && read_file(file) == text) return {};
    if (remaking_golden()) {
        std::filesystem::create_directories(std::filesystem::path(file).parent_path());
        write_file(file, text);
        return {};
    }
    const std::string remake = "./check --golden makes the golden files anew; look at what it changes.\n";
    if (!there) return "there is no golden file " + file + ". " + remake;
    return remake + unified(file, text);
}

}  // namespace iovlab::test
