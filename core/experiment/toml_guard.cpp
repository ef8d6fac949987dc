#include "core/experiment/toml_guard.h"

#include "core/experiment/text.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iovlab {

namespace {

constexpr unsigned kMaxDepth = 64;  // brackets inside brackets; the format needs three
constexpr unsigned kMaxDots = 16;   // dots in one key; the format needs none

class OpenFile {
public:
    explicit OpenFile(const char* path) : fd_(::open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
    ~OpenFile() {
        if (fd_ >= 0) ::close(fd_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

const char* kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a named pipe";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "no regular file";
}

// Empty, or why the open file is not read at all.
std::string refused(int fd, const char* noun) {
    struct stat found {};
    if (::fstat(fd, &found) != 0) return "cannot be looked at: " + errno_text(errno);
    if (!S_ISREG(found.st_mode)) return fmt::format("this is {}; {} is a text file", kind_of(found.st_mode), noun);
    if (static_cast<std::uint64_t>(found.st_size) > kMaxFile) {
        return fmt::format(
            "the file has {} bytes; {} has at most {}. Large contents are made with fill, "
            "random or file",
            grouped(static_cast<std::uint64_t>(found.st_size)), noun, grouped(kMaxFile));
    }
    return {};
}

// Reads up to one byte more than is allowed, so that a file that grows meanwhile is noticed.
std::string read_all(int fd, std::string& text, const char* noun) {
    struct stat found {};
    if (::fstat(fd, &found) == 0 && found.st_size > 0) text.reserve(static_cast<std::size_t>(found.st_size) + 1);
    char piece[65536];
    while (text.size() <= kMaxFile) {
        const ssize_t n = ::read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return "cannot be read: " + errno_text(errno);
        if (n == 0) return {};
        text.append(piece, static_cast<std::size_t>(n));
    }
    return fmt::format("the file has more than {} bytes, the most that {} has", grouped(kMaxFile), noun);
}

FileProblem problem_at(std::string_view text, std::size_t at, const std::string& name, std::string what) {
    const std::string_view before = text.substr(0, at);
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
    const auto lines = std::count(before.begin(), before.end(), '\n');
    // Columns count characters: bytes that do not continue one.
    const auto columns = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; });
    return {name, static_cast<unsigned>(lines) + 1, static_cast<unsigned>(columns) + 1, std::move(what)};
}

// The end of the string that begins at `at`, one past its last quote; npos when it never ends (a syntax error,
// which the parser tells better).
std::size_t string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const bool escapes = quote == '"';
    const bool long_form = text.substr(at, 3) == std::string(3, quote);
    for (std::size_t i = at + (long_form ? 3 : 1); i < text.size(); ++i) {
        if (escapes && text[i] == '\\') {
            ++i;
        } else if (!long_form && text[i] == '\n') {
            return std::string_view::npos;
        } else if (text[i] == quote && !long_form) {
            return i + 1;
        } else if (text[i] == quote && text.substr(i, 3) == std::string(3, quote)) {
            i += 3;
            for (int extra = 0; extra < 2 && i < text.size() && text[i] == quote; ++extra) ++i;
            return i;
        }
    }
    return std::string_view::npos;
}

// Where brackets or dots first nest deeper than any experiment does; npos where they do not. A light reading of
// TOML: up to the first syntax error it agrees with the parser, and behind that the parser does not go.
std::size_t too_deep(std::string_view text) {
    unsigned depth = 0;
    unsigned dots = 0;
    bool in_value = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '#':
                i = std::min(text.find('\n', i), text.size()) - 1;
                break;
            case '"':
            case '\'':
                i = string_end(text, i);
                if (i == std::string_view::npos) return i;
                --i;
                break;
            case '[':
            case '{':
                dots = 0;
                if (++depth > kMaxDepth) return i;
                break;
            case ']':
            case '}':
                if (depth > 0) --depth;
                break;
            case '\n':
                dots = 0;
                if (!in_value) depth = 0;  // a table's header ends with its line
                if (depth == 0) in_value = false;
                break;
            case '=':
                in_value = true;
                [[fallthrough]];
            case ',':
                dots = 0;
                break;
            case '.':
                if (++dots > kMaxDots) return i;
                break;
            default:
                break;
        }
    }
    return std::string_view::npos;
}

}  // namespace

std::string read_text_file(const std::string& path, std::vector<FileProblem>& problems, const char* noun) {
    const OpenFile file(path.c_str());
    std::string text;
    std::string what;
    if (file.get() < 0) {
        what = "cannot be opened: " + errno_text(errno);
    } else {
        what = refused(file.get(), noun);
        if (what.empty()) what = read_all(file.get(), text, noun);
    }
    if (!what.empty()) problems.push_back({path, 0, 0, what});
    return text;
}

std::vector<FileProblem> hostile_text(std::string_view text, const std::string& name, const char* noun) {
    if (text.size() > kMaxFile) {
        return {{name, 0, 0,
                 fmt::format("the text has {} bytes; {} has at most {}", grouped(text.size()), noun,
                             grouped(kMaxFile))}};
    }
    const std::size_t binary = first_not_text(text);
    if (binary != std::string_view::npos) {
        return {problem_at(text, binary, name,
                           fmt::format("the byte 0x{:02x} here is not text; {} is a text file (UTF-8)",
                                       static_cast<unsigned char>(text[binary]), noun))};
    }
    const std::size_t deep = too_deep(text);
    if (deep != std::string_view::npos) {
        return {problem_at(text, deep, name, "this is nested deeper than it ever needs to be")};
    }
    return {};
}

}  // namespace iovlab
