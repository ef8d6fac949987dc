// The chosen entry's fields and the line that adds entries: declared in panels/entries.h.
#include "app/panels/entries.h"
#include "app/panels/fields.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <array>
#include <string>
#include <vector>

namespace iovlab {

namespace {

constexpr std::array<std::string_view, 4> kBadLabels = {"bad: unmapped page", "bad: crosses into an unmapped page",
                                                        "bad: NULL", "bad: kernel address"};

/// Every iov_base that an entry may have: the buffers, then the bad addresses.
std::vector<std::string_view> bases(const LabState& state) {
    std::vector<std::string_view> names;
    for (const BufferSpec& buffer : state.experiment().buffers) names.emplace_back(buffer.name);
    for (const std::string_view bad : kBadLabels) names.push_back(bad);
    return names;
}

/// Makes `entry` start at base number `index` of bases().
void set_base(const LabState& state, EntrySpec& entry, std::size_t index) {
    const auto& buffers = state.experiment().buffers;
    if (index < buffers.size()) {
        if (entry.bad != BadBase::None) entry.length.reset();
        entry.bad = BadBase::None;
        entry.good = 0;
        entry.buffer = buffers[index].name;
        return;
    }
    entry.buffer.clear();
    entry.bad = static_cast<BadBase>(index - buffers.size() + 1);
    if (!entry.length) entry.length = entry.bad == BadBase::Crossing ? 4000 : 100;
    entry.good = entry.bad == BadBase::Crossing ? *entry.length / 2 : 0;
}

int base_index(const LabState& state, const EntrySpec& entry) {
    const auto& buffers = state.experiment().buffers;
    if (entry.bad != BadBase::None) return static_cast<int>(buffers.size()) + static_cast<int>(entry.bad) - 1;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
        if (buffers[i].name == entry.buffer) return static_cast<int>(i);
    }
    return -1;
}

/// One entry being edited.
struct Editor {
    const LabState& state;
    std::size_t list;
    std::size_t line;
    EntrySpec entry;
    Intents& out;

    std::string name(const char* what) const { return "entry." + std::string(what); }
    std::string place(const char* what) const {
        return "call[" + std::to_string(list) + "].iov[" + std::to_string(line) + "]." + what;
    }
    Path path(const char* what) const { return {"call", list, "iov", line, what}; }
    void changed(const char* field) { out.push_back(SetEntry{list, line, entry, field}); }
};

void edit_base(Editor& edit) {
    int index = base_index(edit.state, edit.entry);
    const std::vector<std::string_view> names = bases(edit.state);
    ui::field("iov_base");
    const ui::Hint hint{"The buffer that the entry points at, or an address that is wrong on purpose.", "readv(2)",
                        "", ""};
    if (ui::combo(edit.name("base"), names, index, hint, 0, edit.entry.buffer) && index >= 0) {
        set_base(edit.state, edit.entry, static_cast<std::size_t>(index));
        edit.changed("iov_base");
    }
    ui::problem_at(edit.state.problems, edit.place("buffer"));
}

/// The field for iov_len, under the name `name`.
void length_field(Editor& edit, const std::string& name, ui::InputStyle style) {
    const std::string place = edit.place("length");
    const auto draft = edit.state.drafts.find(place);
    std::string text;
    if (draft != edit.state.drafts.end()) {
        text = draft->second.text;
    } else if (edit.entry.length) {
        text = ui::length_text(*edit.entry.length);
    }
    style.wrong = ui::wrong(edit.state.problems, place);
    const ui::Hint hint{
        "How many bytes the kernel is told to take. More than the buffer has is a lie that the kernel believes. "
        "A number, `0x...`, `SIZE_MAX` or `SSIZE_MAX`; empty: the buffer's size.",
        "readv(2)", "", ""};
    if (ui::input_text(name, text, hint, style)) {
        std::string problem;
        const bool blank = text.find_first_not_of(' ') == std::string::npos;
        const std::optional<std::uint64_t> length = blank ? std::nullopt : ui::parse_length(text, problem);
        edit.out.push_back(Draft{edit.path("length"), text, problem});
        if (blank || length) {
            edit.entry.length = length;
            edit.changed("iov_len");
        }
    }
}

void edit_length(Editor& edit) {
    ui::field("iov_len");
    ui::InputStyle style;
    style.placeholder = "the buffer's own size";
    length_field(edit, edit.name("length"), style);
    ui::problem_at(edit.state.problems, edit.place("length"));
}

void edit_numbers(Editor& edit) {
    if (edit.entry.bad == BadBase::Crossing) {
        const ui::Hint hint{"So many bytes may be read before the page that may not.", "", "", ""};
        if (ui::number_field(edit.name("good"), "readable", edit.entry.good, kMaxContent, hint))
            edit.changed("good");
        ui::problem_at(edit.state.problems, edit.place("good"));
    }
    const ui::Hint hint{"So many equal entries. The kernel takes at most 1,024 in one call.", "readv(2)", "", ""};
    if (ui::number_field(edit.name("times"), "times", edit.entry.times, kMaxEntries, hint)) edit.changed("times");
    ui::problem_at(edit.state.problems, edit.place("times"));
}

void edit_place(Editor& edit) {
    const std::size_t lines = edit.state.call().iov.size();
    const ui::Hint twice{"Adds an equal entry behind this one.", "", "", ""};
    if (ui::button(edit.name("duplicate"), "Duplicate", twice))
        edit.out.push_back(AddEntry{edit.list, edit.entry, edit.line + 1});
    const ui::ButtonStyle up{ui::ButtonKind::Normal, ui::Icon::ChevronUp, 0};
    const ui::ButtonStyle down{ui::ButtonKind::Normal, ui::Icon::ChevronDown, 0};
    const ui::Hint up_hint{"Moves the entry one place up.", "", "", edit.line == 0 ? "It is the first." : ""};
    ui::flow(ui::button_width("", up_hint, up));
    if (ui::button(edit.name("up"), "", up_hint, up))
        edit.out.push_back(MoveEntry{edit.list, edit.line, edit.line - 1});
    const ui::Hint down_hint{"Moves the entry one place down.", "", "",
                             edit.line + 1 >= lines ? "It is the last." : ""};
    ui::flow(ui::button_width("", down_hint, down));
    if (ui::button(edit.name("down"), "", down_hint, down))
        edit.out.push_back(MoveEntry{edit.list, edit.line, edit.line + 1});
    const ui::ButtonStyle danger{ui::ButtonKind::Danger, ui::Icon::Cross, 0};
    const ui::Hint gone{"Takes the entry off the list; its buffer stays.", "", "", ""};
    ui::flow(ui::button_width("Remove", gone, danger));
    if (ui::button(edit.name("remove"), "Remove", gone, danger))
        edit.out.push_back(RemoveEntry{edit.list, edit.line});
}

}  // namespace

void draw_entry_editor(const LabState& state, Intents& out) {
    const std::size_t line = *state.look.open_entry;
    Editor edit{state, state.look.list, line, state.call().iov[line], out};
    ui::gap(1);
    const bool wide = ImGui::GetContentRegionAvail().x > ui::em(31);
    const bool table = wide && ImGui::BeginTable("##entry", 2, ImGuiTableFlags_SizingStretchSame);
    if (table) ImGui::TableNextColumn();
    edit_base(edit);
    edit_length(edit);
    if (table) ImGui::TableNextColumn();
    edit_numbers(edit);
    edit_place(edit);
    if (table) ImGui::EndTable();
}

void draw_length_in_place(const LabState& state, std::size_t line, ImVec2 at, ImVec2 size, Intents& out) {
    const InPlace& place = state.look.in_place;
    const std::string name = "entry." + std::to_string(line);
    ImGui::SetCursorScreenPos(at);
    if (!place.is(InPlace::What::Length, line)) {
        ImGui::PushID(static_cast<int>(line));
        const ImGuiIO& io = ImGui::GetIO();
        if (cx::plain_button("##length", size) && !io.KeyCtrl && !io.KeyShift)
            out.push_back(EditInPlace{{InPlace::What::Length, line, false}});
        ImGui::PopID();
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
            const float y = at.y + size.y - ui::px(6);
            ImGui::GetWindowDrawList()->AddRectFilled({at.x, y}, {at.x + size.x, y + ui::line_width()},
                                                      theme().dim);
        }
        ui::registry().record_item(name + ".len", "", true);
        return ui::hover_hint({"Click: another iov_len, typed here.", "readv(2)", "", ""});
    }
    Editor edit{state, state.look.list, line, state.call().iov[line], out};
    ui::InputStyle style;
    style.width = size.x;
    style.focus = !place.has_keyboard;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::px(4), ui::px(2)});
    length_field(edit, name + ".inplace", style);
    ImGui::PopStyleVar();
    const bool active = ImGui::IsItemActive();
    if (active && !place.has_keyboard) out.push_back(EditInPlace{{place.what, place.row, true}});
    if (!active && place.has_keyboard) out.push_back(EditInPlace{});
}

void draw_entry_adding(const LabState& state, Intents& out) {
    int index = -1;
    const std::vector<std::string_view> names = bases(state);
    const ui::Hint hint{"Puts a buffer, or an address that is wrong on purpose, at the end of the list.",
                        "readv(2)", "", ""};
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui::em(11));
    ui::right_align(width);
    if (ui::combo("entries.add", names, index, hint, width, "+ Add an entry") && index >= 0) {
        EntrySpec entry;
        set_base(state, entry, static_cast<std::size_t>(index));
        out.push_back(AddEntry{state.look.list, entry, std::nullopt});
    }
}

}  // namespace iovlab
