#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/stand_ins.h"
#include "app/window/tab_order.h"

#include <imgui_stdlib.h>
#include <map>
#include <optional>

namespace iovlab::ui {
namespace {

/// What is being typed, until it is finished: the value outside stays as it is.
struct Draft {
    std::string text;
    int frame = 0;         // when the field was last drawn
    bool refused = false;  // finished, but no number: kept for the person to mend
    std::string why;
    std::int64_t value = 0;  // refused: the value that stayed
};
std::map<ImGuiID, Draft> g_drafts;

/// The draft of a field that was on the screen in the last frame, if there is one.
Draft* draft_of(ImGuiID id) {
    const auto found = g_drafts.find(id);
    if (found == g_drafts.end()) return nullptr;
    if (ImGui::GetFrameCount() - found->second.frame <= 1 && found->second.frame <= ImGui::GetFrameCount())
        return &found->second;
    g_drafts.erase(found);
    return nullptr;
}

struct Field {
    bool active = false;
    bool edited = false;
};

/// The field itself, drawn; `text` changes as it is typed.
Field draw_field(std::string& text, const Hint& hint, const InputStyle& style, bool wrong) {
    const float width = style.width > 0 ? style.width : std::max(em(4), ImGui::GetContentRegionAvail().x);
    const FontScope font(style.mono ? Font::MonoSmall : Font::Label);
    const std::string placeholder(fit(style.placeholder, width - 2 * px(10)));
    // The same height as a button, whatever the face.
    const float padding =
        (fonts()->size(Font::Label) - ImGui::GetFontSize()) / 2 + ImGui::GetStyle().FramePadding.y;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(10), padding));
    if (wrong) ImGui::PushStyleColor(ImGuiCol_Border, theme().error);
    ImGui::SetNextItemWidth(width);
    if (style.focus) ImGui::SetKeyboardFocusHere();
    ImGui::BeginDisabled(!hint.disabled.empty());
    Field field;
    {
        const ClipboardStandIns clipboard;
        std::string held = with_stand_ins(text);
        const ImGuiInputTextFlags flags = can_be_held(text) ? 0 : ImGuiInputTextFlags_ReadOnly;
        field.edited = ImGui::InputTextWithHint("##field", placeholder.c_str(), &held, flags);
        if (field.edited) text = without_stand_ins(held);
    }
    if (hint.disabled.empty()) cx::join_tab_order(true);
    field.active = ImGui::IsItemActive();
    if (style.entered != nullptr) *style.entered = ImGui::IsItemDeactivated() && cx::enter_pressed();
    ImGui::EndDisabled();
    if (wrong) ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    if (field.active) {
        cx::add_rect(*ImGui::GetWindowDrawList(), ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), theme().accent,
                     ImGui::GetStyle().FrameRounding, line_width());
    }
    return field;
}

void record(std::string_view name, const std::string& text, const Hint& hint) {
    registry().record_item(name, text, hint.disabled.empty());
}

/// Draws the field over a draft of `current`. The finished text, once it is finished and differs.
std::optional<std::string> finished_text(std::string_view name, const std::string& current, const Hint& hint,
                                         const InputStyle& style) {
    ImGui::PushID(name.data(), name.data() + name.size());
    const ImGuiID id = ImGui::GetID("##field");
    Draft* draft = draft_of(id);
    std::string text = draft != nullptr ? draft->text : current;
    const bool refused = draft != nullptr && draft->refused;
    Hint shown = hint;
    if (refused) shown.tip = draft->why;
    const Field field = draw_field(text, shown, style, style.wrong || refused);
    ImGui::PopID();
    record(name, text, hint);
    hover_hint(shown);
    if (field.active) {
        g_drafts[id] = {text, ImGui::GetFrameCount(), false, {}, 0};
        return std::nullopt;
    }
    if (refused) {
        draft->frame = ImGui::GetFrameCount();
        return std::nullopt;
    }
    g_drafts.erase(id);
    if (draft == nullptr || text == current) return std::nullopt;
    return text;
}

}  // namespace

bool input_text(std::string_view name, std::string& value, const Hint& hint, const InputStyle& style) {
    if (style.typing == Typing::Finished) {
        std::optional<std::string> text = finished_text(name, value, hint, style);
        if (text) value = std::move(*text);
        return text.has_value();
    }
    ImGui::PushID(name.data(), name.data() + name.size());
    const Field field = draw_field(value, hint, style, style.wrong);
    ImGui::PopID();
    record(name, value, hint);
    hover_hint(hint);
    return field.edited;
}

bool input_int(std::string_view name, std::int64_t& value, std::int64_t min, std::int64_t max, const Hint& hint,
               const InputStyle& style) {
    ImGui::PushID(name.data(), name.data() + name.size());
    const ImGuiID id = ImGui::GetID("##field");
    ImGui::PopID();
    // A refused text goes when the value changes behind it (undo).
    if (Draft* draft = draft_of(id); draft != nullptr && draft->refused && draft->value != value)
        g_drafts.erase(id);
    const std::optional<std::string> text = finished_text(name, grouped(value), hint, style);
    if (!text) return false;
    const ParsedInteger parsed = parse_integer(*text, min, max);
    if (!parsed.value) {
        g_drafts[id] = {*text, ImGui::GetFrameCount(), true, parsed.problem, value};
        return false;
    }
    const bool changed = *parsed.value != value;
    value = *parsed.value;
    return changed;
}

}  // namespace iovlab::ui
