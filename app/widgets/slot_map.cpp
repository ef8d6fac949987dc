#include "app/widgets/slot_map.h"

#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab::ui {
namespace {

/// How the slots lie: one row of up to 16, wider apart where there is room, then more rows.
struct Grid {
    std::size_t columns = 1, shown = 0;
    float side = 0, height = 0, gap = 0;

    ImVec2 place(ImVec2 origin, std::size_t i) const {
        const std::size_t row = i / columns;
        const auto column = static_cast<float>(i % columns);
        return {origin.x + std::floor(column * (side + gap)), origin.y + static_cast<float>(row) * (height + gap)};
    }
    float total_height() const {
        const std::size_t rows = (shown + columns - 1) / columns;
        return static_cast<float>(rows) * (height + gap) - gap;
    }
};

Grid lay_out(float width, std::uint64_t capacity, int max_rows) {
    constexpr std::size_t kOneRow = 16;  // a pipe's slots by default
    Grid grid;
    const bool many = capacity > kOneRow;
    grid.gap = many ? px(3) : px(6);
    const float smallest = many ? px(16) : px(22);
    const auto fit =
        static_cast<std::size_t>(std::max(1.0F, std::floor((width + grid.gap) / (smallest + grid.gap))));
    const std::uint64_t wanted =
        std::max<std::uint64_t>(1, std::min<std::uint64_t>(capacity, many ? fit : kOneRow));
    grid.columns = std::min<std::size_t>(fit, static_cast<std::size_t>(wanted));
    const auto columns = static_cast<float>(grid.columns);
    grid.side = std::min((width - grid.gap * (columns - 1)) / columns, px(56));
    const bool low = ImGui::GetMainViewport()->Size.y < em(52);  // the result below has to be seen with it
    grid.height = many ? std::min(grid.side * 1.2F, px(24)) : px(low ? 30 : 46);
    const std::uint64_t room = grid.columns * static_cast<std::uint64_t>(std::max(1, max_rows));
    grid.shown = static_cast<std::size_t>(std::min(capacity, room));
    return grid;
}

void draw_parts(ImDrawList& draw, const SlotMap& map, const SlotView& slot, ImVec2 min, ImVec2 max) {
    const double page = static_cast<double>(std::max<std::uint64_t>(map.page, 1));
    const float height = max.y - min.y;
    auto up = [&](double bytes) {
        return max.y - std::round(static_cast<float>(std::min(1.0, bytes / page)) * height);
    };
    double level = slot.taken;
    if (slot.taken > 0) hatch(draw, {min.x, up(level)}, max, theme().line, px(5));
    for (const SlotPart& part : slot.parts) {
        if (part.bytes == 0) continue;
        const float bottom = up(level);
        level += static_cast<double>(part.bytes);
        // A single byte is still a line.
        const float top = std::max(min.y, std::min(up(level), bottom - line_width()));
        // Only the slot's own corners are round.
        const ImDrawFlags corners = (top <= min.y ? ImDrawFlags_RoundCornersTop : 0) |
                                    (bottom >= max.y ? ImDrawFlags_RoundCornersBottom : 0);
        fill_rect(draw, {min.x, top}, {max.x, bottom}, part.fill, corners != 0 ? px(3) : 0, corners);
        const std::uint64_t part_end = part.at > UINT64_MAX - part.bytes ? UINT64_MAX : part.at + part.bytes;
        for (const LitRange& lit : lit_within(map.lit, part.at, part_end)) {
            const double low = level - static_cast<double>(part.bytes);
            const std::uint64_t begin = std::max(lit.begin, part.at) - part.at;
            const float y = std::min(up(low + static_cast<double>(begin)), max.y - 1);
            const float y_end = up(low + static_cast<double>(std::min(lit.end, part_end) - part.at));
            draw_lit(draw, lit, {min.x, std::min(y_end, y - 1)}, {max.x, y + 1});
        }
    }
}

void draw_slot(ImDrawList& draw, const SlotMap& map, const SlotView* slot, ImVec2 min, ImVec2 max) {
    draw.AddRectFilled(min, max, theme().raised, px(3));
    if (slot != nullptr) draw_parts(draw, map, *slot, min, max);
    cx::add_rect(draw, min, max, theme().line, px(3), line_width());
    if (slot == nullptr || !slot->packet) return;
    const float corner = px(8);
    draw.AddTriangleFilled({max.x - corner, min.y}, {max.x, min.y}, {max.x, min.y + corner}, theme().text);
}

/// The stream position of the byte at height `y` of a slot.
std::optional<std::uint64_t> byte_at(const SlotMap& map, const SlotView& slot, float part_of_height) {
    const double at = static_cast<double>(part_of_height) * static_cast<double>(map.page) - slot.taken;
    if (at < 0) return std::nullopt;
    double passed = 0;
    for (const SlotPart& part : slot.parts) {
        const auto bytes = static_cast<double>(part.bytes);
        if (at < passed + bytes) return part.at + static_cast<std::uint64_t>(at - passed);
        passed += bytes;
    }
    return std::nullopt;
}

std::string summary(const SlotMap& map) {
    return grouped(static_cast<std::int64_t>(map.slots.size())) + " of " +
           grouped(static_cast<std::int64_t>(std::min<std::uint64_t>(map.capacity, INT64_MAX))) + " slots in use";
}

}  // namespace

std::vector<ImVec4> slot_rects(const SlotMap& map, ImVec2 origin, float width, int max_rows) {
    const Grid grid = lay_out(width, std::max<std::uint64_t>(map.capacity, map.slots.size()), max_rows);
    std::vector<ImVec4> rects;
    for (std::size_t i = 0; i < grid.shown; ++i) {
        const ImVec2 min = grid.place(origin, i);
        rects.emplace_back(min.x, min.y, min.x + std::floor(grid.side), min.y + grid.height);
    }
    return rects;
}

SlotHover slot_map(std::string_view name, const SlotMap& map, float width, int max_rows) {
    if (width <= 0) width = std::max(px(22), ImGui::GetContentRegionAvail().x);
    const std::uint64_t capacity = std::max<std::uint64_t>(map.capacity, map.slots.size());
    const Grid grid = lay_out(width, capacity, max_rows);
    ImGui::PushID(name.data(), name.data() + name.size());
    cx::plain_button("##slots", {width, std::max(1.0F, grid.total_height())});
    ImGui::PopID();
    const ImVec2 origin = ImGui::GetItemRectMin();
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    SlotHover hover;
    for (std::size_t i = 0; i < grid.shown; ++i) {
        const ImVec2 min = grid.place(origin, i);
        const ImVec2 max{min.x + std::floor(grid.side), min.y + grid.height};
        if (!ImGui::IsRectVisible(min, max)) continue;
        const SlotView* slot = i < map.slots.size() ? &map.slots[i] : nullptr;
        draw_slot(draw, map, slot, min, max);
        const bool inside = pointer.x >= min.x && pointer.x < max.x && pointer.y >= min.y && pointer.y < max.y;
        if (!hovered || !inside) continue;
        hover.slot = i;
        if (slot != nullptr) hover.at = byte_at(map, *slot, (max.y - pointer.y) / grid.height);
    }
    hover.touch = touch_by_mouse(hover.at, map.caret);
    registry().record_item(name, summary(map), true);
    if (grid.shown < capacity) {
        const FontScope font(Font::Small);
        const std::uint64_t more = std::min<std::uint64_t>(capacity - grid.shown, INT64_MAX);
        dim_text("and " + grouped(static_cast<std::int64_t>(more)) + " more slots; " + summary(map));
    }
    return hover;
}

}  // namespace iovlab::ui
