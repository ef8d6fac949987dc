#include "app/lab/recovery.h"

#include "app/lab/escape.h"
#include "core/experiment/atomic_file.h"
#include "core/experiment/text.h"
#include "core/experiment/toml.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

constexpr int kTries = 100;  // windows at a time
constexpr const char* kMark = "# unsaved changes of ";

/// An open lock file, locked; -1 when somebody else has it.
int lock(const std::string& path, int flags) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | flags, 0600);
    if (fd < 0) return -1;
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    ::close(fd);
    return -1;
}

std::string lock_of(const std::string& file) {
    return file + ".lock";
}

std::string first_line(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "re");
    if (!file) return {};
    std::string line;
    for (int c = std::fgetc(file); c != EOF && c != '\n'; c = std::fgetc(file)) line += static_cast<char>(c);
    std::fclose(file);
    return line;
}

/// A path as a line of text: of one that is no text, every byte beyond ASCII is escaped too.
std::string line_of(const std::string& path) {
    const std::string line = escape_text(path);
    if (first_not_text(line) == std::string::npos) return line;
    std::string escaped;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        escaped += byte < 0x80 ? std::string(1, c) : fmt::format("\\x{:02x}", byte);
    }
    return escaped;
}

std::time_t changed_at(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mtime : 0;
}

std::string in_words(std::time_t when) {
    std::tm parts{};
    std::array<char, 64> text{};
    if (!::localtime_r(&when, &parts)) return {};
    const std::size_t length = std::strftime(text.data(), text.size(), "%d %B, %H:%M", &parts);
    std::string words(text.data(), length);
    return words.starts_with('0') ? words.substr(1) : words;
}

}  // namespace

Recovery::Recovery(std::string folder) : folder_(std::move(folder)) {}

Recovery::~Recovery() {
    if (lock_ >= 0) ::close(lock_);
}

/// A name of our own in the folder, held by its lock. Empty, or what went wrong.
std::string Recovery::claim() {
    if (lock_ >= 0) return {};
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return fmt::format("{} cannot be made: {}", folder_, error.message());
    for (int i = 0; i < kTries; ++i) {
        file_ = fmt::format("{}/{}-{}.toml", folder_, ::getpid(), i);
        if (fs::exists(file_, error)) continue;  // of an earlier program with our number: not ours to replace
        lock_ = lock(lock_of(file_), O_CREAT);
        if (lock_ >= 0) return {};
    }
    return fmt::format("no file can be made in {}: {}", folder_, errno_text(errno));
}

std::string Recovery::keep(const Experiment& experiment, const std::string& path) {
    const std::string problem = claim();
    if (!problem.empty()) return problem;
    return write_file_atomically(file_, kMark + line_of(path) + "\n" + write_experiment(experiment));
}

void Recovery::drop() {
    if (lock_ < 0) return;
    ::unlink(file_.c_str());
    ::unlink(lock_of(file_).c_str());
    ::close(lock_);
    lock_ = -1;
}

std::vector<LeftBehind> left_behind(const std::string& folder, std::vector<std::string>& problems) {
    std::vector<std::pair<std::time_t, LeftBehind>> found;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const std::string file = at->path().string();
        if (!file.ends_with(".toml") || at->path().filename().string().starts_with('.')) continue;
        const int held = lock(lock_of(file), O_CREAT);
        if (held < 0) continue;  // its window is open
        ::close(held);
        LeftBehind work;
        work.file = file;
        const std::string line = first_line(file);
        if (line.starts_with(kMark)) work.path = unescape_text(line.substr(std::string(kMark).size()));
        ReadResult read = read_experiment_file(file);
        if (!read.whole && read.experiment == Experiment()) {
            problems.push_back(read.problems.front().text());
            continue;
        }
        work.experiment = std::move(read.experiment);  // with whatever was wrong with it while it was being edited
        work.when = in_words(changed_at(file));
        found.emplace_back(changed_at(file), std::move(work));
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<LeftBehind> works;
    for (auto& [when, work] : found) works.push_back(std::move(work));
    return works;
}

void forget(const LeftBehind& work) {
    ::unlink(work.file.c_str());
    ::unlink(lock_of(work.file).c_str());
}

}  // namespace iovlab
