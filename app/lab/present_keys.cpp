#include "app/lab/present_keys.h"

#include "app/lab/actions.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace iovlab {

namespace {

bool any_of(std::initializer_list<Key> keys) {
    return std::any_of(keys.begin(), keys.end(), [](Key key) { return pressed({.key = key}, true); });
}

bool is_over(const LabState& state) {
    return state.run.exists && !state.run.busy() && state.run.current;
}

/// The question for the room, until it is answered; null when none is open.
const Question* open_question(const LabState& state) {
    if (state.course.work.locked || state.look.screen == Screen::Benchmark) return nullptr;
    return state.course.asks<Question>();
}

/// Letters count hands or choose; the clicker goes on: vote again, then reveal.
Intents answered(const LabState& state, const Question& question, bool next) {
    Intents out;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        const Key key = static_cast<Key>(static_cast<std::size_t>(Key::A) + i);
        if (pressed({.key = key})) out.push_back(ChooseAnswer{i});
        if (question.vote && pressed({.key = key, .shift = true})) out.push_back(TakeVoteBack{i});
    }
    const bool reveal = pressed({.key = Key::Space}) || pressed({.key = Key::Enter});
    if ((!next && !reveal) || !lock_obstacle(state.course).empty()) return out;
    if (question.vote && next && state.course.work.round == 0) {
        out.push_back(NextVote{});
    } else {
        out.push_back(LockAnswer{});
    }
    return out;
}

/// The lists of the next count, or of the one before, as far as they were measured.
Intents other_lists(const Benchmark& benchmark, bool next) {
    const std::vector<std::uint64_t>& counts = benchmark.result.plan.counts;
    const auto now = std::find(counts.begin(), counts.end(), benchmark.count);
    if (!benchmark.any() || now == counts.end()) return {};
    if (next) return now + 1 == counts.end() ? Intents{} : Intents{ChooseLine{*(now + 1)}};
    return now == counts.begin() ? Intents{} : Intents{ChooseLine{*(now - 1)}};
}

/// The benchmark on the projector: the room's guess, by its number, before it is measured.
Intents guessed(const Benchmark& benchmark) {
    constexpr Key kNumbers[] = {Key::Digit1, Key::Digit2, Key::Digit3, Key::Digit4};
    for (std::size_t i = 0; i < std::size(kNumbers); ++i) {
        if (pressed({.key = kNumbers[i]}) && benchmark.predicting && !benchmark.running)
            return {PickWinner{kWinnerAnswers[i]}};
    }
    return {};
}

}  // namespace

std::string next_obstacle(const LabState& state) {
    if (state.run.looking_back()) return {};
    if (state.run.asleep()) return "the caller is asleep";
    // A run that is over is not begun again by a key that was pressed once too often.
    if (is_over(state)) return "this was the last step";
    if (state.run.busy() && !state.run.paused()) return "it is running";
    return state.run.paused() ? std::string() : state.run_obstacle();
}

Intents pressed_while_presenting(const LabState& state) {
    const bool next = any_of({Key::PageDown, Key::Right, Key::Down});
    const bool back = any_of({Key::PageUp, Key::Left, Key::Up});
    const bool blank = any_of({Key::B, Key::Period});
    const bool leave = pressed({.key = Key::Escape});
    if (state.shell.blank) {
        if (next || back || blank || leave) return {Blank{false}};
        return {};
    }
    if (state.chooser.mode != Chooser::Mode::Closed) return leave ? Intents{CloseChooser{}} : Intents{};
    if (state.unsaved) return leave ? Intents{AnswerUnsaved{Unsaved::Keep}} : Intents{};
    if (leave && !state.notices.empty()) return {Dismiss{0}};
    if (leave && state.benchmark.running) return {CancelMeasure{}};
    if (leave) return {Present{false}};
    if (const Question* question = open_question(state)) {
        // B is an answer here; the other key still blanks.
        if (pressed({.key = Key::Period})) return {Blank{true}};
        const Intents said = answered(state, *question, next);
        if (!said.empty() || next || back) return said;
    }
    if (blank && open_question(state) == nullptr) return {Blank{true}};
    const auto ask = [&](const char* id) -> Intents {
        const Action& one = action(id);
        return one.obstacle(state).empty() ? Intents{one.intent(state)} : Intents{};
    };
    if (state.look.screen == Screen::Benchmark) {
        if (next || back) return other_lists(state.benchmark, next);
        if (Intents guess = guessed(state.benchmark); !guess.empty()) return guess;
    }
    if (next) return next_obstacle(state).empty() ? ask("run.step") : Intents{};
    if (back) return ask("look.back");
    if (pressed({.key = Key::Space})) return ask("run.start");
    Intents rest;
    for (const Action& one : actions()) {
        if (one.menu == Menu::File || one.menu == Menu::Edit || one.chord.key == Key::None) continue;
        if (pressed(one.chord) && one.obstacle(state).empty()) rest.push_back(one.intent(state));
    }
    std::erase_if(rest, [](const Intent& intent) {
        return std::holds_alternative<ShowPalette>(intent) || std::holds_alternative<ShowScreen>(intent) ||
               std::holds_alternative<ShowHelp>(intent) || std::holds_alternative<NextPanel>(intent);
    });
    return rest;
}

}  // namespace iovlab
