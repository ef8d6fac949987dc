#include "core/loops/listing.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>

namespace iovlab {

namespace {

std::string read_text(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), std::fclose);
    if (!file) {
        throw std::runtime_error(
            fmt::format("the listing {} cannot be read: {}; the program's own files belong in "
                        "share/iovlab beside it, or where IOVLAB_ASSETS says",
                        path, std::strerror(errno)));
    }
    std::string text;
    char buffer[4096];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, got);
    return text;
}

/// The comment "@name" at the end of a line, taken off; empty when there is none.
std::string take_marker(std::string& line) {
    for (const char* comment : {"// @", "# @"}) {
        const std::size_t at = line.rfind(comment);
        if (at == std::string::npos) continue;
        const std::string name = line.substr(at + std::strlen(comment));
        if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") != std::string::npos) continue;
        line.erase(at);
        line.erase(line.find_last_not_of(' ') + 1);
        return name;
    }
    return {};
}

}  // namespace

const char* to_string(Language language) {
    switch (language) {
        case Language::C:
            return "c";
        case Language::Cpp:
            return "cpp";
        case Language::Python:
            return "python";
        case Language::Rust:
            break;
    }
    return "rust";
}

const char* title_of(Language language) {
    switch (language) {
        case Language::C:
            return "C";
        case Language::Cpp:
            return "C++";
        case Language::Python:
            return "Python";
        case Language::Rust:
            break;
    }
    return "Rust";
}

const char* suffix_of(Language language) {
    switch (language) {
        case Language::C:
            return "c";
        case Language::Cpp:
            return "cpp";
        case Language::Python:
            return "py";
        case Language::Rust:
            break;
    }
    return "rs";
}

std::string Listing::text() const {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

std::vector<std::size_t> Listing::lines_of(const std::string& place) const {
    std::vector<std::size_t> found;
    for (const Mark& mark : marks) {
        if (mark.place == place) found.push_back(mark.line);
    }
    return found;
}

Listing parse_listing(const std::string& source) {
    Listing listing;
    for (std::size_t from = 0; from < source.size();) {
        const std::size_t end = std::min(source.find('\n', from), source.size());
        std::string line = source.substr(from, end - from);
        from = end + 1;
        const std::string marker = take_marker(line);
        if (marker == "loop") {
            listing.loop_begin = listing.lines.size();
        } else if (marker == "end") {
            listing.loop_end = listing.lines.size();
        } else {
            if (!marker.empty()) listing.marks.push_back({marker, listing.lines.size()});
            listing.lines.push_back(line);
        }
    }
    return listing;
}

Listing read_listing(const std::string& folder, const std::string& loop, Language language) {
    return parse_listing(read_text(fmt::format("{}/{}/{}.{}", folder, loop, loop, suffix_of(language))));
}

}  // namespace iovlab
