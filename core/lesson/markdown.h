#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// CommonMark and tables as a small tree, for people's texts: lessons and explanations. Read with MD4C.
namespace iovlab {

/// A run of letters that look alike.
struct MdSpan {
    std::string text;  ///< UTF-8; "\n" alone is a hard line break
    bool strong = false;
    bool emphasis = false;
    bool code = false;
    std::string link;  ///< where it leads; empty for none

    bool operator==(const MdSpan&) const = default;
};

enum class MdKind { Paragraph, Heading, List, Item, Code, Quote, Rule, Table, Row, Cell };
enum class MdAlign { Left, Centre, Right };

struct MdBlock {
    MdKind kind = MdKind::Paragraph;
    unsigned line = 0;              ///< in the text, from 1; of a fenced block its fence; 0 where nothing tells
    unsigned level = 0;             ///< Heading: 1 to 6; List: the first item's number, 0 for bullets
    bool head = false;              ///< Row: of the table's head
    MdAlign align = MdAlign::Left;  ///< Cell
    std::string language;           ///< Code: the first word behind the fence
    std::string text;               ///< Code: as it stands, each line ended
    std::vector<MdSpan> spans;      ///< Paragraph, Heading, Cell
    std::vector<MdBlock> children;  ///< List: Items; Table: Rows; Row: Cells; Item, Quote: anything
};

/// HTML is text. Absent when blocks nest deeper than any lesson needs (a hostile file).
std::optional<std::vector<MdBlock>> parse_markdown(std::string_view text);

/// The letters alone.
std::string plain_text(const std::vector<MdSpan>& spans);

}  // namespace iovlab
