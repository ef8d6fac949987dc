// The reader at the other end of a pipe or a socket, and what a person can make it do: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/lab/origin.h"
#include "app/panels/kernel.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/theme.h"

#include <algorithm>
#include <string>
#include <vector>

namespace iovlab {

namespace {

constexpr std::size_t kMaxParts = 64;  // more are thinner than a line

Fill fill_of(const ColourRun& run) {
    return run.kind == ColourRun::Kind::Buffer ? buffer_fill(run.buffer) : other_fill();
}

/// The stream between the two ends, in the colours of what waits in it.
void draw_stream(const LabState& state, const ReaderLine& line, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float middle = at.y + ImGui::GetFrameHeight() / 2;
    const float thick = ui::px(2);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    std::vector<Fill> fills;
    for (const auto& [begin, end] : line.ranges) {
        for (const ColourRun& run : colour_runs(state.run.pipe.stream, state.run_derived, begin, end)) {
            if (fills.empty() || !(fills.back() == fill_of(run))) fills.push_back(fill_of(run));
            if (fills.size() > kMaxParts) break;
        }
    }
    std::reverse(fills.begin(), fills.end());  // the newest bytes are beside the writer
    if (fills.empty()) fills.push_back({theme().line, false});
    const float part = width / static_cast<float>(fills.size());
    for (std::size_t i = 0; i < fills.size(); ++i) {
        const float left = at.x + part * static_cast<float>(i);
        const ImU32 from = fills[i].color;
        const ImU32 to = fills[std::min(i + 1, fills.size() - 1)].color;
        draw.AddRectFilledMultiColor({left, middle - thick / 2}, {left + part, middle + thick / 2}, from, to, to,
                                     from);
    }
    ImGui::Dummy({width, ImGui::GetFrameHeight()});
}

}  // namespace

void draw_reader_line(const LabState& state, const ReaderLine& reader, Intents& out) {
    const TargetSpec& target = state.run.exists ? state.run.experiment.target : state.experiment().target;
    const char* what = target.kind == "pipe" ? "pipe" : "socket";
    const std::string gone = !state.run.busy()
                                 ? std::string("Nothing is running: the ") + what + " is gone. Run first."
                             : !reader.open ? "The reader has closed its end."
                                            : "";
    std::string took = reader.open ? "reader took " + grouped(reader.taken) + " B" : "reader closed";
    const std::string page = target.kind == "pipe" ? "pipe(7)" : "unix(7)";
    const ui::Hint read{"The reader takes so many bytes out, now.", "read(2)", "", gone};
    const ui::Hint drain{"The reader takes out all there is, now.", "read(2)", "", gone};
    const ui::Hint close{"The reader closes its end: a write then fails, on a pipe with EPIPE and SIGPIPE.", page,
                         "", gone};
    const float input = ui::em(4.6F);
    const float buttons = input + ui::button_width("Read", read) + ui::button_width("Drain", drain) +
                          ui::button_width("Close reader", close) + 3 * ui::px(8);
    const float least = ui::em(1.2F);
    const auto line_beside = [&](const std::string& said) {
        const float words = ui::text_size("writer").x + ui::text_size(said).x + 3 * ui::px(10);
        return ImGui::GetContentRegionAvail().x - buttons - words;
    };
    // One row wherever it can be: what lies below it is the result.
    if (reader.open && line_beside(took) < least) took = "read " + grouped(reader.taken) + " B";
    const float line = line_beside(took);
    ImGui::AlignTextToFramePadding();
    ui::dim_text("writer");
    ImGui::SameLine(0, ui::px(10));
    draw_stream(state, reader, std::max(line, least));
    ImGui::SameLine(0, ui::px(10));
    ui::dim_text(took);
    ui::registry().record_item("kernel.took", took, true);
    ImGui::SameLine(0, ui::px(10));
    if (line < least) ImGui::NewLine();
    auto number = static_cast<std::int64_t>(state.look.read_amount);
    ui::InputStyle style;
    style.width = input;
    if (ui::input_int("reader.amount", number, 1, 1 << 30, {"How many bytes Read takes.", "", "", ""}, style)) {
        out.push_back(SetReadAmount{static_cast<std::uint64_t>(number)});
    }
    ImGui::SameLine(0, ui::px(8));
    if (ui::button("reader.read", "Read", read)) out.push_back(ReadSome{state.look.read_amount});
    ui::flow(ui::button_width("Drain", drain));
    if (ui::button("reader.drain", "Drain", drain)) out.push_back(ReadSome{UINT64_MAX});
    ui::flow(ui::button_width("Close reader", close));
    if (ui::button("reader.close", "Close reader", close)) out.push_back(CloseReader{});
}

}  // namespace iovlab
