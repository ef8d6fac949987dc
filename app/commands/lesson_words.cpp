#include "app/commands/lesson_words.h"

#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

std::string inline_words(const std::vector<MdSpan>& spans) {
    std::string text;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const MdSpan& span = spans[i];
        text += span.code ? "`" + span.text + "`" : span.text;
        const bool link_ends = !span.link.empty() && (i + 1 == spans.size() || spans[i + 1].link != span.link);
        if (link_ends && span.link != span.text) text += " (" + span.link + ")";
    }
    return printable(text);
}

std::string code_words(const MdBlock& block, std::size_t indent) {
    std::string text;
    std::size_t at = 0;
    while (at < block.text.size()) {
        const std::size_t end = std::min(block.text.find('\n', at), block.text.size());
        text += std::string(indent + 4, ' ') + printable(block.text.substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return text;
}

std::string table_words(const MdBlock& table, std::size_t indent) {
    std::vector<std::size_t> widths;
    for (const MdBlock& row : table.children) {
        widths.resize(std::max(widths.size(), row.children.size()));
        for (std::size_t i = 0; i < row.children.size(); ++i) {
            widths[i] = std::max(widths[i], columns(inline_words(row.children[i].spans)));
        }
    }
    std::string text;
    for (const MdBlock& row : table.children) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < row.children.size(); ++i) {
            const MdBlock& cell = row.children[i];
            const std::string words = inline_words(cell.spans);
            line +=
                (cell.align == MdAlign::Right ? right_aligned(words, widths[i]) : padded(words, widths[i])) + "  ";
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

/// A list's item: its mark stands in the margin of its first line.
std::string item_words(const MdBlock& item, const std::string& mark, std::size_t indent) {
    const std::size_t inner = indent + columns(mark) + 1;
    std::string text;
    for (const MdBlock& child : item.children) {
        if (!text.empty() && child.kind == MdKind::Paragraph) text += "\n";
        text += lesson_words(std::vector<MdBlock>{child}, inner);
    }
    if (text.size() < inner) return std::string(indent, ' ') + mark + "\n";
    return text.replace(0, inner, std::string(indent, ' ') + mark + " ");
}

std::string list_words(const MdBlock& list, std::size_t indent) {
    std::string text;
    unsigned number = list.level;
    for (const MdBlock& item : list.children) {
        text += item_words(item, list.level == 0 ? "-" : fmt::format("{}.", number++), indent);
    }
    return text;
}

std::string block_words(const MdBlock& block, std::size_t indent) {
    switch (block.kind) {
        case MdKind::Paragraph:
        case MdKind::Heading:
            return wrapped(inline_words(block.spans), indent);
        case MdKind::List:
            return list_words(block, indent);
        case MdKind::Code:
            return code_words(block, indent);
        case MdKind::Table:
            return table_words(block, indent);
        case MdKind::Rule:
            return std::string(indent, ' ') + "- - -\n";
        case MdKind::Quote:
            return lesson_words(block.children, indent + 2);
        default:
            return {};
    }
}

}  // namespace

std::string lesson_words(const std::vector<MdBlock>& blocks, std::size_t indent) {
    std::string text;
    for (const MdBlock& block : blocks) {
        if (!text.empty()) text += "\n";
        text += block_words(block, indent);
    }
    return text;
}

std::string lesson_words(std::string_view markdown, std::size_t indent) {
    const auto blocks = parse_markdown(markdown);
    return blocks ? lesson_words(*blocks, indent) : std::string();
}

}  // namespace iovlab
