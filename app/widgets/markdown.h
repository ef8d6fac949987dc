#pragma once

#include "core/lesson/markdown.h"

#include <imgui.h>
#include <span>
#include <string_view>
#include <vector>

/// Texts that people write, as Markdown: lessons and their explanations.
namespace iovlab::ui {

/// Spans that wrap, in the font in force. `width` 0: to the right edge. Returns its height.
float rich_spans(std::span<const MdSpan> spans, ImU32 color, float width = 0);

/// Blocks one below the other, down the panel. Nothing in them juts out of it: code wraps, tables share the width.
void markdown(const std::vector<MdBlock>& blocks);
/// The same of a text that is still to be read: for short ones, each frame.
void markdown(std::string_view text);

/// A line of code in the font in force, wrapped with an indent where it is too long. Returns its height.
float code_line(std::string_view line, float width);
/// Lines of code on a ground of their own, wrapped with an indent where they are too long.
void code_block(std::string_view code);

}  // namespace iovlab::ui
