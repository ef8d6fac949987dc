#include "core/lesson/read_step.h"

#include "core/experiment/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <string_view>
#include <utility>

namespace iovlab {

namespace {

using Earlier = std::vector<std::optional<toml::table>>;

void complain(Complaints& complaints, unsigned line, std::string what) {
    complaints.add("", {line, 1}, std::move(what));
}

// The solution's own lines, as the author wrote them: what the last hint shows.
std::string worked_text(std::string_view source) {
    std::string text;
    bool inside = false;
    while (!source.empty()) {
        const std::size_t end = std::min(source.find('\n'), source.size());
        std::string line(source.substr(0, end));
        source.remove_prefix(std::min(end + 1, source.size()));
        if (!line.empty() && line[0] == '[') {
            const std::size_t name = line.find("solution");
            inside = name == 1 || name == 2;
            if (!inside || line == "[solution]") continue;
            line.erase(name, std::string_view("solution.").size());
        } else if (line.rfind("solution", 0) == 0) {
            text += line + "\n";
            continue;
        }
        if (inside && !line.empty()) text += line + "\n";
    }
    return text;
}

// `from`: another step's experiment, which this one changes.
std::optional<toml::table> base_of(toml::table& root, const Earlier& earlier, Complaints& complaints) {
    const toml::node* from = root.get("from");
    if (from == nullptr) return toml::table{};
    const auto* word = from->as_string();
    const auto* number = from->as_integer();
    const toml::source_position at = from->source().begin;
    std::optional<toml::table> base;
    if (word != nullptr && word->get() == "previous") {
        const auto found =
            std::find_if(earlier.rbegin(), earlier.rend(), [](const auto& one) { return one.has_value(); });
        if (found != earlier.rend()) base = **found;
    } else if (number != nullptr && number->get() >= 1 &&
               static_cast<std::size_t>(number->get()) <= earlier.size()) {
        base = earlier[static_cast<std::size_t>(number->get()) - 1];
    }
    if (!base) {
        complaints.add("", at,
                       fmt::format("from is {}; write \"previous\", or the number of a step above that has an "
                                   "experiment",
                                   describe(*from)));
    }
    root.erase("from");
    return base;
}

void read_experiment_block(StepDraft& draft, const MdBlock& block, toml::table root, const Earlier& earlier,
                           Complaints& complaints) {
    if (draft.root) return complain(complaints, block.line, "this step has an experiment already");
    draft.step.experiment_line = block.line;
    auto base = base_of(root, earlier, complaints);
    draft.sound = base.has_value();
    if (!base) return;
    lay_over(*base, std::move(root));
    ReadResult read = read_experiment_table(*base, "");
    for (const FileProblem& problem : read.problems) {
        complaints.add("", {problem.line, problem.column}, problem.what);
    }
    draft.sound = read.ok();
    draft.root = std::move(base);
    draft.step.experiment = std::move(read.experiment);
}

void read_activity(StepDraft& draft, const MdBlock& block, toml::table root, Complaints& complaints) {
    LessonStep& step = draft.step;
    if (draft.told) {
        return complain(
            complaints, block.line,
            fmt::format("this step has a {} block already; one step asks one thing", kind_of(step.activity)));
    }
    draft.told = true;
    step.activity_line = block.line;
    if (block.language == "predict" || block.language == "vote") {
        step.activity = read_question(root, block.language == "vote", complaints);
    } else if (block.language == "build") {
        BuildTask task = read_build(root, complaints);
        task.worked = worked_text(block.text);
        step.activity = std::move(task);
        draft.changes = taken(root, "solution");
    } else if (block.language == "find") {
        step.activity = read_find(root, complaints);
        draft.changes = taken(root, "proof");
    } else {
        step.activity = read_order(root, complaints);
    }
}

// Every name that the claim's sums hold must mean something in the experiment.
void judge_claim(const Claim& claim, const Experiment& experiment, unsigned line, Complaints& complaints) {
    std::set<std::string> told;
    for (const Amount& amount : amounts_of(claim)) {
        const std::string name = unknown_name(amount, experiment);
        if (name.empty() || !told.insert(name).second) continue;
        const auto names = amount_names(experiment);
        complain(complaints, line,
                 fmt::format("{} means nothing in this step's experiment{}; use {}", quoted(name),
                             did_you_mean(name, names), one_of(names)));
    }
}

std::optional<Experiment> changed(StepDraft& draft, Complaints& complaints) {
    toml::table base = draft.root ? *draft.root : toml::table{{"format", kFormat}};
    lay_over(base, std::move(draft.changes));
    ReadResult read = read_experiment_table(base, "");
    for (const FileProblem& problem : read.problems) {
        complaints.add("", {problem.line, problem.column}, problem.what);
    }
    return read.ok() ? std::optional(std::move(read.experiment)) : std::nullopt;
}

void judge_variation(const StepDraft& draft, Complaints& complaints) {
    const LessonStep& step = draft.step;
    if (!std::holds_alternative<Question>(step.activity)) {
        return complain(complaints, step.line,
                        "a vary block gives a predict or vote block new numbers; there is none");
    }
    for (const Variation::Range& range : step.vary.ranges) {
        std::vector<std::int64_t> values = range.of;
        if (values.empty()) values = {range.min, range.max};
        for (const std::int64_t value : values) {
            toml::table root = toml::parse(write_experiment(*step.experiment));  // as varied() does
            if (!set_at(root, range.path, value)) {
                complain(
                    complaints, step.line,
                    fmt::format("{} leads nowhere in this step's experiment; write it as in \"buffer[0].size\"",
                                quoted(range.path)));
                break;
            }
            const ReadResult read = read_experiment_table(root, "");
            if (read.ok()) continue;
            complain(complaints, step.line,
                     fmt::format("with {} = {}: {}", range.path, value, read.problems[0].what));
            break;
        }
    }
}

/// A misspelt part would guard nothing: absent from both experiments, it is the same in both.
void judge_given(const BuildTask& task, const Experiment& experiment, unsigned line, Complaints& complaints) {
    const toml::table start = toml::parse(write_experiment(experiment));
    for (const std::string& part : task.given) {
        if (node_at(start, part) != nullptr) continue;
        toml::table with = start;  // not written when it has its default value: then it is a key that may be set
        const bool set = set_at(with, part, 1);
        const auto problems = set ? read_experiment_table(with, "").problems : std::vector<FileProblem>();
        const bool known = set && std::none_of(problems.begin(), problems.end(),
                                               [](const FileProblem& one) { return one.unknown_key; });
        if (known) continue;
        complain(complaints, line,
                 fmt::format("given: {} leads nowhere in this step's experiment; write it as in \"call.op\" or "
                             "\"buffer[0].size\"",
                             quoted(part)));
    }
}

void judge_activity(StepDraft& draft, Complaints& complaints) {
    LessonStep& step = draft.step;
    const unsigned line = step.activity_line;
    if (auto* question = std::get_if<Question>(&step.activity)) {
        for (const LessonChoice& choice : question->choices)
            judge_claim(choice.claim, *step.experiment, choice.line, complaints);
    } else if (auto* task = std::get_if<BuildTask>(&step.activity)) {
        judge_given(*task, *step.experiment, line, complaints);
        task->solution = changed(draft, complaints);
        if (task->solution) judge_claim(task->goal, *task->solution, line, complaints);
    } else if (auto* find = std::get_if<FindTask>(&step.activity)) {
        if (auto proof = changed(draft, complaints)) find->proof = std::move(*proof);
        if (complaints.list.empty()) judge_claim(find->shows, find->proof, line, complaints);
    }
}

}  // namespace

void read_step_block(StepDraft& draft, const MdBlock& block, toml::table root, const Earlier& earlier,
                     Complaints& complaints) {
    const std::string& kind = block.language;
    const auto once = [&](bool& had) {
        if (had) complain(complaints, block.line, fmt::format("this step has a {} block already", kind));
        return !std::exchange(had, true);
    };
    if (kind == "experiment") {
        read_experiment_block(draft, block, std::move(root), earlier, complaints);
    } else if (kind == "point") {
        if (once(draft.pointed)) draft.step.points = read_point(root, complaints);
    } else if (kind == "vary") {
        if (once(draft.varies)) draft.step.vary = read_vary(root, complaints);
    } else if (kind == "sheet") {
        if (once(draft.noted)) draft.step.sheet = read_sheet(root, complaints);
    } else {
        read_activity(draft, block, std::move(root), complaints);
    }
}

void finish_draft(StepDraft& draft, Complaints& complaints) {
    LessonStep& step = draft.step;
    const bool asks_a_run =
        std::holds_alternative<Question>(step.activity) || std::holds_alternative<BuildTask>(step.activity);
    if (asks_a_run && !draft.root && draft.sound) {
        return complain(complaints, step.activity_line,
                        fmt::format("this {} block needs an experiment block in its step", kind_of(step.activity)));
    }
    if (!draft.sound) return;
    judge_activity(draft, complaints);
    if (!step.vary.ranges.empty() && draft.root) judge_variation(draft, complaints);
}

}  // namespace iovlab
