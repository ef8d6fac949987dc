// A pipe as the kernel keeps it: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/lab/origin.h"
#include "app/panels/kernel.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/slot_map.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

namespace iovlab {

namespace {

constexpr std::uint64_t kPage = PipeSlots::kPage;
constexpr std::size_t kMaxParts = 64;  // of a slot: more are thinner than a line

Fill fill_of(const ColourRun& run) {
    return run.kind == ColourRun::Kind::Buffer ? buffer_fill(run.buffer) : other_fill();
}

std::vector<ui::SlotView> slot_views(const LabState& state) {
    std::vector<ui::SlotView> views;
    for (const PipeSlot& slot : state.run.shown_slots.slots()) {
        ui::SlotView view;
        view.taken = slot.offset;
        view.packet = slot.packet;
        const std::uint64_t end = slot.at + slot.length;
        std::uint64_t at = slot.at;
        for (const ColourRun& run : colour_runs(state.run.pipe.stream, state.run_derived, slot.at, end)) {
            if (view.parts.size() == kMaxParts) break;
            view.parts.push_back({run.length, fill_of(run), run.at});
            at = run.end();
        }
        if (at < end) view.parts.push_back({end - at, other_fill(), at});
        views.push_back(std::move(view));
    }
    return views;
}

/// What stands in the pipe before the first call, when nothing was run.
std::vector<ui::SlotView> preload_views(std::uint64_t preload, bool packet) {
    std::vector<ui::SlotView> views;
    for (std::uint64_t at = 0; at < preload; at += kPage) {
        ui::SlotView view;
        view.parts.push_back({std::min(kPage, preload - at), other_fill(), at});
        view.packet = packet;
        views.push_back(std::move(view));
    }
    return views;
}

/// As F_SETPIPE_SZ rounds: a power of two of whole pages.
std::uint64_t rounded_capacity(std::uint64_t asked) {
    return std::bit_ceil(std::clamp<std::uint64_t>(asked, kPage, 1ULL << 31));
}

struct Shown {
    std::uint64_t capacity = 0;  ///< bytes
    std::uint64_t queued = 0;
    std::uint64_t taken = 0;  ///< by the reader
    bool reader_open = true;
    bool full = false;
};

Shown shown_state(const LabState& state) {
    const TargetSpec& target = state.run.exists ? state.run.experiment.target : state.experiment().target;
    Shown shown;
    shown.capacity = rounded_capacity(target.capacity);
    shown.queued = target.preload;
    shown.reader_open = target.reader_open;
    if (const Step* step = state.run.target_shown()) {
        shown.capacity =
            static_cast<std::uint64_t>(step->after.capacity.value_or(static_cast<std::int64_t>(shown.capacity)));
        shown.queued = static_cast<std::uint64_t>(step->after.queued.value_or(0));
        shown.taken = step->arrived;
        shown.reader_open = step->after.reader_open;
        shown.full = state.run.shown_slots.slots().size() >= shown.capacity / kPage;
    }
    return shown;
}

void draw_heading(const Shown& shown) {
    const std::uint64_t slots = shown.capacity / kPage;
    ui::heading("Kernel: pipe, " + with_commas(slots) + (slots == 1 ? " slot of " : " slots of ") +
                with_commas(kPage) + " B");
    const std::string words = shown.full ? "full · " + with_commas(shown.queued) + " B"
                                         : with_commas(shown.queued) + " of " + with_commas(shown.capacity) + " B";
    ui::right_align(ui::badge_width(words));
    const ui::Hint hint{"Bytes that wait in the pipe, as FIONREAD says, and what it holds, as F_GETPIPE_SZ says.",
                        "pipe(7)", "", ""};
    const ImU32 color = shown.full ? theme().short_write : shown.queued > 0 ? theme().accent : theme().raised;
    ui::badge("kernel.queued", words, color, hint);
}

/// The stream between the two ends, in the colours of what waits in it.
void draw_stream(const LabState& state, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float middle = at.y + ImGui::GetFrameHeight() / 2;
    const float thick = ui::px(2);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    std::vector<Fill> fills;
    for (const PipeSlot& slot : state.run.shown_slots.slots()) {
        for (const ColourRun& run :
             colour_runs(state.run.pipe.stream, state.run_derived, slot.at, slot.at + slot.length)) {
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

void draw_reader(const LabState& state, const Shown& shown, Intents& out) {
    const std::string gone = !state.run.busy()    ? "Nothing is running: the pipe is gone. Run first."
                             : !shown.reader_open ? "The reader has closed its end."
                                                  : "";
    const std::string took = shown.reader_open ? "reader took " + with_commas(shown.taken) + " B" : "reader closed";
    const std::string amount = "Read " + with_commas(state.look.read_amount);
    const ui::Hint read{"The reader takes so many bytes out, now.", "read(2)", "", gone};
    const ui::Hint drain{"The reader takes out all there is, now.", "read(2)", "", gone};
    const ui::Hint close{"The reader closes its end: the next write is EPIPE, with SIGPIPE.", "pipe(7)", "", gone};
    const float input = ui::em(4.6F);
    const float buttons = input + ui::button_width("Read", read) + ui::button_width("Drain", drain) +
                          ui::button_width("Close reader", close) + 3 * ui::px(8);
    const float words = ui::text_size("writer").x + ui::text_size(took).x + 3 * ui::px(10);
    const float line = ImGui::GetContentRegionAvail().x - buttons - words;
    ImGui::AlignTextToFramePadding();
    ui::dim_text("writer");
    ImGui::SameLine(0, ui::px(10));
    draw_stream(state, std::max(line, ui::em(3)));
    ImGui::SameLine(0, ui::px(10));
    ui::dim_text(took);
    ui::registry().record_item("kernel.took", took, true);
    ImGui::SameLine(0, ui::px(10));
    if (line < ui::em(3)) ImGui::NewLine();
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

}  // namespace

void draw_pipe(const LabState& state, Intents& out) {
    const Shown shown = shown_state(state);
    draw_heading(shown);
    const TargetSpec& target = state.run.exists ? state.run.experiment.target : state.experiment().target;
    const bool seen = state.run.target_shown() != nullptr;
    const std::vector<ui::SlotView> views =
        seen ? slot_views(state)
             : preload_views(std::min(target.preload, shown.capacity), target.flags.has("O_DIRECT"));
    ui::SlotMap map;
    map.slots = views;
    map.capacity = std::max<std::uint64_t>(shown.capacity / kPage, views.size());
    map.page = kPage;
    if (const auto byte = root_byte(state.run_derived, state.look.hover_buffer, state.look.hover_offset);
        byte && seen) {
        map.lit = in_sink(state.run.pipe.stream, state.run_derived, *byte);
    }
    const ui::SlotHover hover = ui::slot_map("kernel.slots", map);
    if (hover.at && seen) {
        const ByteOrigin origin = origin_of(state.run.pipe.stream, *hover.at, state.run_derived);
        if (origin.buffer && !origin.guard) out.push_back(HoverByte{origin.buffer, origin.offset});
    }
    if (seen && !state.run.pipe.agrees && !state.run.selected) {
        ui::wrapped_text("The slots above are reckoned from the calls' results; FIONREAD says otherwise here.",
                         theme().short_write);
    }
    draw_reader(state, shown, out);
}

}  // namespace iovlab
