#pragma once

#include "core/experiment/toml.h"

#include <algorithm>
#include <string>

/// A small sound experiment of which one part is replaced by something that must be refused. `@` in the part marks
/// the line and column that the refusal must name; it is taken out before the text is read.
struct Refusal {
    const char* part;  ///< "format", "buffer", "call", "target", "more" for what is added at the end, or "file" for
                       ///< all of it
    const char* text;
    const char* says;  ///< a piece of the sentence
};

struct MarkedText {
    std::string text;
    unsigned line = 0;
    unsigned column = 0;
};

inline MarkedText marked(const Refusal& refusal) {
    const std::string part = refusal.part;
    const auto pick = [&](const char* name, const char* usual) { return part == name ? refusal.text : usual; };
    MarkedText result;
    result.text = std::string(pick("format", "format = 1\n")) +
                  pick("buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\ntext = \"hello\"\n") +
                  pick("call", "[call]\nop = \"writev\"\niov = [\"body\"]\n") +
                  pick("target", "[target]\nkind = \"pipe\"\n") + pick("more", "");
    if (part == "file") result.text = refusal.text;
    const std::size_t mark = result.text.find('@');
    if (mark == std::string::npos) return result;
    const std::string before = result.text.substr(0, mark);
    result.line = static_cast<unsigned>(std::count(before.begin(), before.end(), '\n')) + 1;
    result.column = static_cast<unsigned>(before.size() - (before.rfind('\n') + 1)) + 1;
    result.text.erase(mark, 1);
    return result;
}
