#include "core/bytes/content.h"

#include "core/bytes/random.h"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <stdexcept>

namespace iovlab {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// By character: its value, or -1. The window asks of 8 MiB of digits at every edit.
constexpr std::array<std::int8_t, 256> kHexDigits = [] {
    std::array<std::int8_t, 256> values{};
    for (std::int8_t& value : values) value = -1;
    for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
    for (int i = 0; i < 6; ++i) {
        values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
        values[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
    }
    return values;
}();

int hex_digit(char c) {
    return kHexDigits[static_cast<unsigned char>(c)];
}

std::string hex_problem(const std::string& text) {
    int open_pair = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (hex_digit(text[i]) >= 0) {
            open_pair ^= 1;
        } else if (!is_space(text[i])) {
            return fmt::format(
                "character {} is not a hex digit; bytes are written as pairs of 0-9 and a-f, "
                "such as \"48 65 6c\"",
                i + 1);
        } else if (open_pair == 1) {
            return fmt::format(
                "a space splits the pair before character {}; each byte is two hex digits, such as \"0a\"", i + 1);
        }
    }
    if (open_pair == 1) return "an odd number of hex digits; each byte is two, such as \"0a\"";
    return {};
}

std::vector<std::byte> bytes_of(const std::string& text) {
    std::vector<std::byte> bytes(text.size());
    std::transform(text.begin(), text.end(), bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
    return bytes;
}

std::vector<std::byte> from_hex(const std::string& text) {
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / 2);
    int high = -1;
    for (const char c : text) {
        const int digit = hex_digit(c);
        if (digit < 0) continue;
        if (high < 0) {
            high = digit;
        } else {
            bytes.push_back(static_cast<std::byte>(high * 16 + digit));
            high = -1;
        }
    }
    return bytes;
}

std::vector<std::byte> repeated(const std::string& pattern, std::uint64_t size) {
    std::vector<std::byte> bytes(size);
    for (std::uint64_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(pattern[i % pattern.size()]);
    return bytes;
}

// Each number gives eight bytes, lowest first. This is part of the file format: the bytes of a seed never change.
std::vector<std::byte> random_bytes(std::uint64_t seed, std::uint64_t size) {
    std::vector<std::byte> bytes(size);
    std::uint64_t state = seed;
    std::uint64_t number = 0;
    for (std::uint64_t i = 0; i < size; ++i) {
        if (i % 8 == 0) number = next_random(state);
        bytes[i] = static_cast<std::byte>(number >> (8 * (i % 8)) & 0xff);
    }
    return bytes;
}

}  // namespace

std::uint64_t content_size(const Content& content) {
    switch (content.kind) {
        case ContentKind::Text:
            return content.text.size();
        case ContentKind::Hex: {
            const auto digits =
                std::count_if(content.text.begin(), content.text.end(), [](char c) { return hex_digit(c) >= 0; });
            return static_cast<std::uint64_t>(digits) / 2;
        }
        case ContentKind::Fill:
        case ContentKind::Random:
            return content.size;
        case ContentKind::File:
            return 0;
    }
    return 0;
}

std::string content_problem(const Content& content) {
    if (content.kind == ContentKind::Hex) return hex_problem(content.text);
    if (content.kind == ContentKind::Fill && content.text.empty()) {
        return "the pattern to repeat is empty; give at least one character, such as fill = \"a\"";
    }
    return {};
}

std::vector<std::byte> make_content(const Content& content, const std::vector<std::byte>& file_bytes) {
    const std::string problem = content_problem(content);
    if (!problem.empty()) throw std::logic_error("content cannot be made: " + problem);
    if (content_size(content) > kMaxContent) throw std::logic_error("content cannot be made: over 64 MiB");
    switch (content.kind) {
        case ContentKind::Text:
            return bytes_of(content.text);
        case ContentKind::Hex:
            return from_hex(content.text);
        case ContentKind::Fill:
            return repeated(content.text, content.size);
        case ContentKind::Random:
            return random_bytes(content.seed, content.size);
        case ContentKind::File:
            return file_bytes;
    }
    return {};
}

}  // namespace iovlab
