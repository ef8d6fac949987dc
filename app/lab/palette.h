#pragma once

#include "app/lab/state.h"

#include <string>
#include <string_view>
#include <vector>

namespace iovlab {

/// Something that Ctrl+P finds.
struct PaletteItem {
    const char* kind = "";  ///< "action", "experiment", "recipe", "recent", "errno"
    std::string title;
    std::string remark;   ///< dim, at the right: a chord, a folder, what an errno means
    std::string why_not;  ///< not empty: it cannot be done now, and this is why
    Intents intents;      ///< what choosing it asks for
    std::string words;    ///< found by these too, though they are not shown
};

/// Adds what there is of one kind. A new kind is a function and a line in palette.cpp's table.
using PaletteSource = void (*)(const LabState& state, std::vector<PaletteItem>& items);
const std::vector<PaletteSource>& palette_sources();

/// How well `query` fits `text`: each of its words must be there, letter after letter, not necessarily side by
/// side. Negative when it does not fit; more is better. Upper and lower case are alike.
int fit_of(std::string_view text, std::string_view query);

/// Everything that the palette's text finds, the best first; all there is while nothing is typed.
std::vector<PaletteItem> found(const LabState& state);

}  // namespace iovlab
