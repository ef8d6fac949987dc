#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iovlab::ui {

/// A ratio in a map: its number is written in it, so that the colour only helps.
struct HeatCell {
    bool there = false;
    double ratio = 1;
    bool sure = true;  ///< false: "~" before the number, and little colour
    std::string text;  ///< "0.43"
};
struct HeatMap {
    std::vector<std::string> rows, columns;            ///< their labels
    std::vector<std::string> row_names, column_names;  ///< for the registry: "<name>.<row>.<column>"
    std::vector<HeatCell> cells;                       ///< row by row
    std::optional<std::size_t> row;                    ///< marked: the row that another picture shows
    std::function<std::string(std::size_t)> tip;       ///< what is said of the cell under the pointer
};
struct HeatUse {
    std::optional<std::size_t> hovered, pressed;  ///< indices of cells
    std::optional<std::size_t> row;               ///< the label of this row was pressed
};
/// Below 1 blue, above 1 orange, deeper the further from 1. `height` is shared by the rows, as far as they need it.
HeatUse heat_map(std::string_view name, const HeatMap& map, float height);

}  // namespace iovlab::ui
