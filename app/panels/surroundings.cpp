// Limits, signal, deadline and title: declared in panels/setup.h.
#include "app/panels/fields.h"
#include "app/panels/setup.h"
#include "app/widgets/layout.h"
#include "core/experiment/vocabulary.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace iovlab {

namespace {

void edit_file_size(const LabState& state, LimitSpec& limits, Intents& out) {
    const std::string place = "limits.file_size";
    std::string problem;
    const auto draft = state.drafts.find(place);
    if (draft != state.drafts.end()) problem = draft->second.what;
    const std::string before = problem;
    const ui::Hint hint{
        "RLIMIT_FSIZE of the worker: beyond it a write is cut short, then EFBIG and SIGXFSZ. Empty: no limit.",
        "setrlimit(2)", "", ""};
    const bool changed =
        ui::optional_number_field("limits.file_size", "file size", limits.file_size, "no limit", hint, problem);
    if (problem != before) out.push_back(Draft{{"limits", "file_size"}, "", problem});
    if (changed) out.push_back(SetLimits{limits, "the file size"});
    ui::problem_at(state.problems, place);
}

void edit_disposition(const char* name, const char* label, Disposition& disposition, const LabState& state,
                      Intents& out, LimitSpec& limits) {
    ui::checkbox_field(label, "kills the worker");
    bool kills = disposition == Disposition::Default;
    const ui::Hint hint{
        "Default: the signal kills the worker. Ignored, as Python does: the call returns the errno.", "signal(7)",
        "", ""};
    if (ui::checkbox(name, "kills the worker", kills, hint)) {
        disposition = kills ? Disposition::Default : Disposition::Ignore;
        out.push_back(SetLimits{limits, label});
    }
    ui::problem_at(state.problems, name);
}

void edit_signal(const LabState& state, Intents& out) {
    std::optional<SignalSpec> signal = state.experiment().signal;
    std::vector<ui::Choice> choices = {{"", "none"}};
    for (const std::string& name : sendable_signals()) choices.push_back({name, {}});
    std::string name = signal ? signal->name : std::string();
    const ui::Hint hint{"A real signal, sent when the worker is seen asleep in the call.", "signal(7)", "", ""};
    if (ui::choice_field("signal.name", "signal", choices, name, hint)) {
        if (name.empty()) {
            signal.reset();
        } else {
            if (!signal) signal.emplace();
            signal->name = name;
        }
        out.push_back(SetSignal{signal, "the name"});
    }
    ui::problem_at(state.problems, "signal");
    if (!signal) return;
    ui::checkbox_field("", "SA_RESTART");
    const ui::Hint restart{"The handler is set with SA_RESTART: a call that has moved nothing starts again.",
                           "sigaction(2)", "", ""};
    if (ui::checkbox("signal.restart", "SA_RESTART", signal->restart, restart))
        out.push_back(SetSignal{signal, "SA_RESTART"});
}

void edit_deadline(const LabState& state, Intents& out) {
    const std::optional<double> seconds = state.experiment().deadline_s;
    std::string text;
    if (seconds) {
        text = std::to_string(*seconds);
        while (text.ends_with('0') && !text.ends_with(".0")) text.pop_back();
    }
    const auto draft = state.drafts.find("deadline.seconds");
    if (draft != state.drafts.end()) text = draft->second.text;
    ui::field("deadline, s");
    ui::InputStyle style;
    style.placeholder = "none: wait for you";
    style.wrong = ui::wrong(state.problems, "deadline");
    const ui::Hint hint{
        "A call still asleep after so many seconds ends the run as blocked. Empty: it sleeps until somebody wakes "
        "it.",
        "", "", ""};
    if (ui::input_text("deadline.seconds", text, hint, style)) {
        char* end = nullptr;
        const double number = std::strtod(text.c_str(), &end);
        const bool blank = text.find_first_not_of(' ') == std::string::npos;
        const bool good = blank || (end != text.c_str() && *end == '\0');
        out.push_back(Draft{
            {"deadline", "seconds"}, text, good ? "" : "\"" + text + "\" is no number of seconds, such as 2.0."});
        if (good) out.push_back(SetDeadline{blank ? std::nullopt : std::optional(number)});
    }
    ui::problem_at(state.problems, "deadline");
}

void edit_title(const LabState& state, Intents& out) {
    std::string title = state.experiment().title;
    ui::field("title");
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.mono = false;
    style.placeholder = "untitled";
    if (ui::input_text("experiment.title", title, {"What the experiment is called.", "", "", ""}, style))
        out.push_back(SetTitle{title});
    if (ImGui::IsItemDeactivated()) out.push_back(EditDone{});
    ui::problem_at(state.problems, "title");
}

bool has_surroundings(const LabState& state) {
    const Experiment& experiment = state.experiment();
    return !(experiment.limits == LimitSpec{}) || experiment.signal || experiment.deadline_s ||
           state.problems.under("limits") || state.problems.under("signal") || state.problems.under("deadline") ||
           state.problems.under("title");
}

}  // namespace

void draw_surroundings(const LabState& state, Intents& out) {
    const bool set = has_surroundings(state);
    const bool open = set || state.look.folded_out.count("surroundings") > 0;
    ui::heading("Around it", open ? "" : "no limits, no signal");
    if (!set) {
        const ui::ButtonStyle style{ui::ButtonKind::Quiet, open ? ui::Icon::ChevronUp : ui::Icon::ChevronDown, 0};
        const ui::Hint hint{"File size limit, SIGPIPE, a signal while asleep, a deadline, the title.", "", "", ""};
        if (ui::button("surroundings.more", open ? "Less" : "Limits, signal, deadline", hint, style)) {
            out.push_back(Fold{"surroundings", !open});
        }
    }
    if (!open) return;
    edit_title(state, out);
    LimitSpec limits = state.experiment().limits;
    edit_file_size(state, limits, out);
    edit_disposition("limits.SIGPIPE", "SIGPIPE", limits.sigpipe, state, out, limits);
    edit_disposition("limits.SIGXFSZ", "SIGXFSZ", limits.sigxfsz, state, out, limits);
    edit_signal(state, out);
    edit_deadline(state, out);
}

}  // namespace iovlab
