#include "app/lab/pipe_shown.h"

#include "app/lab/origin.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace iovlab {

namespace {

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
    for (std::uint64_t at = 0; at < preload; at += page_size()) {
        ui::SlotView view;
        view.parts.push_back({std::min(page_size(), preload - at), other_fill(), at});
        view.packet = packet;
        views.push_back(std::move(view));
    }
    return views;
}

/// As F_SETPIPE_SZ rounds: a power of two of whole pages.
std::uint64_t rounded_capacity(std::uint64_t asked) {
    return std::bit_ceil(std::clamp<std::uint64_t>(asked, page_size(), 1ULL << 31));
}

}  // namespace

PipeShown shown_pipe(const LabState& state) {
    const TargetSpec& target = state.run.exists ? state.run.experiment.target : state.experiment().target;
    PipeShown shown;
    shown.capacity = rounded_capacity(target.capacity);
    shown.queued = std::min(preloaded(target), shown.capacity);
    shown.reader_open = target.reader_open;
    if (const Step* step = state.run.target_shown()) {
        shown.capacity =
            static_cast<std::uint64_t>(step->after.capacity.value_or(static_cast<std::int64_t>(shown.capacity)));
        shown.queued = static_cast<std::uint64_t>(step->after.queued.value_or(0));
        shown.taken = step->arrived;
        shown.reader_open = step->after.reader_open;
        shown.full = state.run.shown_slots.slots().size() >= shown.capacity / page_size();
    }
    const bool seen = state.run.target_shown() != nullptr;
    shown.slots = seen ? slot_views(state)
                       : preload_views(std::min(preloaded(target), shown.capacity), target.flags.has("O_DIRECT"));
    return shown;
}

}  // namespace iovlab
