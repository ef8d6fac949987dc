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

/// Where each slot's bytes are: as high as they fill it.
std::vector<ByteRect> slot_places(const LabState& state, const ui::SlotMap& map) {
    std::vector<ByteRect> places;
    const ui::Control* drawn = ui::registry().find("kernel.slots");
    if (drawn == nullptr) return places;
    const std::vector<ImVec4> rects = ui::slot_rects(map, drawn->min, drawn->max.x - drawn->min.x);
    const auto& slots = state.run.shown_slots.slots();
    for (std::size_t i = 0; i < std::min(rects.size(), slots.size()); ++i) {
        const ImVec4& rect = rects[i];
        const auto y = [&](std::uint64_t bytes) {
            return rect.w - static_cast<float>(bytes) / static_cast<float>(kPage) * (rect.w - rect.y);
        };
        const std::uint64_t end = slots[i].at + slots[i].length;
        places.push_back(
            {slots[i].at, end, {rect.x, y(slots[i].offset + slots[i].length)}, {rect.z, y(slots[i].offset)}, true});
    }
    return places;
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
    ui::heading("Kernel: pipe, " + grouped(slots) + (slots == 1 ? " slot of " : " slots of ") + grouped(kPage) +
                " B");
    const std::string words = shown.full ? "full · " + grouped(shown.queued) + " B"
                                         : grouped(shown.queued) + " of " + grouped(shown.capacity) + " B";
    ui::right_align(ui::badge_width(words));
    const ui::Hint hint{"Bytes that wait in the pipe, as FIONREAD says, and what it holds, as F_GETPIPE_SZ says.",
                        "pipe(7)", "", ""};
    const ImU32 color = shown.full ? theme().short_write : shown.queued > 0 ? theme().accent : theme().raised;
    ui::badge("kernel.queued", words, color, hint);
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
    if (seen) {
        map.lit = state.lighting.stream;
        map.caret = caret_in_sink(state);
    }
    const ui::SlotHover hover = ui::slot_map("kernel.slots", map);
    if (state.motion.moving() && seen) draw_motion(state, slot_places(state, map));
    if (hover.at && seen) out.push_back(HoverByte{ByteSpot{ByteSpot::In::Sink, 0, *hover.at}});
    if (hover.touch.chosen && seen)
        out.push_back(SelectBytes{ByteSpot{ByteSpot::In::Sink, 0, *hover.touch.chosen}, hover.touch.extend});
    if (seen && !state.run.pipe.agrees && !state.run.selected) {
        ui::wrapped_text("The slots above are reckoned from the calls' results; FIONREAD says otherwise here.",
                         theme().short_write);
    }
    ReaderLine line{.taken = shown.taken, .open = shown.reader_open, .ranges = {}};
    for (const PipeSlot& slot : state.run.shown_slots.slots())
        line.ranges.push_back({slot.at, slot.at + slot.length});
    draw_reader_line(state, line, out);
}

}  // namespace iovlab
