// Bytes that slide between the list and the target: declared in panels/kernel.h.
#include "app/panels/kernel.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/theme.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace iovlab {

namespace {

constexpr int kMostRects = 160;

struct Rect {
    ImVec2 min, max;
};

float share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<float>(static_cast<double>(part) / static_cast<double>(whole));
}

Rect part_of(const ByteRect& place, std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t bytes = place.end - place.begin;
    const float from = share(begin - place.begin, bytes);
    const float to = share(end - place.begin, bytes);
    const float width = place.max.x - place.min.x;
    const float height = place.max.y - place.min.y;
    if (!place.upright) return {{place.min.x + from * width, place.min.y}, {place.min.x + to * width, place.max.y}};
    return {{place.min.x, place.max.y - to * height}, {place.max.x, place.max.y - from * height}};
}

/// Bytes of an entry's bar as it was drawn in this frame; nothing when it is scrolled away.
std::optional<Rect> in_list(const LabState& state, const Piece& piece, std::uint64_t begin, std::uint64_t end) {
    if (piece.list != state.look.list) return std::nullopt;
    const ListFacts& list = state.list();
    const std::size_t line = list.line_of(piece.entry);
    if (line >= list.lines.size()) return std::nullopt;
    const ui::Control* bar = ui::registry().find("entry." + std::to_string(line) + ".bar");
    if (bar == nullptr || bar->max.y > bar->clip_max.y || bar->min.y < bar->clip_min.y) return std::nullopt;
    const EntryFacts& facts = list.lines[line];
    const std::uint64_t first = (piece.entry - facts.first) * facts.length + piece.offset - piece.at;
    const std::uint64_t whole =
        std::min(std::max<std::uint64_t>(facts.total, 1), std::max<std::uint64_t>(list.longest, 1));
    const float width = bar->max.x - bar->min.x;
    return Rect{{bar->min.x + std::min(share(first + begin, whole), 1.0F) * width, bar->min.y},
                {bar->min.x + std::min(share(first + end, whole), 1.0F) * width, bar->max.y}};
}

Rect between(const Rect& from, const Rect& to, float part) {
    const auto mixed = [part](ImVec2 a, ImVec2 b) {
        return ImVec2{a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
    };
    return {mixed(from.min, to.min), mixed(from.max, to.max)};
}

void draw_cover(ImDrawList& draw, const Rect& rect) {
    draw.AddRectFilled(rect.min, rect.max, theme().raised);
}

}  // namespace

void draw_motion(const LabState& state, const std::vector<ByteRect>& places) {
    if (!state.motion.moving() || !state.run.same_lists) return;
    const bool reading = reads(state.run.experiment);
    const float back = 1 - state.motion.part;
    const float eased = 1 - back * back * back;
    ImDrawList& draw = *ImGui::GetForegroundDrawList();
    int drawn = 0;
    for (const Piece& piece : state.motion.pieces) {
        for (const ByteRect& place : places) {
            const std::uint64_t begin = std::max(piece.at, place.begin);
            const std::uint64_t end = std::min(piece.end(), place.end);
            if (begin >= end || drawn >= kMostRects) continue;
            const auto entry = in_list(state, piece, begin, end);
            if (!entry) continue;
            ++drawn;
            const Rect target = part_of(place, begin, end);
            if (!reading) draw_cover(draw, target);
            const Rect now = reading ? between(target, *entry, eased) : between(*entry, target, eased);
            const auto buffer = state.run_derived.buffer_of(piece.list, piece.entry);
            ui::fill_rect(draw, now.min, {std::max(now.max.x, now.min.x + 1), std::max(now.max.y, now.min.y + 1)},
                          buffer ? buffer_fill(*buffer) : other_fill());
        }
    }
    ui::Control said;
    said.text = std::to_string(drawn);
    ui::registry().record("kernel.motion", said);
}

void draw_motion_into(const LabState& state, std::string_view control) {
    const ui::Control* at = ui::registry().find(control);
    if (!state.motion.moving() || state.motion.pieces.empty() || at == nullptr) return;
    ByteRect place{UINT64_MAX, 0, {at->min.x, at->max.y - ui::px(3)}, at->max, false};
    for (const Piece& piece : state.motion.pieces) {
        place.begin = std::min(place.begin, piece.at);
        place.end = std::max(place.end, piece.end());
    }
    draw_motion(state, {place});
}

}  // namespace iovlab
