// A pipe as the kernel keeps it: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/lab/origin.h"
#include "app/lab/pipe_shown.h"
#include "app/panels/kernel.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/slot_map.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <string>
#include <vector>

namespace iovlab {

namespace {

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
            return rect.w - static_cast<float>(bytes) / static_cast<float>(page_size()) * (rect.w - rect.y);
        };
        const std::uint64_t end = slots[i].at + slots[i].length;
        places.push_back(
            {slots[i].at, end, {rect.x, y(slots[i].offset + slots[i].length)}, {rect.z, y(slots[i].offset)}, true});
    }
    return places;
}

void draw_heading(const PipeShown& shown) {
    const std::uint64_t slots = shown.capacity / page_size();
    ui::heading("Kernel: pipe, " + grouped(slots) + (slots == 1 ? " slot of " : " slots of ") +
                grouped(page_size()) + " B");
    // Its slots may all be taken while bytes would still fit: that is what surprises people.
    const bool brim = shown.queued == shown.capacity;
    const std::string words = shown.full ? (brim ? "full · " : "no slot free · ") + grouped(shown.queued) + " B"
                                         : grouped(shown.queued) + " of " + grouped(shown.capacity) + " B";
    ui::right_align(ui::badge_width(words));
    const ui::Hint hint{"Bytes that wait in the pipe, as FIONREAD says, and what it holds, as F_GETPIPE_SZ says.",
                        "pipe(7)", "", ""};
    const ImU32 color = shown.full ? theme().short_write : shown.queued > 0 ? theme().accent : theme().raised;
    ui::badge("kernel.queued", words, color, hint);
}

}  // namespace

void draw_pipe(const LabState& state, Intents& out) {
    const PipeShown shown = shown_pipe(state);
    draw_heading(shown);
    const TargetSpec& target = state.run.exists ? state.run.experiment.target : state.experiment().target;
    const bool seen = state.run.target_shown() != nullptr;
    ui::SlotMap map;
    map.slots = shown.slots;
    map.capacity = std::max<std::uint64_t>(shown.capacity / page_size(), shown.slots.size());
    map.page = page_size();
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
    if (!reads((state.run.exists ? state.run.experiment : state.experiment())))
        return draw_reader_line(state, line, out);
    ui::dim_text(target.writer_open
                     ? "The caller is the reader; nobody writes, and the other end is open."
                     : "The caller is the reader; the other end is closed, so after the last byte comes "
                       "the end of file.");
}

}  // namespace iovlab
