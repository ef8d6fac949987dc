#include "app/panels/belief.h"

#include "app/lab/call_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/icons.h"
#include "app/widgets/layout.h"
#include "app/widgets/lit.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

constexpr std::size_t kWords = 3;  // ranges named; the rest are counted

ImU32 color_of(DamageKind kind) {
    switch (kind) {
        case DamageKind::Doubled:
            return theme().short_write;
        case DamageKind::Misplaced:
            return theme().signal;
        case DamageKind::Unsent:
            return theme().dim;
        case DamageKind::Lost:
            break;
    }
    return theme().error;
}

const char* word_of(DamageKind kind) {
    return kind == DamageKind::Unsent ? "never sent" : to_string(kind);
}

/// One of the two bars: places of the stream to pixels.
class StreamBar {
public:
    StreamBar(const Belief& belief, ImVec2 min, ImVec2 max)
        : belief_(belief), draw_(*ImGui::GetWindowDrawList()), min_(min), max_(max) {
        draw_.AddRectFilled(min, max, theme().raised, ui::px(3));
    }

    void runs(const std::vector<Belief::Run>& runs) {
        for (const Belief::Run& run : runs) {
            auto part = std::upper_bound(belief_.parts.begin(), belief_.parts.end(), run.begin,
                                         [](std::uint64_t at, const Belief::Part& one) { return at < one.end; });
            for (; part != belief_.parts.end() && part->begin < run.end; ++part) fill(run, *part);
        }
    }
    void mark(const Belief::Mark& mark) {
        const float left = std::min(x(mark.begin), max_.x - ui::px(3));
        const ImVec2 low{left, min_.y};
        const ImVec2 high{std::max(x(mark.end), left + ui::px(3)), max_.y};
        const ImU32 color = color_of(mark.kind);
        ui::hatch(draw_, low, high, with_alpha(color, 0.8F), ui::px(7));
        cx::add_rect(draw_, low, high, color, 0, std::max(1.0F, ui::px(1.5F)));
        label(mark, low, high, color);
    }
    /// A line through the bar at the first wrong byte.
    void wrong(std::uint64_t at) {
        const float middle = std::clamp(x(at), min_.x + ui::px(1), max_.x - ui::px(1));
        draw_.AddRectFilled({middle - ui::px(1), min_.y - ui::px(3)}, {middle + ui::px(1), max_.y + ui::px(1)},
                            theme().text);
        draw_.AddTriangleFilled({middle - ui::px(4), min_.y - ui::px(5)}, {middle + ui::px(4), min_.y - ui::px(5)},
                                {middle, min_.y + ui::px(1)}, theme().text);
    }
    void lit(const std::vector<ui::LitRange>& ranges) {
        for (const ui::LitRange& range : ranges) {
            const float left = std::min(x(range.begin), max_.x - 1);
            ui::draw_lit(draw_, range, {left, min_.y}, {std::max(left + 1, x(range.end)), max_.y});
        }
    }
    std::optional<std::uint64_t> under_pointer() const {
        const float at = ImGui::GetIO().MousePos.x - min_.x;
        if (at < 0 || at >= max_.x - min_.x) return std::nullopt;
        return static_cast<std::uint64_t>(static_cast<double>(at / (max_.x - min_.x)) *
                                          static_cast<double>(belief_.total));
    }
    void edge() { cx::add_rect(draw_, min_, max_, theme().line, ui::px(3), ui::line_width()); }

private:
    float x(std::uint64_t at) const {
        const double share = static_cast<double>(at) / static_cast<double>(belief_.total);
        return std::round(min_.x + static_cast<float>(std::min(1.0, share)) * (max_.x - min_.x));
    }
    void fill(const Belief::Run& run, const Belief::Part& part) {
        const float left = std::max(x(std::max(run.begin, part.begin)), drawn_);
        const float right = std::max(x(std::min(run.end, part.end)), left + (left > drawn_ ? 1.0F : 0.0F));
        if (right <= left) return;  // shares a pixel with the last
        ui::fill_rect(draw_, {left, min_.y}, {right, max_.y},
                      part.buffer ? buffer_fill(*part.buffer) : other_fill());
        drawn_ = right;
    }
    void label(const Belief::Mark& mark, ImVec2 low, ImVec2 high, ImU32 color) {
        const std::string_view word = word_of(mark.kind);
        const ImVec2 size = ui::text_size(word);
        if (size.x + ui::px(16) > high.x - low.x) return;
        const ImVec2 at{std::round((low.x + high.x - size.x) / 2), std::round((low.y + high.y - size.y) / 2)};
        draw_.AddRectFilled({at.x - ui::px(5), low.y + ui::px(2)}, {at.x + size.x + ui::px(5), high.y - ui::px(2)},
                            theme().panel, ui::px(3));
        draw_.AddText(at, readable(color, theme().panel), word.data(), word.data() + word.size());
    }

    const Belief& belief_;
    ImDrawList& draw_;
    ImVec2 min_, max_;
    float drawn_ = -1e9F;
};

std::string marks_text(const Belief& belief) {
    std::string text;
    for (const Belief::Mark& mark : belief.marks)
        text += (text.empty() ? "" : ", ") + std::string(word_of(mark.kind));
    return text;
}

void draw_bar(const LabState& state, const char* name, const char* label, const std::vector<Belief::Run>& runs,
              Intents& out) {
    const Belief& belief = state.belief;
    const bool truth = &runs == &belief.real;
    const ui::FontScope font(Font::Small);
    const float column = std::max(ui::text_size("belief").x, ui::text_size("truth").x) + ui::px(10);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size{ImGui::GetContentRegionAvail().x, ui::px(20)};
    ImGui::Dummy(size);
    const float text_y = std::round(at.y + (size.y - ImGui::GetTextLineHeight()) / 2);
    ImGui::GetWindowDrawList()->AddText({at.x, text_y}, theme().dim, label);
    StreamBar bar(belief, {at.x + column, at.y}, {at.x + size.x, at.y + size.y});
    bar.runs(runs);
    for (const Belief::Mark& mark : belief.marks) bar.mark(mark);
    bar.edge();
    bar.lit(state.lighting.expected);
    if (ImGui::IsItemHovered()) {
        const auto spot = bar.under_pointer() ? expected_spot(state, *bar.under_pointer()) : std::nullopt;
        if (spot) out.push_back(HoverByte{spot});
        if (spot && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
            out.push_back(SelectBytes{spot, ImGui::GetIO().KeyShift});
    }
    if (truth && belief.wrong_at) bar.wrong(*belief.wrong_at);
    ui::registry().record_item(name, marks_text(belief), true);
    ui::hover_hint(
        {truth ? "What the kernel really took, at its place in the stream that should arrive. Hatched: the "
                 "damage; the mark is the first wrong byte."
               : "What the loop takes for sent, at its place in the stream that should arrive. Hatched: "
                 "what it does not know of.",
         "", "", ""});
}

void draw_words(const Belief& belief) {
    const ui::FontScope font(Font::Small);
    std::string words;
    for (std::size_t i = 0; i < std::min(belief.words.size(), kWords); ++i)
        words += (i == 0 ? "" : "; ") + belief.words[i];
    if (belief.words.size() > kWords) words += "; and " + grouped(belief.words.size() - kWords) + " more";
    std::string all = words.empty() ? "" : "**Damage:** " + words + ". ";
    all += belief.wrong;
    if (all.empty()) return;
    ui::rich_text(all, theme().text);
    ui::registry().record_item("belief.damage", all, true);
}

}  // namespace

void draw_belief(const LabState& state, Intents& out) {
    const Belief& belief = state.belief;
    if (!belief.known) return;
    if (belief.calm()) {
        const bool whole = belief.marks.empty();
        ui::check_row("belief.calm", whole ? ui::Icon::Check : ui::Icon::Ring,
                      readable(whole ? theme().complete : theme().dim, theme().panel), belief.calm_words());
        return;
    }
    ui::gap(1);
    ui::heading("Belief and truth", "the loop believes " + grouped(belief.believed) + " B · the kernel took " +
                                        grouped(belief.taken) + " B");
    draw_bar(state, "belief.believed", "belief", belief.believes, out);
    draw_bar(state, "belief.truth", "truth", belief.real, out);
    draw_words(belief);
}

}  // namespace iovlab
