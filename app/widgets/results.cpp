#include "app/widgets/results.h"

#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

std::string badge_text(std::string_view text, Origin origin) {
    std::string all(text);
    const char* word = origin_style(origin).word;
    if (*word != '\0') all.append(" · ").append(word);
    return all;
}

}  // namespace

Meaning meaning_of(const Outcome& outcome, std::uint64_t asked) {
    if (outcome.signal != 0) return Meaning::Signal;
    if (outcome.blocked) return Meaning::Asleep;
    if (outcome.unclaimed) return Meaning::None;
    if (!outcome.result || *outcome.result < 0 || outcome.error != 0) return Meaning::Errno;
    return static_cast<std::uint64_t>(*outcome.result) < asked ? Meaning::Short : Meaning::Complete;
}

std::string outcome_text(const Outcome& outcome, std::uint64_t asked) {
    switch (meaning_of(outcome, asked)) {
        case Meaning::Signal:
            return signal_name(outcome.signal);
        case Meaning::Asleep:
            return "asleep";
        case Meaning::None:
            return "no claim";
        case Meaning::Errno:
            return "-1 " + errno_name(outcome.error);
        case Meaning::Short:
            return std::to_string(*outcome.result) + " short";
        default:
            return std::to_string(*outcome.result);
    }
}

void result_badge(std::string_view name, Meaning meaning, std::string_view text, Origin origin, const Hint& hint) {
    badge(name, badge_text(text, origin), meaning_color(meaning), hint, origin_style(origin).dashed);
}

void result_badge(std::string_view name, const Outcome& outcome, std::uint64_t asked, const Hint& hint) {
    result_badge(name, meaning_of(outcome, asked), outcome_text(outcome, asked), outcome.origin, hint);
}

float result_badge_width(const Outcome& outcome, std::uint64_t asked) {
    return badge_width(badge_text(outcome_text(outcome, asked), outcome.origin));
}

namespace {

/// Draws parts from left to right; what is too thin to be seen alone is gathered with its neighbours.
class PartPainter {
public:
    PartPainter(ImVec2 min, ImVec2 max, std::uint64_t total)
        : draw_(*ImGui::GetWindowDrawList()),
          min_(min),
          max_(max),
          total_(std::max(1.0, static_cast<double>(total))) {}

    void part(const ProgressPart& part) {
        const float left = x();
        passed_ += static_cast<double>(part.bytes);
        const float right = x();
        if (right <= drawn_) return;  // shares a pixel with the last
        const float from = std::max(left, drawn_);
        const ImU32 color = meaning_color(part.meaning);
        const ImU32 shade = odd_ ? mix(color, theme().panel, 0.25F) : color;
        draw_.AddRectFilled({from, min_.y}, {right, max_.y}, shade, from == min_.x ? px(4) : 0);
        if (from > min_.x) draw_.AddRectFilled({from, min_.y}, {from + line_width(), max_.y}, theme().background);
        label(part, from, right, shade);
        drawn_ = right;
        odd_ = !odd_;
    }
    bool reaches(float at) const { return at < x(); }

private:
    float x() const {
        return std::round(min_.x + static_cast<float>(std::min(1.0, passed_ / total_)) * (max_.x - min_.x));
    }
    void label(const ProgressPart& part, float left, float right, ImU32 fill) {
        const ImVec2 size = text_size(part.label);
        if (part.label.empty() || size.x + 2 * px(6) > right - left) return;
        const ImVec2 at{left + px(6), std::round((min_.y + max_.y - size.y) / 2)};
        draw_.AddText(at, label_on(fill), part.label.data(), part.label.data() + part.label.size());
    }

    ImDrawList& draw_;
    ImVec2 min_, max_;
    double total_;
    double passed_ = 0;
    float drawn_ = -1e9F;
    bool odd_ = false;
};

void mark_bytes(ProgressBytes& bytes, ImVec2 min, ImVec2 max, std::uint64_t total, bool hovered) {
    const double whole = std::max(1.0, static_cast<double>(total));
    const float width = max.x - min.x;
    const auto x = [&](std::uint64_t at) {
        return min.x + std::round(static_cast<float>(std::min(1.0, static_cast<double>(at) / whole)) * width);
    };
    for (const LitRange& lit : bytes.lit) {
        const float left = std::min(x(lit.begin), max.x - 1);
        draw_lit(*ImGui::GetWindowDrawList(), lit, {left, min.y}, {std::max(left + 1, x(lit.end)), max.y});
    }
    const double part = static_cast<double>((ImGui::GetIO().MousePos.x - min.x) / std::max(1.0F, width));
    if (hovered) bytes.hovered = static_cast<std::uint64_t>(std::clamp(part, 0.0, 1.0) * (whole - 1));
}

}  // namespace

int progress_bar(std::string_view name, std::span<const ProgressPart> parts, std::uint64_t total, ImVec2 size,
                 ProgressBytes* bytes) {
    const FontScope font(Font::MonoSmall);
    if (size.x <= 0) size.x = std::max(1.0F, ImGui::GetContentRegionAvail().x);
    if (size.y <= 0) size.y = ImGui::GetFontSize() + px(10);
    ImGui::Dummy(size);
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(min, max, theme().raised, px(4));
    PartPainter painter(min, max, total);
    const bool hovered = ImGui::IsItemHovered();
    int under = -1;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        painter.part(parts[i]);
        if (hovered && under < 0 && painter.reaches(ImGui::GetIO().MousePos.x)) under = static_cast<int>(i);
    }
    cx::add_rect(draw, min, max, theme().line, px(4), line_width());
    if (bytes != nullptr) mark_bytes(*bytes, min, max, total, hovered && under >= 0);
    registry().record_item(name, parts.empty() ? std::string_view() : parts.back().label, true);
    return under;
}

}  // namespace iovlab::ui
