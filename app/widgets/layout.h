#pragma once

#include <imgui.h>
#include <string_view>

/// Measures that follow the zoom. Nothing in app/ counts in raw pixels.
namespace iovlab::ui {

/// n times the base text size (15 px at 100 %).
float em(float n);
/// n pixels of docs/look.md at the zoom in force, rounded to whole ones on the screen.
float px(float n);
/// n cells of the 4 px grid.
float grid(float n);
/// One-pixel lines stay crisp: 1 up to 150 %, then 2, 3.
float line_width();
/// For backends: the zoom in force (the user's times the system's).
void set_zoom_in_force(float zoom);

/// Width and height of text in the font in force.
ImVec2 text_size(std::string_view text);
/// Shortened in the middle with … so that it fits `width`: for names and paths, not for numbers.
/// The result lives until the second next call.
std::string_view fit(std::string_view text, float width);

/// Text in the font and colour in force, as an item (no formatting, no copy).
void text(std::string_view text);
void dim_text(std::string_view text);
void colored_text(std::string_view text, ImU32 color);
/// Height of a line of wrapped text, as a multiple of the font's size.
inline constexpr float kWrappedLine = 1.25F;
/// Text that wraps at the right edge of the panel, with room between its lines.
void wrapped_text(std::string_view text, ImU32 color);
/// Text with `**strong**` and `` `code` `` in it, wrapped. `width` 0: to the right edge. Returns its height.
float rich_text(std::string_view text, ImU32 color, float width = 0);

/// Puts what follows on the same line, `width` wide, against the right edge of the panel; onto a new line where it
/// does not fit. Returns false in that case.
bool right_align(float width);
/// Same line when `width` still fits, otherwise a new one: rows of buttons that reflow.
void flow(float width);
/// Goes on at `cursor` (ImGui::GetCursorScreenPos() of before) after drawing over an item. Setting the cursor alone
/// will not do: the current ImGui wants an item after it.
void resume_at(ImVec2 cursor);
/// Vertical room of n grid cells.
void gap(float n);
/// A thin line over the panel's whole width.
void separator();

}  // namespace iovlab::ui
