// The unfolded buffer's fields: what panels/memory.h declares beside the bars.
#include "app/lab/escape.h"
#include "app/panels/fields.h"
#include "app/panels/memory.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/window/fonts.h"
#include "core/experiment/experiment.h"

#include <array>
#include <string>

namespace iovlab {

namespace {

constexpr std::int64_t kFar = 1LL << 40;  // slice bounds beyond this say nothing that clamping does not

/// A buffer being edited: reports each change as one intent.
struct Editor {
    const LabState& state;
    std::size_t index;
    BufferSpec buffer;
    Intents& out;

    std::string name(const char* what) const { return "buffer." + std::to_string(index) + "." + what; }
    std::string path(const char* what) const { return "buffer[" + std::to_string(index) + "]." + what; }
    void changed(const char* field) { out.push_back(SetBuffer{index, buffer, field}); }
    void done() {
        if (ImGui::IsItemDeactivated()) out.push_back(EditDone{});
    }
};

void edit_name(Editor& edit) {
    ui::field("name");
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.wrong = ui::wrong(edit.state.problems, edit.path("name"));
    const ui::Hint hint{"What lists and views call it: letters, digits, _ and -. They follow when it changes.", "",
                        "", ""};
    if (ui::input_text(edit.name("name"), edit.buffer.name, hint, style)) edit.changed("name");
    edit.done();
    ui::problem_at(edit.state.problems, edit.path("name"));
}

void edit_kind(Editor& edit) {
    static constexpr std::array<std::string_view, 4> kKinds = {"bytes (immutable)", "bytearray (mutable)",
                                                               "slice (a copy)", "view (shares)"};
    ui::field("kind");
    int index = static_cast<int>(edit.buffer.kind);
    const ui::Hint hint{
        "`bytes` and `bytearray` own what they hold, a `slice` owns a copy of a range, a `view` shares it.", "", "",
        ""};
    if (ui::combo(edit.name("kind"), kKinds, index, hint)) {
        edit.buffer.kind = static_cast<BufferKind>(index);
        const bool part = edit.buffer.kind == BufferKind::Slice || edit.buffer.kind == BufferKind::View;
        if (!part) {
            edit.buffer.of.clear();
            edit.buffer.range.reset();
        } else if (edit.buffer.of.empty()) {
            edit.buffer.content = Content{};
            if (edit.index > 0) edit.buffer.of = edit.state.experiment().buffers.front().name;
        }
        edit.changed("kind");
    }
    ui::problem_at(edit.state.problems, edit.path("kind"));
}

/// A text line of the content: what is typed, the pattern, the digits or the file's name.
void edit_words(Editor& edit, const char* label, const char* key, const char* tip, bool escapes) {
    ui::field(label);
    Content& content = edit.buffer.content;
    std::string line = escapes ? escape_text(content.text) : content.text;
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.wrong = ui::wrong(edit.state.problems, edit.path(key));
    if (ui::input_text(edit.name("text"), line, {tip, "", "", ""}, style)) {
        content.text = escapes ? unescape_text(line) : line;
        edit.changed("content");
    }
    edit.done();
    ui::problem_at(edit.state.problems, edit.path(key));
}

void edit_size(Editor& edit) {
    const ui::Hint hint{"How many bytes to make: K, M and G stand for 1024s.", "", "", ""};
    if (ui::number_field(edit.name("size"), "size", edit.buffer.content.size, kMaxContent, hint))
        edit.changed("size");
    ui::problem_at(edit.state.problems, edit.path("size"));
}

void edit_content(Editor& edit) {
    static constexpr std::array<std::string_view, 5> kKinds = {"text", "hexadecimal", "a pattern, repeated",
                                                               "random bytes", "a file's bytes"};
    Content& content = edit.buffer.content;
    ui::field("content");
    int index = static_cast<int>(content.kind);
    if (ui::combo(edit.name("content"), kKinds, index, {"Where its bytes come from.", "", "", ""})) {
        const bool sized = content.kind == ContentKind::Fill || content.kind == ContentKind::Random;
        content.kind = static_cast<ContentKind>(index);
        const bool to_sized = content.kind == ContentKind::Fill || content.kind == ContentKind::Random;
        if (to_sized && !sized) content.size = 4096;
        if (!to_sized) content.size = 0;
        if (content.kind == ContentKind::Hex) content.text = "68 65 6c 6c 6f";
        if (content.kind == ContentKind::File) content.text = "data.bin";
        if (content.kind == ContentKind::Fill)
            content.text = content.text.substr(0, 1).empty() ? "x" : content.text.substr(0, 1);
        if (content.kind == ContentKind::Random) content.text.clear();
        if (content.kind != ContentKind::Random) content.seed = 0;
        edit.changed("content");
    }
    switch (content.kind) {
        case ContentKind::Text:
            edit_words(edit, "text", "text",
                       "Its bytes, UTF-8. `\\n`, `\\r`, `\\t`, `\\\\` and `\\x00` stand for what cannot be typed.",
                       true);
            break;
        case ContentKind::Hex:
            edit_words(edit, "digits", "hex", "Two hexadecimal digits a byte; spaces are free.", false);
            break;
        case ContentKind::Fill:
            edit_words(edit, "pattern", "fill", "Repeated until the size is reached.", true);
            edit_size(edit);
            break;
        case ContentKind::Random: {
            const ui::Hint hint{"The same seed gives the same bytes on every machine.", "", "", ""};
            if (ui::number_field(edit.name("seed"), "seed", content.seed, INT64_MAX, hint)) edit.changed("seed");
            ui::problem_at(edit.state.problems, edit.path("random"));
            edit_size(edit);
            break;
        }
        case ContentKind::File:
            edit_words(edit, "file", "file",
                       "A plain name in the run's scratch folder. Experiments never name other paths.", false);
            break;
    }
}

void edit_of(Editor& edit) {
    std::vector<std::string_view> names;
    int index = -1;
    const auto& buffers = edit.state.experiment().buffers;
    for (std::size_t i = 0; i < edit.index; ++i) {
        if (buffers[i].name == edit.buffer.of && index < 0) index = static_cast<int>(i);
        names.emplace_back(buffers[i].name);
    }
    ui::field("of");
    const ui::Hint hint{"The buffer that it is taken from: one above it in the experiment.", "", "", ""};
    if (ui::combo(edit.name("of"), names, index, hint, 0, edit.buffer.of) && index >= 0) {
        edit.buffer.of = std::string(names[static_cast<std::size_t>(index)]);
        edit.changed("of");
    }
    ui::problem_at(edit.state.problems, edit.path("of"));
}

void edit_range(Editor& edit) {
    const BufferFacts& facts = edit.state.derived.buffers[edit.index];
    bool all = !edit.buffer.range.has_value();
    SliceRange range = edit.buffer.range.value_or(SliceRange{0, static_cast<std::int64_t>(facts.to)});
    ui::field("from, to");
    const float half = (ImGui::GetContentRegionAvail().x - ui::px(8)) / 2;
    const ui::Hint hint{"A Python slice: negative counts from the end, out of range is clamped.", "", "", ""};
    ui::InputStyle style;
    style.width = half;
    bool changed = ui::input_int(edit.name("start"), range.start, -kFar, kFar, hint, style);
    ImGui::SameLine(0, ui::px(8));
    style.width = 0;
    changed = ui::input_int(edit.name("stop"), range.stop, -kFar, kFar, hint, style) || changed;
    if (changed) {
        edit.buffer.range = range;
        edit.changed("range");
    }
    ui::checkbox_field("", "the whole of it");
    if (ui::checkbox(edit.name("whole"), "the whole of it", all, {"Without a range: everything.", "", "", ""})) {
        edit.buffer.range = all ? std::nullopt : std::optional(range);
        edit.changed("range");
    }
    ui::problem_at(edit.state.problems, edit.path("range"));
}

}  // namespace

void draw_buffer_editor(const LabState& state, std::size_t index, Intents& out) {
    Editor edit{state, index, state.experiment().buffers[index], out};
    const bool part = edit.buffer.kind == BufferKind::Slice || edit.buffer.kind == BufferKind::View;
    edit_name(edit);
    edit_kind(edit);
    if (part) {
        edit_of(edit);
        edit_range(edit);
    } else {
        edit_content(edit);
    }
    const ui::ButtonStyle plus{ui::ButtonKind::Normal, ui::Icon::Plus, 0};
    if (ui::button(edit.name("list"), "To the list", {"Adds an entry with this buffer to the list.", "", "", ""},
                   plus)) {
        EntrySpec entry;
        entry.buffer = edit.buffer.name;
        out.push_back(AddEntry{state.look.list, entry, std::nullopt});
    }
    const ui::ButtonStyle danger{ui::ButtonKind::Danger, ui::Icon::Cross, 0};
    const ui::Hint hint{"Removes the buffer and its entries. Undo brings them back.", "", "", ""};
    ui::flow(ui::button_width("Remove", hint, danger));
    if (ui::button(edit.name("remove"), "Remove", hint, danger)) out.push_back(RemoveBuffer{index});
}

}  // namespace iovlab
