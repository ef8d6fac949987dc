#include "core/lesson/markdown.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <md4c.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::size_t kMaxDepth = 48;

void append_utf8(std::string& to, std::uint32_t point) {
    if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) point = 0xfffd;
    const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80u | ((point >> shift) & 0x3fu)); };
    if (point < 0x80) {
        to += static_cast<char>(point);
    } else if (point < 0x800) {
        to += static_cast<char>(0xc0u | (point >> 6u));
        tail(0);
    } else if (point < 0x10000) {
        to += static_cast<char>(0xe0u | (point >> 12u));
        tail(6), tail(0);
    } else {
        to += static_cast<char>(0xf0u | (point >> 18u));
        tail(12), tail(6), tail(0);
    }
}

/// "&amp;", "&#65;", "&#x41;" as letters; an entity with another name stays as it is written.
std::string entity(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known = {{{"&amp;", "&"},
                                                                                     {"&lt;", "<"},
                                                                                     {"&gt;", ">"},
                                                                                     {"&quot;", "\""},
                                                                                     {"&nbsp;", "\u00a0"},
                                                                                     {"&ndash;", "\u2013"},
                                                                                     {"&hellip;", "\u2026"},
                                                                                     {"&times;", "\u00d7"}}};
    for (const auto& [name, letters] : known) {
        if (text == name) return std::string(letters);
    }
    if (text.size() < 4 || text[1] != '#') return std::string(text);
    const bool hex = text[2] == 'x' || text[2] == 'X';
    std::uint32_t point = 0;
    const char* from = text.data() + (hex ? 3 : 2);
    std::from_chars(from, text.data() + text.size() - 1, point, hex ? 16 : 10);
    std::string letters;
    append_utf8(letters, point);
    return letters;
}

std::string letters_of(const MD_ATTRIBUTE& attribute) {
    return attribute.text == nullptr ? std::string() : std::string(attribute.text, attribute.size);
}

/// Takes what MD4C calls out, and makes a tree of it.
class Builder {
public:
    explicit Builder(std::string_view source) : source_(source) {
        for (std::size_t i = 0; i < source.size(); ++i) {
            if (source[i] == '\n') line_ends_.push_back(i);
        }
        open_.emplace_back();
    }

    int enter(MD_BLOCKTYPE type, void* detail) {
        implicit_ = false;
        const auto block = block_for(type, detail);
        if (!block) return 0;
        if (open_.size() > kMaxDepth) return 1;
        open_.push_back(*block);
        return 0;
    }

    int leave(MD_BLOCKTYPE type) {
        implicit_ = false;
        if (type == MD_BLOCK_DOC || type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY || type == MD_BLOCK_HTML) {
            in_head_ = false;
            return 0;
        }
        MdBlock done = std::move(open_.back());
        open_.pop_back();
        if (done.line != 0 && open_.back().line == 0) open_.back().line = done.line;
        open_.back().children.push_back(std::move(done));
        return 0;
    }

    void enter(MD_SPANTYPE type, void* detail) {
        if (type == MD_SPAN_STRONG) ++strong_;
        if (type == MD_SPAN_EM || type == MD_SPAN_IMG) ++emphasis_;
        if (type == MD_SPAN_CODE) ++code_;
        if (type == MD_SPAN_A) link_ = letters_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
    }

    void leave(MD_SPANTYPE type) {
        if (type == MD_SPAN_STRONG) --strong_;
        if (type == MD_SPAN_EM || type == MD_SPAN_IMG) --emphasis_;
        if (type == MD_SPAN_CODE) --code_;
        if (type == MD_SPAN_A) link_.clear();
    }

    void text(MD_TEXTTYPE type, const char* data, std::size_t size) {
        const std::string_view piece(data, size);
        note_line(data);
        MdBlock& block = open_.back();
        if (block.kind == MdKind::Code && open_.size() > 1) {
            block.text += piece;
            return;
        }
        switch (type) {
            case MD_TEXT_BR:
                return add("\n");
            case MD_TEXT_SOFTBR:
                return add(" ");
            case MD_TEXT_NULLCHAR:
                return add("\ufffd");
            case MD_TEXT_ENTITY:
                return add(entity(piece));
            default:
                return add(std::string(piece));
        }
    }

    std::vector<MdBlock> take() { return std::move(open_.front().children); }

private:
    std::optional<MdBlock> block_for(MD_BLOCKTYPE type, void* detail) {
        MdBlock block;
        switch (type) {
            case MD_BLOCK_DOC:
            case MD_BLOCK_HTML:
            case MD_BLOCK_TBODY:
                return std::nullopt;
            case MD_BLOCK_THEAD:
                in_head_ = true;
                return std::nullopt;
            case MD_BLOCK_QUOTE:
                block.kind = MdKind::Quote;
                break;
            case MD_BLOCK_UL:
                block.kind = MdKind::List;
                break;
            case MD_BLOCK_OL:
                block.kind = MdKind::List;
                block.level = std::max(1u, static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
                break;
            case MD_BLOCK_LI:
                block.kind = MdKind::Item;
                break;
            case MD_BLOCK_HR:
                block.kind = MdKind::Rule;
                break;
            case MD_BLOCK_H:
                block.kind = MdKind::Heading;
                block.level = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
                break;
            case MD_BLOCK_CODE: {
                const auto* code = static_cast<MD_BLOCK_CODE_DETAIL*>(detail);
                block.kind = MdKind::Code;
                block.language = letters_of(code->lang);
                block.line = line_of(code->lang.text);
                break;
            }
            case MD_BLOCK_P:
                block.kind = MdKind::Paragraph;
                break;
            case MD_BLOCK_TABLE:
                block.kind = MdKind::Table;
                break;
            case MD_BLOCK_TR:
                block.kind = MdKind::Row;
                block.head = in_head_;
                break;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD: {
                const MD_ALIGN align = static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align;
                block.kind = MdKind::Cell;
                if (align == MD_ALIGN_CENTER) block.align = MdAlign::Centre;
                if (align == MD_ALIGN_RIGHT) block.align = MdAlign::Right;
                break;
            }
        }
        return block;
    }

    // MD4C hands out pieces of the source itself, but also strings of its own.
    unsigned line_of(const char* data) const {
        const std::less<> before;
        if (data == nullptr || before(data, source_.data()) || !before(data, source_.data() + source_.size())) {
            return 0;
        }
        const auto at = static_cast<std::size_t>(data - source_.data());
        const auto lines = std::lower_bound(line_ends_.begin(), line_ends_.end(), at) - line_ends_.begin();
        return static_cast<unsigned>(lines) + 1;
    }

    void note_line(const char* data) {
        if (open_.back().line != 0) return;
        const unsigned line = line_of(data);
        // The first line of a block without a language lies one below its fence.
        open_.back().line = open_.back().kind == MdKind::Code && line > 1 ? line - 1 : line;
    }

    void add(const std::string& letters) {
        std::vector<MdSpan>& spans = spans_here();
        MdSpan span{letters, strong_ > 0, emphasis_ > 0, code_ > 0, link_};
        if (!spans.empty()) {
            MdSpan& last = spans.back();
            const bool alike = last.strong == span.strong && last.emphasis == span.emphasis &&
                               last.code == span.code && last.link == span.link;
            if (alike && letters != "\n" && last.text != "\n") {
                last.text += letters;
                return;
            }
        }
        spans.push_back(std::move(span));
    }

    // The text of a tight list's item comes without a paragraph round it.
    std::vector<MdSpan>& spans_here() {
        MdBlock& block = open_.back();
        if (block.kind != MdKind::Item && block.kind != MdKind::Quote && open_.size() > 1) return block.spans;
        if (!implicit_) {
            block.children.push_back({});
            block.children.back().line = block.line;
            implicit_ = true;
        }
        return block.children.back().spans;
    }

    std::string_view source_;
    std::vector<std::size_t> line_ends_;
    std::vector<MdBlock> open_;  // the first is the document
    bool implicit_ = false;
    bool in_head_ = false;
    int strong_ = 0, emphasis_ = 0, code_ = 0;
    std::string link_;
};

Builder& builder(void* user) {
    return *static_cast<Builder*>(user);
}

}  // namespace

std::optional<std::vector<MdBlock>> parse_markdown(std::string_view text) {
    Builder made(text);
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_PERMISSIVEURLAUTOLINKS;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
        return builder(user).enter(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* user) { return builder(user).leave(type); };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        builder(user).enter(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* user) {
        builder(user).leave(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* data, MD_SIZE size, void* user) {
        builder(user).text(type, data, size);
        return 0;
    };
    if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &made) != 0) return std::nullopt;
    return made.take();
}

std::string plain_text(const std::vector<MdSpan>& spans) {
    std::string all;
    for (const MdSpan& span : spans) all += span.text;
    return all;
}

}  // namespace iovlab
