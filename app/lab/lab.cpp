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
        worked_ = {};
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
    const auto* set = std::get_if<SetBuffer>(&intent);
    const std::optional<EditStep> step = edit_step(set ? called_by(*set) : intent, state_.experiment());
    if (!step) return false;
    const std::size_t lines = state_.call().iov.size();
    const std::size_t buffers = state_.experiment().buffers.size();
    state_.document.edit(step->what, step->merge_key, step->change);
    if (set) note_name(*set);
    // While a cut is dragged nothing may move under the pointer.
    const auto* faults = std::get_if<SetFaults>(&intent);
    if (!faults || !faults->goes_on) state_.first_start = false;
    state_.look.list = std::min(state_.look.list, state_.experiment().calls.size() - 1);
    const bool moved = std::holds_alternative<MoveEntry>(intent) || lines != state_.call().iov.size() ||
                       buffers != state_.experiment().buffers.size();
    if (moved && !state_.drafts.empty()) {  // their places mean other entries now
        state_.drafts.clear();
        worked_ = {};
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

namespace {
std::size_t count_named(const std::vector<BufferSpec>& buffers, const std::string& name) {
    const auto has = [&](const BufferSpec& one) { return one.name == name; };
    return static_cast<std::size_t>(std::count_if(buffers.begin(), buffers.end(), has));
}
}  // namespace

/// While a buffer's name is another's, lists and views go on calling it by the one that it had before.
Intent Lab::called_by(SetBuffer set) {
    const std::vector<BufferSpec>& buffers = state_.experiment().buffers;
    const std::optional<EditStep> step = edit_step(set, state_.experiment());
    if (!step) return set;
    const bool goes_on = state_.document.goes_on(step->merge_key);  // then what was so before the first key counts
    std::erase_if(called_, [&](const auto& one) {
        const bool over = !goes_on && !refers_to(state_.experiment(), one.second);
        return one.first >= buffers.size() || count_named(buffers, one.second) > 0 || over;
    });
    const std::string& name = buffers[set.index].name;
    std::size_t otherwise = 0;
    for (const auto& [index, called] : called_) otherwise += buffers[index].name == name ? 1U : 0U;
    const auto mine = called_.find(set.index);
    if (mine != called_.end()) {
        set.called = mine->second;
    } else {
        set.owns_name = count_named(buffers, name) == otherwise + 1;
    }
    return set;
}

/// After the edit that `set` asked for.
void Lab::note_name(const SetBuffer& set) {
    const std::vector<BufferSpec>& buffers = state_.experiment().buffers;
    const Experiment* before = state_.document.before_last();
    if (set.index >= buffers.size() || before == nullptr || set.index >= before->buffers.size()) return;
    if (count_named(buffers, buffers[set.index].name) > 1)
        called_.try_emplace(set.index, before->buffers[set.index].name);
}

void Lab::rework() {
    if (worked_ == state_.document.state()) return;
    worked_ = state_.document.state();
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
        state_.thinking = thinking_of(state_.run, state_.run_derived, experiment.loop.kind, thinking_kept_);
    state_.run.same_lists = state_.run.exists && ran.buffers == experiment.buffers && ran.calls == experiment.calls;
    keep_rows_in_bounds(state_);
    point_anew(state_);
}

void Lab::replace_document(Document document) {
    forget_run();
    state_.lighting = {};
    state_.look.chosen = {};
    state_.look.in_place = {};
    state_.document = std::move(document);
    state_.drafts.clear();
    state_.look.screen = Screen::Bench;
    state_.look.list = 0;
    state_.look.open_buffer.reset();
    state_.look.open_entry.reset();
    state_.look.open_fault.reset();
    state_.look.playing = false;
    forget_guesses(state_);
    worked_ = {};
    rework();
}

void Lab::say(Notice::Kind kind, std::string heading, std::string text) {
    Notice notice{kind, std::move(heading), std::move(text)};
    // None is dropped before it was read; the same twice says no more.
    if (std::find(state_.notices.begin(), state_.notices.end(), notice) != state_.notices.end()) return;
    state_.notices.push_back(std::move(notice));
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
