#pragma once

#include "app/window/theme.h"

#include <imgui.h>

/// Drawing that several widgets share. Coordinates are the window's, in pixels.
namespace iovlab::ui {

/// A filled rectangle in a buffer's colour, with its hatch where it has one.
void fill_rect(ImDrawList& draw, ImVec2 min, ImVec2 max, const Fill& fill, float rounding = 0,
               ImDrawFlags corners = 0);
/// Diagonal stripes over a rectangle: `color` on what is there. Cheap: one convex quad a stripe, clipped.
void hatch(ImDrawList& draw, ImVec2 min, ImVec2 max, ImU32 color, float spacing = 0);
/// A rectangle of dashes: what the kernel did not say.
void dashed_rect(ImDrawList& draw, ImVec2 min, ImVec2 max, ImU32 color, float rounding = 0);
/// An outline that marks a byte or a slot as the one that is hovered elsewhere.
void lit_rect(ImDrawList& draw, ImVec2 min, ImVec2 max);

}  // namespace iovlab::ui
