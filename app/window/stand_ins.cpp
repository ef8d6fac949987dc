#include "app/window/stand_ins.h"

#include "app/window/imgui_compat.h"
#include "core/experiment/text.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace iovlab {
namespace {

/// The Yi syllables: a field keeps them (private characters it would drop when they are pasted), and no font that
/// is loaded here shows them. A real one gets a stand-in too, so that nothing is mistaken for another.
constexpr std::uint32_t kFirst = 0xA000, kLast = 0xA4CF;
constexpr std::uint32_t kByte = 0x110000;  // and the byte's value: no character at all

struct StandIns {
    std::vector<std::uint32_t> meant;  // by stand-in, from kFirst on
    std::map<std::uint32_t, std::uint32_t> of;
};

StandIns& stand_ins() {
    static StandIns all;
    return all;
}

/// ASCII without a NUL, as most of what is typed: every field is drawn in every frame.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

bool is_stand_in(std::uint32_t c) {
    return c >= kFirst && c <= kLast;
}

bool needs_one(std::uint32_t c) {
    return c == 0 || c > 0xFFFF || is_stand_in(c);
}

std::uint32_t stand_in_of(std::uint32_t c) {
    StandIns& all = stand_ins();
    if (const auto found = all.of.find(c); found != all.of.end()) return found->second;
    const auto next = static_cast<std::uint32_t>(kFirst + all.meant.size());
    if (next > kLast) return 0xFFFD;
    all.meant.push_back(c);
    all.of.emplace(c, next);
    return next;
}

/// The character at `at`, which moves on behind it; kByte and more for a byte that is none.
std::uint32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first_not_utf8(text.substr(at, length)) != std::string_view::npos || at + length > text.size()) {
        ++at;
        return kByte + first;
    }
    std::uint32_t c = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) c = c << 6 | (byte(at + i) & 0x3Fu);
    at += length;
    return c;
}

void append_character(std::string& text, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c >= kByte) return put(c - kByte);
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3F));
    } else {
        put(0xF0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3F));
        put(0x80 | (c >> 6 & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

// The real ones, while stand-ins are in their place.
const char* (*g_read)(cx::ClipboardOwner) = nullptr;
void (*g_write)(cx::ClipboardOwner, const char*) = nullptr;

const char* read_with_stand_ins(cx::ClipboardOwner owner) {
    static std::string text;
    const char* given = g_read != nullptr ? g_read(owner) : nullptr;
    if (given == nullptr) return nullptr;
    text = with_stand_ins(given);
    return text.c_str();
}

void write_without_stand_ins(cx::ClipboardOwner owner, const char* text) {
    if (g_write != nullptr) g_write(owner, without_stand_ins(text).c_str());
}

}  // namespace

std::string with_stand_ins(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string held;
    held.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::uint32_t c = next_character(text, at);
        append_character(held, needs_one(c) ? stand_in_of(c) : c);
    }
    return held;
}

std::string without_stand_ins(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    const std::vector<std::uint32_t>& meant = stand_ins().meant;
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::uint32_t c = next_character(text, at);
        const bool stands_in = is_stand_in(c) && c - kFirst < meant.size();
        append_character(result, stands_in ? meant[c - kFirst] : c);
    }
    return result;
}

std::uint32_t typed_as(std::uint32_t character) {
    return needs_one(character) ? stand_in_of(character) : character;
}

bool can_be_held(std::string_view text) {
    return without_stand_ins(with_stand_ins(text)) == text;
}

ClipboardStandIns::ClipboardStandIns() {
    g_read = std::exchange(cx::clipboard_reader(), read_with_stand_ins);
    g_write = std::exchange(cx::clipboard_writer(), write_without_stand_ins);
}

ClipboardStandIns::~ClipboardStandIns() {
    cx::clipboard_reader() = g_read;
    cx::clipboard_writer() = g_write;
}

}  // namespace iovlab
