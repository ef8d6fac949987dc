// The second writer: declared in panels/setup.h.
#include "app/lab/second_writer.h"
#include "app/panels/fields.h"
#include "app/panels/setup.h"
#include "app/widgets/layout.h"

#include <algorithm>
#include <string>
#include <vector>

namespace iovlab {

namespace {

constexpr std::uint64_t kMostTimes = 10'000;

void edit_on(const LabState& state, Intents& out) {
    bool on = state.experiment().second.has_value();
    const std::string obstacle = on ? std::string() : second_obstacle(state.experiment());
    ui::checkbox_field("writers", "a second one");
    const ui::Hint hint{
        "A second process makes calls of the same kind, into the same target, at the same time: records can break "
        "or vanish. What does not go with it (faults, a loop, O_NONBLOCK) is put back.",
        "pipe(7), PIPE_BUF", "", obstacle};
    if (ui::checkbox("second.on", "a second one", on, hint))
        out.push_back(SetSecond{on ? std::optional(SecondSpec{}) : std::nullopt, on ? "add" : "remove"});
    ui::problem_exactly_at(state.problems, "second");
}

std::vector<std::string_view> buffer_names(const LabState& state) {
    std::vector<std::string_view> names;
    for (const BufferSpec& buffer : state.experiment().buffers) names.emplace_back(buffer.name);
    return names;
}

/// One entry of its record: the buffer, how often, and a cross.
void edit_entry(const LabState& state, SecondSpec& second, std::size_t line, Intents& out) {
    const std::string name = "second.iov." + std::to_string(line);
    const std::vector<std::string_view> names = buffer_names(state);
    EntrySpec& entry = second.iov[line];
    const auto found = std::find(names.begin(), names.end(), entry.buffer);
    int index = found == names.end() ? -1 : static_cast<int>(found - names.begin());
    ui::field(line == 0 ? "its record" : "");
    const ui::ButtonStyle cross{ui::ButtonKind::Quiet, ui::Icon::Cross, 0};
    const std::string last = second.iov.size() == 1 ? "A record has at least one entry." : "";
    const ui::Hint gone{"Takes the entry out of the second writer's record.", "", "", last};
    const float number = ui::em(3.6F), cross_width = ui::button_width("", gone, cross);
    const float sign = ui::text_size("×").x + 2 * ui::px(6);
    const float width = ImGui::GetContentRegionAvail().x - sign - number - ui::px(4) - cross_width;
    const ui::Hint which{"A buffer of the second writer's record. It may have no byte in common with the first's.",
                         "readv(2)", "", ""};
    const bool beside = width >= ui::em(6);  // or its name could not be read
    if (ui::combo(name, names, index, which, beside ? width : 0, entry.buffer) && index >= 0) {
        entry.buffer = std::string(names[static_cast<std::size_t>(index)]);
        out.push_back(SetSecond{second, "the record"});
    }
    beside ? ImGui::SameLine(0, ui::px(6)) : ui::field("");
    ImGui::AlignTextToFramePadding();
    ui::dim_text("×");
    ImGui::SameLine(0, ui::px(6));
    auto times = static_cast<std::int64_t>(std::min(entry.times, kMaxEntries));
    ui::InputStyle style;
    style.width = number;
    if (ui::input_int(name + ".times", times, 1, static_cast<std::int64_t>(kMaxEntries),
                      {"So many equal entries.", "readv(2)", "", ""}, style)) {
        entry.times = static_cast<std::uint64_t>(times);
        out.push_back(SetSecond{second, "the record"});
    }
    ImGui::SameLine(0, ui::px(4));
    if (ui::button(name + ".remove", "", gone, cross)) {
        SecondSpec fewer = second;
        fewer.iov.erase(fewer.iov.begin() + static_cast<std::ptrdiff_t>(line));
        out.push_back(SetSecond{fewer, "the record"});
    }
}

void edit_record(const LabState& state, SecondSpec& second, Intents& out) {
    for (std::size_t line = 0; line < second.iov.size(); ++line) edit_entry(state, second, line, out);
    int index = -1;
    ui::field(second.iov.empty() ? "its record" : "");
    const ui::Hint more{"Puts a buffer at the end of the second writer's record.", "readv(2)", "", ""};
    if (ui::combo("second.iov.add", buffer_names(state), index, more, 0, "+ Add an entry") && index >= 0) {
        EntrySpec entry;
        entry.buffer = state.experiment().buffers[static_cast<std::size_t>(index)].name;
        second.iov.push_back(entry);
        out.push_back(SetSecond{second, "the record"});
    }
    ui::problem_at(state.problems, "second.iov");
}

}  // namespace

void draw_second_writer(const LabState& state, Intents& out) {
    // Where two writers cannot share the target there is nothing to switch on, and room is dear.
    const std::string& kind = state.experiment().target.kind;
    const bool shares = kind == "pipe" || kind == "file";
    if ((reads(state.experiment()) || !shares) && !state.experiment().second) return;
    edit_on(state, out);
    if (!state.experiment().second) return;
    SecondSpec second = *state.experiment().second;
    edit_record(state, second, out);
    const ui::Hint times{"How often each of the two makes its call; each call is one record.", "", "", ""};
    if (ui::number_field("second.times", "records each", second.times, kMostTimes, times))
        out.push_back(SetSecond{second, "the records"});
    ui::problem_at(state.problems, "second.times");
    if (state.experiment().target.kind == "file" || second.shared) {
        ui::checkbox_field("position", "one, shared");
        const ui::Hint shared{
            "One open file and one position for both, as after fork. Else each has opened the file itself, with a "
            "position of its own, and writes over the other's records, unless O_APPEND is set.",
            "open(2)", "", ""};
        if (ui::checkbox("second.shared", "one, shared", second.shared, shared))
            out.push_back(SetSecond{second, "the position"});
    }
    ui::problem_at(state.problems, "second.position");
}

}  // namespace iovlab
