#include "core/doctor/machine.h"
#include "core/experiment/run.h"
#include "core/experiment/toml.h"
#include "core/kernel/names.h"

#include <cerrno>
#include <csignal>
#include <exception>
#include <fmt/format.h>

namespace iovlab {

namespace {

const CallStep* last_call_of(const Trace& trace) {
    const CallStep* last = nullptr;
    for (const Step& step : trace) {
        if (const auto* call = std::get_if<CallStep>(&step.what)) last = call;
    }
    return last;
}

// What the last call gave in place of the errno; empty when it gave that.
std::string instead_of(int expected, const Trace& trace) {
    const CallStep* last = last_call_of(trace);
    if (!last) return "no call was made";
    const Outcome& outcome = last->outcome;
    // A writer that SIGPIPE has killed never saw its EPIPE.
    const int error = outcome.signal == SIGPIPE ? EPIPE : outcome.error;
    if (error == expected) return {};
    if (error != 0) return "the last call gave " + errno_name(error);
    if (outcome.signal != 0) return "the last call was ended by " + signal_name(outcome.signal);
    if (outcome.blocked) return "the last call was still asleep at the end";
    return fmt::format("the last call returned {}", outcome.result.value_or(0));
}

}  // namespace

std::vector<RecipeResult> all_recipes() {
    std::vector<RecipeResult> all;
    for (const ErrnoFact& fact : errno_facts()) {
        for (const Recipe& recipe : fact.recipes) all.push_back({&fact, &recipe, {}});
    }
    return all;
}

RecipeResult try_recipe(RecipeResult recipe, const std::string& folder) {
    const ReadResult read = read_experiment_file(folder + "/" + recipe.recipe->file + ".toml");
    if (!read.ok()) {
        recipe.why_not = read.problems.empty() ? "it cannot be read" : read.problems.front().text();
        return recipe;
    }
    try {
        Run run(read.experiment, {});
        run.execute();
        Trace trace;
        run.steps_since(0, trace);
        recipe.why_not = instead_of(recipe.fact->number, trace);
    } catch (const std::exception& why) {
        recipe.why_not = why.what();
    }
    return recipe;
}

}  // namespace iovlab
