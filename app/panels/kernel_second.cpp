// Two writers into one target: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/panels/kernel.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <array>
#include <string>

namespace iovlab {

namespace {

/// Calls that have returned by the shown step, by writer.
std::array<std::uint64_t, 2> made(const RunView& run) {
    std::array<std::uint64_t, 2> calls{};
    const std::size_t end = run.looking_back() ? *run.selected + 1 : run.steps.size();
    for (const std::size_t step : run.calls) {
        if (step < end) ++calls[std::get<CallStep>(run.steps[step].what).writer == 2 ? 1 : 0];
    }
    return calls;
}

}  // namespace

void draw_second(const LabState& state, Intents& out) {
    const RunView& run = state.run;
    const Experiment& experiment = run.exists ? run.experiment : state.experiment();
    const Derived& derived = run.exists ? state.run_derived : state.derived;
    const bool pipe = experiment.target.kind == "pipe";
    if (pipe) {
        const Step* step = run.target_shown();
        const auto queued = static_cast<std::uint64_t>(step ? step->after.queued.value_or(0) : 0);
        const std::string words = grouped(queued) + " B wait";
        ui::heading("Kernel: pipe, two writers");
        ui::right_align(ui::badge_width(words));
        ui::badge("kernel.queued", words, queued > 0 ? theme().accent : theme().raised,
                  {"Bytes that the reader has not taken yet.", "pipe(7)", "", ""});
        draw_motion_into(state, "kernel.queued");
        ui::gap(1);
        draw_reader_line(
            state, {.taken = step ? step->arrived : 0, .open = !step || step->after.reader_open, .ranges = {}},
            out);
    } else {
        draw_file(state, out);
    }
    ui::gap(1);
    const std::uint64_t ours = derived.lists.empty() ? 0 : derived.lists.front().asked;
    const std::uint64_t theirs = derived.second ? derived.second->asked : 0;
    const std::string who = "There is a **second writer**, a process of its own: both make " +
                            grouped(experiment.second->times) + " calls at the same time, this one of " +
                            grouped(ours) + " B, that one of " + grouped(theirs) + " B.";
    ui::rich_text(who, theme().text);
    ui::registry().record_item("kernel.second", who, true);
    if (!run.exists) return;
    const auto calls = made(run);
    const std::string by_now =
        "By now writer 1 has made " + grouped(calls[0]) + " calls and writer 2 " + grouped(calls[1]) + ".";
    ui::wrapped_text(by_now, theme().dim);
}

}  // namespace iovlab
