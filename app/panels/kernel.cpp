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

/// Who or what wakes a sleeper.
std::string wakers(const TargetSpec& target, bool reading) {
    if (reading) return "It wakes when it is sent a **signal**; nobody writes here.";
    if (target.kind == "eventfd") return "It wakes when it is sent a **signal**; nobody reads this counter.";
    std::string words = "It wakes when somebody **reads**, **closes the reader**, or sends it a **signal**";
    if (target.timeout_s) words += ", and when the time that SO_SNDTIMEO allows is over";
    return words + ".";
}

std::string no_room(const std::string& kind) {
    if (kind == "eventfd") return "The counter has no room for the number";
    const char* what = kind == "pipe" ? "pipe" : kind == "pty" ? "terminal" : "socket";
    return std::string("The ") + what + " has no room";
}

std::string asleep_words(const Experiment& experiment, const SleepStep& sleep) {
    const bool reading = reads(experiment);
    const std::string& kind = experiment.target.kind;
    std::string why = reading ? std::string("There is nothing to read") : no_room(kind);
    if (sleep.polling) {
        why += std::string(". The loop waits in poll until ") +
               (reading ? "there is something" : "the target is writable again") +
               ": poll sleeps whatever `O_NONBLOCK` says about the calls. ";
    } else if (reading) {
        why +=
            ", somebody could still send something, and without `O_NONBLOCK` the kernel puts the caller to sleep. ";
    } else {
        why += ", and without `O_NONBLOCK` the kernel puts the caller to sleep. ";
    }
    return why + wakers(experiment.target, reading);
}

/// A sleeping worker, and what wakes it besides the reader's buttons.
void draw_asleep(const LabState& state, Intents& out) {
    static const SleepStep unseen;
    const SleepStep* found = state.run.sleeping();
    const SleepStep& sleep = found != nullptr ? *found : unseen;
    const bool one_write = sleep.op == Op::Write || sleep.op == Op::Writes || sleep.op == Op::CopyWrite;
    const std::string call = sleep.polling ? "poll" : one_write ? "write" : to_string(sleep.op);
    ui::message("kernel.asleep", Meaning::Asleep,
                {"The worker is asleep in " + call + "(2).", asleep_words(state.run.experiment, sleep),
                 sleep.polling ? "poll(2), signal(7)" : "pipe(7), signal(7)"});
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
