#include "app/lab/lab.h"

#include "app/lab/block_move.h"
#include "app/lab/editing.h"
#include "app/lab/prediction.h"
#include "core/experiment/check.h"

#include <algorithm>
#include <sys/utsname.h>
#include <utility>

namespace iovlab {

Lab::Lab(LabHooks hooks) : hooks_(std::move(hooks)) {
    state_.kernel = kernel_release();
    state_.document = Document(ready_experiment(), "");
    state_.first_start = true;
    rework();
}

Lab::~Lab() {
    *alive_ = false;
    if (benchmark_) benchmark_->cancel();
    *ended_ = true;
    drop_run();  // asked to end together, before the first of them is waited for
    files_.finish();
    if (keeper_) keeper_->finish(state_, state_.quit);
}

void Lab::apply(const Intents& intents) {
    for (const Intent& intent : intents) apply(intent);
}

void Lab::apply(const Intent& intent) {
    if (apply_edit(intent))
        follow_faults();
    else if (!apply_rows(intent) && !apply_file(intent) && !apply_course(intent) && !apply_run(intent) &&
             !apply_guess(intent) && !apply_shell(intent) && !apply_look(intent) && !apply_benchmark(intent))
        return;
    rework();
}

bool Lab::apply_edit(const Intent& intent) {
    if (std::holds_alternative<Undo>(intent) || std::holds_alternative<Redo>(intent)) {
        std::holds_alternative<Undo>(intent) ? state_.document.undo() : state_.document.redo();
        state_.drafts.clear();
        return true;
    }
    if (std::holds_alternative<EditDone>(intent)) {
        state_.document.end_edit();
        return true;
    }
    if (const auto* draft = std::get_if<Draft>(&intent)) {
        const std::string key = to_string(draft->where);
        if (draft->what.empty()) {
            state_.drafts.erase(key);
        } else {
            state_.drafts[key] = {draft->where, draft->text, draft->what};
        }
        worked_revision_ = 0;
        return true;
    }
    if (const auto* move = std::get_if<MoveEntry>(&intent)) {
        Rows& chosen = state_.look.chosen.now;
        if (auto block = block_move(*move, chosen, state_.experiment())) {
            edit_rows(block->step);
            chosen.rows = std::move(block->rows);
            return true;
        }
    }
    const std::optional<EditStep> step = edit_step(intent, state_.experiment());
    if (!step) return false;
    const std::size_t lines = state_.call().iov.size();
    const std::size_t buffers = state_.experiment().buffers.size();
    state_.document.edit(step->what, step->merge_key, step->change);
    // While a cut is dragged nothing may move under the pointer.
    const auto* faults = std::get_if<SetFaults>(&intent);
    if (!faults || !faults->goes_on) state_.first_start = false;
    state_.look.list = std::min(state_.look.list, state_.experiment().calls.size() - 1);
    const bool moved = std::holds_alternative<MoveEntry>(intent) || lines != state_.call().iov.size() ||
                       buffers != state_.experiment().buffers.size();
    if (moved && !state_.drafts.empty()) {  // their places mean other entries now
        state_.drafts.clear();
        worked_revision_ = 0;
    }
    if (std::holds_alternative<AddBuffer>(intent)) state_.look.open_buffer = buffers;
    if (std::holds_alternative<RemoveBuffer>(intent)) state_.look.open_buffer.reset();
    if (std::holds_alternative<RemoveEntry>(intent)) state_.look.open_entry.reset();
    if (std::holds_alternative<AddCall>(intent)) state_.look.list = state_.experiment().calls.size() - 1;
    if (const auto* move = std::get_if<MoveEntry>(&intent); move && state_.look.open_entry == move->from) {
        state_.look.open_entry = move->to;
    }
    return true;
}

void Lab::rework() {
    if (worked_revision_ == state_.document.revision()) return;
    worked_revision_ = state_.document.revision();
    const Experiment& experiment = state_.experiment();
    Look& look = state_.look;
    look.list = std::min(look.list, experiment.calls.size() - 1);
    if (look.open_buffer && *look.open_buffer >= experiment.buffers.size()) look.open_buffer.reset();
    if (look.open_entry && *look.open_entry >= experiment.calls[look.list].iov.size()) look.open_entry.reset();
    std::vector<Problem> problems;
    for (const auto& [place, draft] : state_.drafts) problems.push_back({draft.where, draft.what});
    for (Problem& problem : check(experiment)) problems.push_back(std::move(problem));
    state_.cannot_run_yet = problems.empty() ? unsupported(experiment) : std::string();
    state_.problems = Problems(std::move(problems));
    state_.derived = derive(experiment);
    const Experiment& ran = state_.run.experiment;
    state_.run.current = state_.run.exists && ran == experiment;
    const Thought* thought = state_.thinking.chosen();
    if (thought && thought->loop != experiment.loop.kind)
        state_.thinking = thinking_of(state_.run, state_.run_derived, experiment.loop.kind);
    state_.run.same_lists = state_.run.exists && ran.buffers == experiment.buffers && ran.calls == experiment.calls;
    keep_rows_in_bounds(state_);
    point_anew(state_);
}

void Lab::replace_document(Document document) {
    drop_run();
    state_.run = RunView();
    state_.belief = {};
    state_.thinking = {};
    state_.lighting = {};
    state_.motion = {};
    state_.look.chosen = {};
    state_.look.in_place = {};
    state_.run_derived = Derived();
    state_.document = std::move(document);
    state_.drafts.clear();
    state_.look.screen = Screen::Bench;
    state_.look.list = 0;
    state_.look.open_buffer.reset();
    state_.look.open_entry.reset();
    state_.look.open_fault.reset();
    state_.look.playing = false;
    forget_guesses(state_);
    worked_revision_ = 0;
    rework();
}

void Lab::say(Notice::Kind kind, std::string heading, std::string text) {
    constexpr std::size_t kMaxNotices = 3;  // more would push the bench off the screen; the newest count
    if (state_.notices.size() >= kMaxNotices) state_.notices.erase(state_.notices.begin());
    state_.notices.push_back({kind, std::move(heading), std::move(text)});
}

std::string LabState::run_obstacle() const {
    if (!problems.empty()) {
        const Problem& first = problems.all().front();
        const std::string more =
            problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more)" : "";
        return "First put right: " + place_in_words(first.where) + ": " + first.what + more;
    }
    return cannot_run_yet.empty() ? course_obstacle(course) : cannot_run_yet;
}

Experiment ready_experiment() {
    Experiment experiment;
    experiment.title = "A pipe that fills";
    const auto bytes = [](std::string name, BufferKind kind, Content content) {
        BufferSpec buffer;
        buffer.name = std::move(name);
        buffer.kind = kind;
        buffer.content = std::move(content);
        return buffer;
    };
    const auto part = [](std::string name, BufferKind kind, SliceRange range) {
        BufferSpec buffer;
        buffer.name = std::move(name);
        buffer.kind = kind;
        buffer.of = "body";
        buffer.range = range;
        return buffer;
    };
    experiment.buffers = {
        bytes("header", BufferKind::Bytes, {ContentKind::Text, "HTTP/1.1 200 OK\r\nX:1\r\n\r\n", 0, 0}),
        bytes("body", BufferKind::Bytearray, {ContentKind::Fill, "b", 0, 30000}),
        part("window", BufferKind::View, {6000, 30000}),
        part("tail", BufferKind::Slice, {0, 16000}),
    };
    for (const char* name : {"header", "body", "window", "tail"}) {
        EntrySpec entry;
        entry.buffer = name;
        experiment.calls.front().iov.push_back(entry);
    }
    experiment.target.flags.names = {"O_NONBLOCK"};
    experiment.reader = {ReaderPolicy::WhenFull, 4096, 10};
    experiment.loop.kind = "write-all-poll";
    return experiment;
}

std::string kernel_release() {
    utsname names{};
    if (uname(&names) != 0) return "?";
    const std::string release = static_cast<const char*>(names.release);
    std::size_t end = release.find('.');
    if (end != std::string::npos) end = release.find_first_not_of("0123456789", end + 1);
    return release.substr(0, end);
}

}  // namespace iovlab
