#include "app/panels/kernel.h"

#include "app/lab/call_text.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

namespace iovlab {

namespace {

std::string asleep_words(const std::string& kind, bool reading) {
    if (reading) {
        return "There is nothing to read, somebody could still send something, and without `O_NONBLOCK` the kernel "
               "puts "
               "the caller to sleep. It wakes when it is sent a **signal**; nobody writes here.";
    }
    if (kind == "eventfd") {
        return "The counter has no room for the number, and without `O_NONBLOCK` the kernel puts the caller to "
               "sleep. It wakes when it is sent a **signal**; nobody reads this counter.";
    }
    return std::string(kind == "pipe" ? "The pipe" : "The socket") +
           " has no room, and without `O_NONBLOCK` the kernel puts the caller to sleep. It wakes when somebody "
           "**reads**, **closes the reader**, or sends it a **signal**.";
}

/// A sleeping worker, and what wakes it besides the reader's buttons.
void draw_asleep(const LabState& state, Intents& out) {
    const SleepStep* sleep = nullptr;
    for (auto step = state.run.steps.rbegin(); step != state.run.steps.rend() && !sleep; ++step) {
        sleep = std::get_if<SleepStep>(&step->what);
    }
    const std::string op = to_string(state.run.experiment.calls.front().op);
    const std::string call =
        sleep && sleep->polling ? "poll(2)" : (op == "copy+write" || op == "writes" ? "write" : op) + "(2)";
    const std::string heading = "The worker is asleep in " + call + ".";
    ui::message("kernel.asleep", Meaning::Asleep,
                {heading, asleep_words(state.run.experiment.target.kind, reads(state.run.experiment)),
                 "pipe(7), signal(7)"});
    const ui::Hint signal{
        "Sends SIGUSR1, for which the worker has a handler: EINTR, or a short count if bytes had gone in already.",
        "signal(7)", "", ""};
    if (ui::button("wake.signal", "Send SIGUSR1", signal)) out.push_back(SendSignal{SIGUSR1});
    const ui::ButtonStyle danger{ui::ButtonKind::Danger, ui::Icon::Stop, 0};
    const ui::Hint cancel{"Kills the sleeping worker and ends the run.", "", "",
                          state.run.stopping ? "It is being stopped." : ""};
    ui::flow(ui::button_width("Cancel the call", cancel, danger));
    if (ui::button("wake.cancel", "Cancel the call", cancel, danger)) out.push_back(StopRun{});
}

void draw_explanation(const LabState& state) {
    const CallStep* call = state.run.shown_call();
    if (!call || state.run.explanation.headline.empty()) return;
    std::string heading = state.run.explanation.headline;
    if (state.run.calls.size() > 1) heading = "Call " + grouped(call->n) + ". " + heading;
    ui::message("kernel.explanation", ui::meaning_of(call->outcome, call->asked),
                {heading, state.run.explanation.why, state.run.explanation.page});
}

}  // namespace

std::uint64_t asked_in_all(const LabState& state) {
    std::uint64_t bytes = 0;
    for (const ListFacts& list : state.run_derived.lists) bytes += std::min(list.asked, UINT64_MAX - bytes);
    if (state.run_derived.second)  // check() keeps both together to 64 MiB
        bytes = (bytes + state.run_derived.second->asked) * state.run.experiment.second->times;
    return bytes;
}

void draw_accepted(const LabState& state, Intents& out) {
    const CallStep* shown = state.run.looking_back() ? state.run.shown_call() : nullptr;
    std::vector<RunView::Accepted> accepted = state.run.accepted;
    if (shown) std::erase_if(accepted, [&](const RunView::Accepted& one) { return one.call > shown->n; });
    if (accepted.empty()) return;
    constexpr std::size_t kLabels = 40;  // more are too thin to be read
    std::vector<std::string> labels(std::min(accepted.size(), kLabels));
    std::vector<ui::ProgressPart> parts;
    parts.reserve(accepted.size());
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        const RunView::Accepted& one = accepted[i];
        ui::ProgressPart part{one.bytes, one.whole ? Meaning::Complete : Meaning::Short, {}};
        if (i < labels.size()) {
            labels[i] = "call " + grouped(one.call) + ": " + grouped(one.bytes);
            part.label = labels[i];
        }
        sum += one.bytes;
        parts.push_back(part);
    }
    ui::gap(1);
    ui::heading(reads(state.run.experiment) ? "Bytes read, call by call" : "Bytes accepted, call by call",
                grouped(sum) + " of " + grouped(std::max(asked_in_all(state), sum)));
    ui::ProgressBytes bytes{.lit = state.lighting.accepted};
    const int over = ui::progress_bar("kernel.accepted", parts, std::max(asked_in_all(state), sum), {0, 0}, &bytes);
    const auto spot = bytes.hovered ? carried_spot(state, *bytes.hovered) : std::nullopt;
    if (spot) out.push_back(HoverByte{spot});
    if (spot && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
        out.push_back(SelectBytes{spot, ImGui::GetIO().KeyShift});
    if (over >= 0 && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        const std::uint64_t call = accepted[static_cast<std::size_t>(over)].call;
        for (const std::size_t step : state.run.calls) {
            if (std::get<CallStep>(state.run.steps[step].what).n == call) out.push_back(SelectStep{step});
        }
    }
}

namespace {

void draw_state_in_words(const LabState& state) {
    const RunView& run = state.run;
    if (!run.refused.empty()) {
        ui::message("kernel.refused", ui::MessageKind::Error, {"This could not be run here.", run.refused, ""});
    }
    if (!run.fault.empty()) {
        ui::message("kernel.fault", ui::MessageKind::Error,
                    {"The run broke off.", run.fault + " What had happened stands below.", ""});
    }
    if (run.exists && run.state == Run::State::Starting && run.refused.empty())
        ui::dim_text("The worker is being started…");
    if (!run.exists) {
        ui::wrapped_text(
            "No call was made yet. Run makes the calls for real, in a process of their own; Step makes one.",
            theme().dim);
    }
}

}  // namespace

void draw_kernel(const LabState& state, Intents& out) {
    const Experiment& shown = state.run.exists ? state.run.experiment : state.experiment();
    if (shown.second) {
        draw_second(state, out);
    } else if (shown.target.kind == "pipe") {
        draw_pipe(state, out);
    } else if (serves(shown.target)) {
        draw_served(state, out);
    } else if (sink_kind(shown.target.kind) == SinkKind::Stream) {
        draw_socket(state, out);
    } else if (sink_kind(shown.target.kind) == SinkKind::Place) {
        draw_file(state, out);
    } else {
        draw_nothing_kept(state);
    }
    ui::gap(1);
    draw_state_in_words(state);
    if (state.run.asleep()) draw_asleep(state, out);
    draw_explanation(state);
}

}  // namespace iovlab
