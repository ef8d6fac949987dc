#pragma once

#include "app/lab/state.h"

#include <cstddef>
#include <cstdint>
#include <imgui.h>

namespace iovlab {

/// The list of iovecs as the call gets it, a row an entry: what of it went out by the call on show, and what is
/// left. Rows are dragged into another order; the chosen one can be edited below the list. Without `cut_line` the
/// cut's words and number appear only when there is a cut.
void draw_entries(const LabState& state, float max_height, bool cut_line, Intents& out);
/// The chosen entry's fields.
void draw_entry_editor(const LabState& state, Intents& out);
/// iov_len in its row: a click types another there, in a field at `at`.
void draw_length_in_place(const LabState& state, std::size_t line, ImVec2 at, ImVec2 size, Intents& out);
/// The line in which entries are added.
void draw_entry_adding(const LabState& state, Intents& out);

/// One entry line's bar on the screen: bytes to pixels and back.
struct BarSpan {
    float left = 0;           ///< pixels
    float width = 0;          ///< of the drawn bar; 0: an empty entry
    std::uint64_t bytes = 1;  ///< what the width stands for; fewer than the entry has where its end is torn off

    float x(std::uint64_t byte) const;
    /// The edge between bytes that is nearest to `x`, 0 to `total`.
    std::uint64_t edge(float x, std::uint64_t total) const;
};
/// Where line `line` is drawn when the longest line is `width` wide.
BarSpan bar_span(const ListFacts& list, std::size_t line, float left, float width);

/// The rows of entries as they lie on the screen.
struct BarRows {
    ImVec2 origin;  ///< of row 0, wherever it is scrolled to
    float row_height = 0;
    float bar_left = 0, bar_width = 0, right = 0;
    int first = 0, last = 0;  ///< rows in sight, the last one left out
};
/// Draws the cut over the rows, inside of their scrolling window: a line to drag, to be moved by the arrow keys,
/// and what it leaves behind greyed out; and the place that the learner guessed.
void draw_cut(const LabState& state, const BarRows& rows, Intents& out);
/// The cut in words, as a number to type, and the button that takes it away.
void draw_cut_line(const LabState& state, Intents& out);
/// True while a click on a bar says where the learner thinks that the list will be cut.
bool points_at_cut(const LabState& state);

}  // namespace iovlab
