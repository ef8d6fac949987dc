#include "app/lab/prediction.h"

#include "app/lab/call_text.h"
#include "app/lab/cut.h"
#include "core/kernel/names.h"

#include <cctype>
#include <utility>
#include <variant>

namespace iovlab {

namespace {

const CallStep* call_number(const RunView& run, std::uint64_t n) {
    if (n == 0 || n > run.calls.size()) return nullptr;
    return std::get_if<CallStep>(&run.steps[run.calls[n - 1]].what);
}

std::string said(const Guess& guess) {
    if (guess.kind == Guess::Kind::Sleeps) return "You said that it sleeps";
    return "You said " + guess_text(guess);
}

std::string did(const CallStep& call) {
    const Outcome& outcome = call.outcome;
    if (outcome.signal != 0) return signal_name(outcome.signal) + " killed the caller";
    if (outcome.blocked) return "the call was still asleep at the end of the run";
    const std::string who = outcome.origin == Origin::Injected ? "the fault script" : "the kernel";
    if (outcome.error != 0 || !outcome.result) return who + " reported " + errno_name(outcome.error);
    if (outcome.origin == Origin::Capped && call.call.cap)
        return who + ", asked for only " + grouped(*call.call.cap) + ", took " +
               grouped(static_cast<std::uint64_t>(*outcome.result));
    return who + " took " + grouped(static_cast<std::uint64_t>(*outcome.result));
}

/// The explanation's first sentence, to go on with behind a colon.
std::string because(const LabState& state, std::uint64_t n) {
    const CallStep* shown = state.run.shown_call();
    std::string why = state.run.explanation.why;
    if (!shown || shown->n != n || why.empty()) return ".";
    if (const std::size_t end = why.find(". "); end != std::string::npos) why.resize(end + 1);
    const bool word = why.size() > 1 && std::islower(static_cast<unsigned char>(why[1])) != 0;
    if (word || why.starts_with("A ")) why[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(why[0])));
    return ": " + why;
}

bool is_result(const Guess& guess, const Outcome& outcome) {
    if (outcome.signal != 0 || outcome.blocked) return false;
    if (guess.kind == Guess::Kind::Errno) return outcome.error == guess.error;
    return outcome.error == 0 && outcome.result && *outcome.result >= 0 &&
           static_cast<std::uint64_t>(*outcome.result) == guess.bytes;
}

/// The call has not come back: only a guess that it sleeps can be judged.
GuessJudged judge_sleeping(const Guess& guess) {
    GuessJudged judged;
    if (guess.kind == Guess::Kind::None) return judged;
    if (guess.kind == Guess::Kind::Sleeps) {
        judged.result = true;
        judged.words = "You said that it sleeps, and it does.";
    } else {
        judged.words = said(guess) + "; the kernel lets the caller sleep, so there is no result yet.";
    }
    return judged;
}

void judge_cut(const LabState& state, const Guess& guess, const CallStep& call, GuessJudged& judged) {
    if (!guess.cut || call.list >= state.run_derived.lists.size()) return;
    const ListFacts& list = state.run_derived.lists[call.list];
    const auto place = [&](std::uint64_t at) { return place_text(state.run.experiment, call.list, list, at); };
    const std::uint64_t fell = list.byte_of(call.call.list.begin_at()) + call.taken;
    judged.cut = *guess.cut == fell;
    judged.cut_words = "You said that the list goes on at " + place(*guess.cut);
    judged.cut_words += *judged.cut ? ", and it does." : "; it goes on at " + place(fell) + ".";
}

}  // namespace

std::uint64_t guessed_call(const LabState& state) {
    return state.run.busy() ? state.run.calls.size() + 1 : 1;
}

std::string guess_obstacle(const LabState& state) {
    if (state.run.busy() && !state.run.paused()) return "The call is under way: it is too late to guess.";
    return {};
}

void type_guess(LabState& state, const std::string& text) {
    if (!guess_obstacle(state).empty()) return;
    Prediction& prediction = state.prediction;
    prediction.text = text;
    const std::optional<Guess> guess = parse_guess(text, prediction.problem);
    const auto cut = prediction.draft.cut;
    prediction.draft = guess.value_or(Guess{});
    prediction.draft.cut = cut;
}

void type_guessed_cut(LabState& state, const std::string& text) {
    if (!guess_obstacle(state).empty()) return;
    state.prediction.cut_text = text;
    state.prediction.draft.cut = parse_place(state, text, state.prediction.cut_problem);
}

void point_at_cut(LabState& state, std::uint64_t at) {
    type_guessed_cut(state, place_text(state.experiment(), state.look.list, state.list(), at));
}

void lock_guess(LabState& state, std::uint64_t n) {
    Prediction& prediction = state.prediction;
    if (prediction.run != state.run.id) {
        prediction.run = state.run.id;
        prediction.locked.clear();
        prediction.model_shown = false;
    }
    if (prediction.on && prediction.draft.any()) prediction.locked[n] = prediction.draft;
    prediction.draft = {};
    prediction.text.clear();
    prediction.cut_text.clear();
    prediction.problem.clear();
    prediction.cut_problem.clear();
}

void forget_guesses(LabState& state) {
    const bool on = state.prediction.on;
    state.prediction = {};
    state.prediction.on = on;
}

const Guess* locked_guess(const LabState& state, std::uint64_t n) {
    if (state.prediction.run != state.run.id) return nullptr;
    const auto found = state.prediction.locked.find(n);
    return found == state.prediction.locked.end() ? nullptr : &found->second;
}

bool model_kept_back(const LabState& state, std::uint64_t n) {
    const bool shown = state.prediction.model_shown && state.prediction.run == state.run.id;
    return state.prediction.on && !shown && locked_guess(state, n) == nullptr;
}

GuessJudged judge_guess(const LabState& state, std::uint64_t n) {
    const Guess* guess = locked_guess(state, n);
    if (!guess) return {};
    const CallStep* call = call_number(state.run, n);
    if (!call) return state.run.slept_in(n) ? judge_sleeping(*guess) : GuessJudged{};
    GuessJudged judged;
    judge_cut(state, *guess, *call, judged);
    if (guess->kind == Guess::Kind::None) return judged;
    const bool slept = state.run.slept_in(n);
    const bool right = guess->kind == Guess::Kind::Sleeps ? slept : is_result(*guess, call->outcome);
    judged.result = right;
    judged.words = said(*guess);
    if (right) {
        judged.words += slept ? ", and it did" : ", and that is what happened";
        judged.words += because(state, n);
    } else {
        judged.words += "; " + did(*call);
        if (guess->kind == Guess::Kind::Sleeps) judged.words += " without sleeping";
        judged.words += because(state, n);
    }
    return judged;
}

}  // namespace iovlab
