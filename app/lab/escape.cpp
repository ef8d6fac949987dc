#include "app/lab/escape.h"

#include <cstdio>

namespace iovlab {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string escape_text(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '\n':
                line += "\\n";
                break;
            case '\r':
                line += "\\r";
                break;
            case '\t':
                line += "\\t";
                break;
            case '\\':
                line += "\\\\";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
                    char code[5];
                    std::snprintf(code, sizeof code, "\\x%02x",
                                  static_cast<unsigned>(static_cast<unsigned char>(c)));
                    line += code;
                } else {
                    line += c;
                }
        }
    }
    return line;
}

std::string unescape_text(std::string_view line) {
    std::string text;
    text.reserve(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char next = line[i] == '\\' && i + 1 < line.size() ? line[i + 1] : '\0';
        if (next == 'n' || next == 'r' || next == 't' || next == '\\') {
            text += next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : '\\';
            ++i;
        } else if (next == 'x' && i + 3 < line.size() && hex_digit(line[i + 2]) >= 0 &&
                   hex_digit(line[i + 3]) >= 0) {
            text += static_cast<char>(hex_digit(line[i + 2]) * 16 + hex_digit(line[i + 3]));
            i += 3;
        } else {
            text += line[i];
        }
    }
    return text;
}

}  // namespace iovlab
