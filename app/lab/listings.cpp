#include "app/lab/listings.h"

#include "core/loops/loop.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <stdexcept>

namespace iovlab {

namespace {

constexpr auto kC = std::to_array<std::string_view>(
    {"break",  "case",   "char",   "const",    "continue", "do",     "else",   "extern",
     "for",    "if",     "int",    "long",     "return",   "size_t", "sizeof", "ssize_t",
     "static", "struct", "switch", "unsigned", "void",     "while",  "short",  "goto"});
constexpr auto kCpp =
    std::to_array<std::string_view>({"auto",   "bool",      "break",     "case",        "catch",
                                     "char",   "const",     "constexpr", "continue",    "do",
                                     "else",   "false",     "for",       "if",          "int",
                                     "long",   "namespace", "new",       "noexcept",    "nullptr",
                                     "return", "sizeof",    "static",    "static_cast", "reinterpret_cast",
                                     "struct", "switch",    "template",  "throw",       "true",
                                     "try",    "unsigned",  "using",     "void",        "while"});
constexpr auto kPython = std::to_array<std::string_view>(
    {"and",   "as",      "assert", "break", "class",  "continue", "def",    "del",   "elif", "else",   "except",
     "False", "finally", "for",    "from",  "global", "if",       "import", "in",    "is",   "lambda", "None",
     "not",   "or",      "pass",   "raise", "return", "True",     "try",    "while", "with", "yield"});
constexpr auto kRust = std::to_array<std::string_view>(
    {"as",   "break",  "const",  "continue", "else",  "enum", "extern", "false", "fn",    "for",  "if",
     "impl", "in",     "let",    "loop",     "match", "mod",  "move",   "mut",   "pub",   "ref",  "return",
     "self", "static", "struct", "trait",    "true",  "type", "unsafe", "use",   "where", "while"});

std::span<const std::string_view> keywords_of(Language language) {
    switch (language) {
        case Language::C:
            return kC;
        case Language::Cpp:
            return kCpp;
        case Language::Python:
            return kPython;
        case Language::Rust:
            break;
    }
    return kRust;
}

bool in_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Goes through a program line by line; a comment or a string may go on into the next one.
class Painter {
public:
    explicit Painter(Language language) : keywords_(keywords_of(language)), python_(language == Language::Python) {}

    std::vector<CodeToken> line(std::string_view text) {
        tokens_.clear();
        std::size_t at = open_.empty() ? 0 : closing(text, 0, 0);
        while (at < text.size()) at = next(text, at);
        return tokens_;
    }

private:
    std::size_t next(std::string_view text, std::size_t at) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(python_ ? "#" : "//") || (!python_ && at == 0 && rest.starts_with("#")))
            return add(at, text.size(), rest.starts_with("#") && !python_ ? CodeKind::Keyword : CodeKind::Comment);
        if (!python_ && rest.starts_with("/*")) return opened(text, at, "*/", CodeKind::Comment, 2);
        if (python_ && rest.starts_with("\"\"\"")) return opened(text, at, "\"\"\"", CodeKind::Text, 3);
        if (rest[0] == '"' || (python_ && rest[0] == '\'')) return quoted(text, at);
        if (!in_word(rest[0])) return at + 1;
        std::size_t end = at;
        while (end < text.size() && in_word(text[end])) ++end;
        const std::string_view word = text.substr(at, end - at);
        if (std::find(keywords_.begin(), keywords_.end(), word) != keywords_.end()) add(at, end, CodeKind::Keyword);
        return end;
    }
    std::size_t opened(std::string_view text, std::size_t at, std::string_view end, CodeKind kind,
                       std::size_t skip) {
        open_ = end;
        kind_ = kind;
        return closing(text, at, at + skip);
    }
    std::size_t closing(std::string_view text, std::size_t from, std::size_t search) {
        const std::size_t found = text.find(open_, search);
        if (found == std::string_view::npos) return add(from, text.size(), kind_);
        const std::size_t end = found + open_.size();
        open_ = {};
        return add(from, end, kind_);
    }
    std::size_t quoted(std::string_view text, std::size_t at) {
        std::size_t end = at + 1;
        while (end < text.size() && text[end] != text[at]) end += text[end] == '\\' ? 2U : 1U;
        return add(at, std::min(end + 1, text.size()), CodeKind::Text);
    }
    std::size_t add(std::size_t begin, std::size_t end, CodeKind kind) {
        if (end > begin) tokens_.push_back({begin, end, kind});
        return end;
    }

    std::span<const std::string_view> keywords_;
    bool python_;
    std::string_view open_;  // what ends the comment or string that the last line began
    CodeKind kind_ = CodeKind::Comment;
    std::vector<CodeToken> tokens_;
};

}  // namespace

std::vector<std::vector<CodeToken>> highlight(const std::vector<std::string>& lines, Language language) {
    Painter painter(language);
    std::vector<std::vector<CodeToken>> all;
    all.reserve(lines.size());
    for (const std::string& line : lines) all.push_back(painter.line(line));
    return all;
}

Listings read_listings(const std::string& folder) {
    Listings all;
    for (const LoopInfo& loop : loops()) {
        for (const Language language : kLanguages) {
            try {
                ShownListing shown{read_listing(folder, loop.name, language), {}, 0};
                shown.tokens = highlight(shown.listing.lines, language);
                for (const std::string& line : shown.listing.lines)
                    shown.widest = std::max(shown.widest, line.size());
                all.emplace(std::pair(std::string(loop.name), language), std::move(shown));
            } catch (const std::runtime_error&) {
                continue;  // the panel says which one is missing
            }
        }
    }
    return all;
}

}  // namespace iovlab
