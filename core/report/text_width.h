#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace iovlab {

/// One character of a text as a terminal shows it: the bytes that make it up, combining marks behind it included.
struct Glyph {
    std::size_t begin = 0;  ///< in the text
    std::size_t end = 0;
    std::size_t columns = 1;  ///< 0 for a mark that stands alone, 2 for East Asian wide characters and most emoji
};
/// A byte that is no UTF-8 is a glyph of one column.
std::vector<Glyph> glyphs(const std::string& text);

/// Columns that a terminal gives to UTF-8 text without control characters.
std::size_t columns(const std::string& text);

/// The width of a table's column: of the widest of one field of all rows.
template <typename Row>
std::size_t widest(const std::vector<Row>& rows, std::string Row::*field) {
    std::size_t width = 0;
    for (const Row& row : rows) {
        const std::size_t has = columns(row.*field);
        if (has > width) width = has;
    }
    return width;
}

}  // namespace iovlab
