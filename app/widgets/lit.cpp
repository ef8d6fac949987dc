#include "app/widgets/lit.h"

#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"
#include "app/window/theme.h"

#include <algorithm>

namespace iovlab::ui {

std::span<const LitRange> lit_within(std::span<const LitRange> lit, std::uint64_t begin, std::uint64_t end) {
    const auto first =
        std::partition_point(lit.begin(), lit.end(), [begin](const LitRange& range) { return range.end <= begin; });
    return {first,
            std::partition_point(first, lit.end(), [end](const LitRange& range) { return range.begin < end; })};
}

ByteTouch touch_by_keys(std::optional<std::uint64_t> caret, std::uint64_t size, std::uint64_t row,
                        std::uint64_t page) {
    if (size == 0) return {};
    ByteTouch touch;
    const std::uint64_t at = std::min(caret.value_or(0), size - 1);
    const auto key = [&](Key which, bool forward, std::uint64_t bytes) {
        for (const bool shift : {false, true}) {
            for (const bool ctrl : {false, true}) {
                if (!take({which, ctrl, shift, false}, true)) continue;
                const std::uint64_t far = ctrl ? bytes * 16 : bytes;
                // The first key of all lands on the first byte, not behind it.
                touch.chosen = !caret ? 0 : forward ? at + std::min(far, size - 1 - at) : at - std::min(far, at);
                touch.extend = shift && caret;
            }
        }
    };
    key(Key::Left, false, 1);
    key(Key::Right, true, 1);
    if (row > 0) {
        key(Key::Up, false, row);
        key(Key::Down, true, row);
        key(Key::PageUp, false, page);
        key(Key::PageDown, true, page);
    }
    if (touch.chosen) cx::keep_arrow_keys();
    return touch;
}

ByteTouch touch_by_mouse(std::optional<std::uint64_t> byte, std::optional<std::uint64_t> caret) {
    if (!byte) return {};
    if (ImGui::IsItemActivated() && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
        return {byte, ImGui::GetIO().KeyShift};
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, px(3)) && byte != caret)
        return {byte, true};
    return {};
}

void draw_lit(ImDrawList& draw, const LitRange& lit, ImVec2 min, ImVec2 max) {
    if (lit.copy)
        return dashed_rect(draw, {min.x - px(1), min.y - px(1)}, {max.x + px(1), max.y + px(1)}, theme().text);
    if (lit.chosen) draw.AddRectFilled(min, max, with_alpha(theme().text, 0.28F));
    lit_rect(draw, min, max);
}

}  // namespace iovlab::ui
