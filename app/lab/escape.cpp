#include "app/lab/escape.h"

#include "core/experiment/text.h"

#include <cstdio>

namespace iovlab {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The next byte from `from` on that is no UTF-8: it is shown by its number, as nothing that can be typed gives it.
std::size_t next_not_text(std::string_view text, std::size_t from) {
    const std::size_t found = first_not_utf8(text.substr(from));
    return found == std::string_view::npos ? found : from + found;
}

}  // namespace

std::string escape_text(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    std::size_t not_text = next_not_text(text, 0);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
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
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || at == not_text) {
                    char code[5];
                    std::snprintf(code, sizeof code, "\\x%02x",
                                  static_cast<unsigned>(static_cast<unsigned char>(c)));
                    line += code;
                    if (at == not_text) not_text = next_not_text(text, at + 1);
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
