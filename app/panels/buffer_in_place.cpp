// A buffer's name and text typed where they stand: declared in panels/memory.h.
#include "app/lab/escape.h"
#include "app/panels/memory.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"

#include <string>

namespace iovlab {

namespace {

std::string control(std::size_t index, const char* what) {
    return "buffer." + std::to_string(index) + "." + what;
}

/// The field takes the keyboard when it appears, and is gone when it has lost it.
void follow_keyboard(const InPlace& place, Intents& out) {
    const bool active = ImGui::IsItemActive();
    if (active && !place.has_keyboard) out.push_back(EditInPlace{{place.what, place.row, true}});
    if (active || !place.has_keyboard) return;
    out.push_back(EditDone{});
    out.push_back(EditInPlace{});
}

}  // namespace

bool names_in_place(const LabState& state, std::size_t index, ImVec2 at, float width, Intents& out) {
    const InPlace& place = state.look.in_place;
    if (!place.is(InPlace::What::Name, index)) return false;
    BufferSpec buffer = state.experiment().buffers[index];
    ImGui::SetCursorScreenPos(at);
    ui::InputStyle style;
    style.width = width;
    style.typing = ui::Typing::Live;
    style.focus = !place.has_keyboard;
    style.wrong = !state.problems.empty() && state.problems.under("buffer[" + std::to_string(index) + "].name");
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::px(4), 0});
    const ui::Hint hint{"Its name. Enter keeps it; lists and views follow.", "", "", ""};
    if (ui::input_text(control(index, "inplace"), buffer.name, hint, style))
        out.push_back(SetBuffer{index, buffer, "name"});
    ImGui::PopStyleVar();
    follow_keyboard(place, out);
    return true;
}

bool text_in_place(const LabState& state, std::size_t index, Intents& out) {
    const InPlace& place = state.look.in_place;
    if (!place.is(InPlace::What::Text, index)) return false;
    BufferSpec buffer = state.experiment().buffers[index];
    std::string line = escape_text(buffer.content.text);
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.focus = !place.has_keyboard;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::px(4), 0});
    const ui::Hint hint{"Its bytes, UTF-8. `\\n`, `\\r`, `\\t`, `\\\\` and `\\x00` stand for what cannot be typed.",
                        "", "", ""};
    if (ui::input_text(control(index, "inplace"), line, hint, style)) {
        buffer.content.text = unescape_text(line);
        out.push_back(SetBuffer{index, buffer, "content"});
    }
    ImGui::PopStyleVar();
    follow_keyboard(place, out);
    return true;
}

bool has_text(const BufferSpec& buffer) {
    const bool own = buffer.kind == BufferKind::Bytes || buffer.kind == BufferKind::Bytearray;
    return own && buffer.content.kind == ContentKind::Text;
}

}  // namespace iovlab
