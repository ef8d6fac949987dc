#include "app/panels/loop.h"

#include "app/lab/call_text.h"
#include "app/panels/fields.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/loops/loop.h"

#include <string>
#include <vector>

namespace iovlab {

namespace {

const LoopInfo* info_of(const std::string& name) {
    for (const LoopInfo& info : loops()) {
        if (name == info.name) return &info;
    }
    return nullptr;
}

/// Where the loop stood after the call on show, and what it believed then, beside the truth.
void draw_belief(const LabState& state) {
    const CallStep* call = state.run.shown_call();
    if (!call) return;
    const std::uint64_t taken = state.run.taken_of(call->list, call->n);
    const bool right = taken == call->believed;
    const Theme& t = theme();
    const std::string believes = "believes " + with_commas(call->believed) + " B sent";
    const std::string truth = "kernel took " + with_commas(taken) + " B";
    ui::badge("loop.place", call->place, t.raised, {"Where the loop stands after this call.", "", "", ""});
    ui::flow(ui::text_size(believes).x);
    ui::text(believes);
    ui::registry().record_item("loop.believes", believes, true);
    ui::flow(ui::text_size(truth).x);
    ui::colored_text(truth, readable(right ? t.complete : t.error, t.panel));
}

}  // namespace

void draw_loop(const LabState& state, Intents& out) {
    LoopSpec loop = state.experiment().loop;
    const LoopInfo* info = info_of(loop.kind);
    ui::heading("Retry loop", !info ? "" : info->right ? "a right one" : "a wrong one, as others shipped it");
    std::vector<ui::Choice> choices;
    for (const LoopInfo& one : loops()) choices.push_back({one.name, one.title});
    const ui::Hint hint{"What the caller does after a short count, EAGAIN or EINTR.", "write(2)", "", ""};
    if (ui::choice_field("loop.kind", "loop", choices, loop.kind, hint)) out.push_back(SetLoop{loop, "the kind"});
    ui::problem_at(state.problems, "loop.kind");
    const ui::Hint most{"A loop that never ends is stopped after so many calls.", "", "", ""};
    if (ui::number_field("loop.max_calls", "at most, calls", loop.max_calls, 1000000, most))
        out.push_back(SetLoop{loop, "max_calls"});
    ui::problem_at(state.problems, "loop.max_calls");
    if (info) {
        const ui::FontScope font(Font::Small);
        ui::wrapped_text(info->believes, theme().dim);
    }
    draw_belief(state);
}

}  // namespace iovlab
