#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/wishes.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

constexpr double kDelay = 0.3;   // seconds of rest before a tooltip comes
constexpr double kRecent = 0.5;  // from one tooltip to the next there is no delay

struct Waiting {
    ImVec2 min;  // the item it waits for, by its place
    double since = 0;
    double seen = -1e9;   // when the pointer was last on it
    double shown = -1e9;  // when a tooltip was last shown
};

/// True once the pointer has rested on the last item for long enough.
bool is_due() {
    static Waiting waiting;
    const double now = ImGui::GetTime();
    const ImVec2 min = ImGui::GetItemRectMin();
    const bool same =
        min.x == waiting.min.x && min.y == waiting.min.y && now >= waiting.seen && now - waiting.seen < kRecent;
    if (now < waiting.shown) waiting.shown = -1e9;  // the clock began anew: another context
    if (!same) {
        waiting.min = min;
        waiting.since = now - waiting.shown < kRecent ? now - kDelay : now;
    }
    waiting.seen = now;
    const double rest = waiting.since + kDelay - now;
    if (rest > 0) {
        wish_frame_in(rest);
        return false;
    }
    waiting.shown = now;
    return true;
}

std::string spoken(const Hint& hint) {
    std::string all(hint.tip);
    auto add = [&all](std::string_view more) {
        if (more.empty()) return;
        if (!all.empty()) all += '\n';
        all += more;
    };
    add(hint.disabled);
    add(hint.page);
    return all;
}

void show(const Hint& hint) {
    const FontScope font(Font::Small);
    ImGui::BeginTooltip();
    const float wanted = std::max(text_size(hint.tip).x, text_size(hint.disabled).x);
    const float width = std::min(em(22), std::ceil(wanted) + 1);
    if (!hint.tip.empty()) rich_text(hint.tip, theme().text, width);
    if (!hint.disabled.empty()) rich_text(hint.disabled, readable(theme().short_write, theme().raised), width);
    if (!hint.page.empty() || !hint.keys.empty()) {
        const std::string below =
            std::string(hint.page) + (hint.page.empty() || hint.keys.empty() ? "" : "   ") + std::string(hint.keys);
        dim_text(below);
    }
    ImGui::EndTooltip();
}

}  // namespace

void hover_hint(const Hint& hint) {
    if (hint.tip.empty() && hint.disabled.empty() && hint.page.empty()) return;
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled) || ImGui::IsMouseDown(ImGuiMouseButton_Left))
        return;
    if (!is_due()) return;
    Control said;
    said.min = ImGui::GetItemRectMin();
    said.max = ImGui::GetItemRectMax();
    said.text = spoken(hint);
    registry().record("tooltip", said);
    show(hint);
}

}  // namespace iovlab::ui
