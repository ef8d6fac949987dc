#include "app/panels/memory.h"

#include "app/lab/editing.h"
#include "app/panels/fields.h"
#include "app/widgets/byte_bar.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <string>

namespace iovlab {

namespace {

std::string control(std::size_t index, const char* what) {
    return "buffer." + std::to_string(index) + "." + what;
}

std::string range_text(const BufferSpec& buffer) {
    if (!buffer.range) return "[:]";
    return "[" + std::to_string(buffer.range->start) + ":" + std::to_string(buffer.range->stop) + "]";
}

std::string remark_of(const BufferSpec& buffer, const BufferFacts& facts) {
    const std::string size = facts.size_known ? ui::bytes_text(facts.size) : "size known when it runs";
    switch (buffer.kind) {
        case BufferKind::Bytes:
            return "bytes · " + size;
        case BufferKind::Bytearray:
            return "bytearray · " + size;
        case BufferKind::Slice:
            return "slice of " + buffer.of + " · " + size + " copied";
        case BufferKind::View:
            break;
    }
    return "memoryview(" + buffer.of + ")" + range_text(buffer);
}

/// A click on the name types another.
void draw_rename(std::size_t index, ImVec2 at, ImVec2 size, Intents& out) {
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID("name");
    if (cx::plain_button("##name", {std::max(size.x, 1.0F), size.y}) && !ImGui::GetIO().KeyCtrl &&
        !ImGui::GetIO().KeyShift)
        out.push_back(EditInPlace{{InPlace::What::Name, index, false}});
    ImGui::PopID();
    const ImVec2 max = ImGui::GetItemRectMax();
    if (ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
        ImGui::GetWindowDrawList()->AddRectFilled({at.x, max.y - ui::px(4)},
                                                  {max.x, max.y - ui::px(4) + ui::line_width()}, theme().dim);
    }
    ui::registry().record_item(control(index, "rename"), "", true);
    ui::hover_hint({"Click: another name, typed here.", "", "", ""});
}

/// Swatch, name and remark; a click unfolds the fields.
void draw_title(const LabState& state, std::size_t index, Intents& out) {
    const BufferSpec& buffer = state.experiment().buffers[index];
    const bool open = state.look.open_buffer == index;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const ui::Hint hint{open ? "Folds its fields away." : "Shows its fields: name, kind, content.", "", "", ""};
    const bool chosen = state.look.chosen.now.has(Rows::Of::Buffers, index);
    if (ui::selectable(control(index, "title"), "", chosen, hint, {width, ui::px(22)})) {
        const ImGuiIO& io = ImGui::GetIO();
        using How = ChooseRow::How;
        const How how = io.KeyShift ? How::Extend : io.KeyCtrl ? How::Toggle : How::Only;
        out.push_back(ChooseRow{Rows::Of::Buffers, index, how});
        if (how == How::Only) out.push_back(OpenBuffer{open ? std::nullopt : std::optional(index)});
    }
    if (cx::nav_just_came() && ImGui::GetIO().KeyShift)
        out.push_back(ChooseRow{Rows::Of::Buffers, index, ChooseRow::How::Extend});
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float swatch = ui::px(10);
    const float middle = at.y + ui::px(11);
    ui::fill_rect(draw, {at.x, middle - swatch / 2}, {at.x + swatch, middle + swatch / 2}, buffer_fill(index),
                  ui::px(2));
    const float text_y = middle - ImGui::GetTextLineHeight() / 2;
    float left = at.x + swatch + ui::px(8);
    if (names_in_place(state, index, {left, at.y}, width * 0.5F, out)) return ImGui::SetCursorScreenPos(after);
    {
        const ui::FontScope font(Font::Strong);
        const std::string_view name =
            ui::fit(buffer.name.empty() ? std::string_view("(no name)") : buffer.name, width * 0.5F);
        const ImU32 ink =
            ui::wrong(state.problems, "buffer[" + std::to_string(index) + "]") ? theme().error : theme().text;
        draw.AddText({left, text_y}, readable(ink, theme().panel), name.data(), name.data() + name.size());
        draw_rename(index, {left, at.y}, {ui::text_size(name).x, ui::px(22)}, out);
        left += ui::text_size(name).x + ui::px(8);
    }
    const ui::FontScope font(Font::Small);
    std::string remark = remark_of(buffer, state.derived.buffers[index]);
    const float room = at.x + width - left;
    if (ui::text_size(remark).x > room) remark = ui::bytes_text(state.derived.buffers[index].size);
    const std::string_view shown = ui::fit(remark, room);
    const float x = at.x + width - ui::text_size(shown).x;
    draw.AddText({x, text_y + ui::px(1)}, theme().dim, shown.data(), shown.data() + shown.size());
    ImGui::SetCursorScreenPos(after);
}

std::uint64_t widest(const LabState& state) {
    std::uint64_t size = 1;
    for (const BufferFacts& facts : state.derived.buffers) size = std::max(size, facts.size);
    return size;
}

/// Its first bytes: what calls that read have put there by the shown step, else what the experiment says.
const std::string& preview_of(const LabState& state, std::size_t index) {
    const auto& filled = state.filled.previews;
    const bool known = state.run.same_lists && index < filled.size() && !filled[index].empty();
    return known ? filled[index] : state.derived.buffers[index].preview;
}

float bar_width(const LabState& state, std::size_t index, std::uint64_t scale) {
    const float room = ImGui::GetContentRegionAvail().x;
    const BufferFacts& facts = state.derived.buffers[index];
    const float share = static_cast<float>(static_cast<double>(facts.size) / static_cast<double>(scale));
    const float least =
        std::min(room, std::min(ui::text_size(preview_of(state, index)).x + ui::px(16), ui::px(96)));
    return std::max({room * share, least, ui::px(4)});
}

void draw_bar(const LabState& state, std::size_t index, std::uint64_t scale, Intents& out) {
    if (text_in_place(state, index, out)) return;
    const BufferFacts& facts = state.derived.buffers[index];
    const ui::FontScope font(Font::MonoSmall);
    ui::ByteBar bar;
    bar.fill = buffer_fill(index);
    bar.length = facts.size;
    const float width = bar_width(state, index, scale);
    const float room = (width - ui::px(14)) / ui::text_size("0").x;
    bar.label = std::string_view(preview_of(state, index)).substr(0, room > 2 ? static_cast<std::size_t>(room) : 0);
    const std::vector<ui::LitRange> lit = lit_in_buffer(state, index);
    bar.lit = lit;
    bar.caret = caret_in_buffer(state, index);
    bar.selects = true;
    const std::string tip = "The first bytes of " + state.experiment().buffers[index].name +
                            ", one character a byte. Point: the same byte lights up everywhere. Drag: selects "
                            "bytes, with Shift on to here. Twice: types its text here.";
    const ui::BarHover hover = ui::byte_bar(control(index, "bar"), bar, {width, ui::px(20)}, {tip, "", "", ""});
    const auto spot = [&](std::uint64_t at) { return ByteSpot{ByteSpot::In::Buffer, index, at}; };
    if (hover.byte) out.push_back(HoverByte{spot(*hover.byte)});
    if (hover.byte && has_text(state.experiment().buffers[index]) &&
        ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        out.push_back(EditInPlace{{InPlace::What::Text, index, false}});
    if (hover.touch.chosen) out.push_back(SelectBytes{spot(*hover.touch.chosen), hover.touch.extend});
}

void draw_view(const LabState& state, std::size_t index, std::uint64_t scale, Intents& out) {
    const BufferFacts& facts = state.derived.buffers[index];
    const std::uint64_t size = state.derived.buffers[facts.root].size;
    ui::share_bracket(buffer_fill(index), facts.offset, facts.offset + facts.size, std::max<std::uint64_t>(size, 1),
                      bar_width(state, facts.root, scale));
    draw_title(state, index, out);
    const ui::FontScope font(Font::Small);
    ui::wrapped_text("shares " + state.experiment().buffers[facts.root].name + "'s bytes; nothing is copied",
                     theme().dim);
}

void draw_buffer(const LabState& state, std::size_t index, std::uint64_t scale, Intents& out) {
    const BufferFacts& facts = state.derived.buffers[index];
    const bool open = state.look.open_buffer == index;
    const float height = ui::px(48);
    if (!open && !ImGui::IsRectVisible({1, height})) {  // hundreds of buffers, a dozen in sight
        ImGui::Dummy({1, height});
        return;
    }
    ImGui::PushID(static_cast<int>(index));
    if (state.experiment().buffers[index].kind == BufferKind::View && facts.root != index) {
        draw_view(state, index, scale, out);
    } else {
        draw_title(state, index, out);
        draw_bar(state, index, scale, out);
    }
    if (open) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::px(8), ui::px(6)});
        draw_buffer_editor(state, index, out);
        ImGui::PopStyleVar();
    } else {
        ui::problem_at(state.problems, "buffer[" + std::to_string(index) + "]");
    }
    ui::gap(1);
    ImGui::PopID();
}

BufferSpec new_buffer(const LabState& state, BufferKind kind) {
    BufferSpec buffer;
    buffer.kind = kind;
    const bool part = kind == BufferKind::Slice || kind == BufferKind::View;
    buffer.name = free_name(state.experiment(), part ? (kind == BufferKind::View ? "view" : "part") : "data");
    if (part) {
        buffer.of = state.experiment().buffers.front().name;
        buffer.range = SliceRange{0, static_cast<std::int64_t>(state.derived.buffers.front().size)};
    } else {
        buffer.content = {ContentKind::Text, "hello\n", 0, 0};
    }
    return buffer;
}

void draw_adding(const LabState& state, Intents& out) {
    struct Kind {
        BufferKind kind;
        const char* name;
        const char* label;
        const char* tip;
    };
    static constexpr Kind kKinds[] = {
        {BufferKind::Bytes, "memory.add.bytes", "Bytes", "Adds immutable bytes, as Python's bytes."},
        {BufferKind::Bytearray, "memory.add.bytearray", "Bytearray", "Adds mutable bytes, as Python's bytearray."},
        {BufferKind::Slice, "memory.add.slice", "Slice",
         "Adds body[a:b]: a new object with its own copy of a range of a buffer."},
        {BufferKind::View, "memory.add.view", "View",
         "Adds memoryview(body)[a:b]: shares a range of a buffer's bytes, copies nothing."},
    };
    const float gap = ui::px(5);
    float width = 0;
    for (const Kind& kind : kKinds) width += ui::button_width(kind.label, {}, {}) + gap;
    bool first = true;
    if (ImGui::GetContentRegionAvail().x > width + ui::text_size("+").x) {
        ImGui::AlignTextToFramePadding();
        ui::dim_text("+");
        first = false;
    }
    for (const Kind& kind : kKinds) {
        const bool part = kind.kind == BufferKind::Slice || kind.kind == BufferKind::View;
        const char* why =
            part && state.experiment().buffers.empty() ? "There is no buffer yet to take it from." : "";
        const ui::Hint hint{kind.tip, "", "", why};
        const ui::ButtonStyle style;
        if (!first) ImGui::SameLine(0, gap);
        first = false;
        if (ImGui::GetContentRegionAvail().x < ui::button_width(kind.label, hint, style)) ImGui::NewLine();
        if (ui::button(kind.name, kind.label, hint, style)) out.push_back(AddBuffer{new_buffer(state, kind.kind)});
    }
}

}  // namespace

void draw_memory(const LabState& state, Intents& out) {
    const Experiment& experiment = state.experiment();
    const std::size_t views = state.derived.views;
    const std::size_t own = experiment.buffers.size() - views;
    std::string remark = std::to_string(own) + (own == 1 ? " buffer" : " buffers");
    if (views > 0) remark += " · " + std::to_string(views) + (views == 1 ? " view" : " views");
    ui::heading("Memory", remark + " · " + ui::bytes_text(state.derived.content));
    if (experiment.buffers.empty()) {
        ui::wrapped_text("No bytes yet. Add some, then put them on the list.", theme().dim);
    }
    const std::uint64_t scale = widest(state);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::px(8), ui::px(3)});
    for (const std::size_t index : state.derived.order) draw_buffer(state, index, scale, out);
    ImGui::PopStyleVar();
    draw_adding(state, out);
}

}  // namespace iovlab
