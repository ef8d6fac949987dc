// What changes no experiment and makes no call: where the window looks, and what the learner guesses.
#include "app/lab/lab.h"
#include "app/lab/prediction.h"

#include <algorithm>

namespace iovlab {

namespace {

/// How long a step stays on show when the trace is played at so many steps a second.
std::chrono::nanoseconds pause_of(unsigned speed) {
    return std::chrono::nanoseconds(std::chrono::seconds(1)) / speed;
}

}  // namespace

bool Lab::apply_look(const Intent& intent) {
    Look& look = state_.look;
    if (const auto* select = std::get_if<SelectStep>(&intent)) {
        look.playing = false;
        state_.first_start = false;
        state_.motion.part = 1;  // scrubbing: the end at once
        look_at(select->step);
    } else if (const auto* list = std::get_if<SelectList>(&intent)) {
        look.list = std::min(list->list, state_.experiment().calls.size() - 1);
        look.open_entry.reset();
    } else if (const auto* buffer = std::get_if<OpenBuffer>(&intent)) {
        look.open_buffer = buffer->index;
    } else if (const auto* entry = std::get_if<OpenEntry>(&intent)) {
        look.open_entry = entry->line;
    } else if (const auto* fault = std::get_if<OpenFault>(&intent)) {
        look.open_fault = fault->step;
    } else if (const auto* play = std::get_if<Play>(&intent)) {
        this->play(play->on);
    } else if (const auto* speed = std::get_if<SetSpeed>(&intent)) {
        look.speed = std::max(speed->factor, 1U);
        next_ = std::chrono::steady_clock::now() + pause_of(look.speed);
    } else if (const auto* fold = std::get_if<Fold>(&intent)) {
        fold->open ? (void)look.folded_out.insert(fold->what) : (void)look.folded_out.erase(fold->what);
    } else if (apply_bytes(intent)) {
        return true;
    } else if (const auto* amount = std::get_if<SetReadAmount>(&intent)) {
        look.read_amount = std::max<std::uint64_t>(amount->bytes, 1);
    } else if (const auto* theme = std::get_if<SetTheme>(&intent)) {
        if (state_.shell.present) {
            state_.shell.settings.present_dark = theme->dark;
        } else {
            look.dark = theme->dark;
            state_.shell.settings.theme = theme->dark ? ThemeChoice::Dark : ThemeChoice::Light;
        }
    } else if (const auto* language = std::get_if<ChooseLanguage>(&intent)) {
        look.language = language->language;
    } else if (const auto* help = std::get_if<ShowHelp>(&intent)) {
        look.help = help->open;
        if (help->open) examine();
    } else if (const auto* show = std::get_if<ShowScreen>(&intent)) {
        look.screen = show->screen;
        if (show->screen == Screen::Lessons) look_for_lessons();
    } else if (const auto* chosen = std::get_if<ChooseErrno>(&intent)) {
        look.atlas.chosen = std::min(chosen->index, errno_facts().size() - 1);
    } else if (const auto* filter = std::get_if<FilterAtlas>(&intent)) {
        look.atlas.filter = filter->filter;
        look.atlas.group = filter->group;
        keep_choice_in_sight(look.atlas);
    } else if (const auto* dismiss = std::get_if<Dismiss>(&intent)) {
        if (dismiss->notice < state_.notices.size()) {
            state_.notices.erase(state_.notices.begin() + static_cast<std::ptrdiff_t>(dismiss->notice));
        }
    } else {
        return false;
    }
    return true;
}

/// Bytes hovered and selected, and what else follows from pointing at them.
bool Lab::apply_bytes(const Intent& intent) {
    if (const auto* hover = std::get_if<HoverByte>(&intent)) {
        hover_byte(state_, hover->spot);
    } else if (const auto* select = std::get_if<SelectBytes>(&intent)) {
        select_bytes(state_, *select);
    } else if (const auto* call = std::get_if<SelectCall>(&intent)) {
        for (const std::size_t step : state_.run.calls) {
            if (std::get<CallStep>(state_.run.steps[step].what).n == call->n) look_at(step);
        }
        return true;
    } else if (const auto* motion = std::get_if<SetReduceMotion>(&intent)) {
        state_.look.reduce_motion = motion->on;
        return true;
    } else {
        return false;
    }
    light_up(state_);
    return true;
}

bool Lab::apply_guess(const Intent& intent) {
    Prediction& prediction = state_.prediction;
    if (const auto* predicting = std::get_if<SetPredicting>(&intent)) {
        prediction.on = predicting->on;
        prediction.model_shown = false;
    } else if (const auto* guess = std::get_if<TypeGuess>(&intent)) {
        type_guess(state_, guess->text);
    } else if (const auto* cut = std::get_if<TypeGuessedCut>(&intent)) {
        type_guessed_cut(state_, cut->text);
    } else if (const auto* point = std::get_if<PointAtCut>(&intent)) {
        point_at_cut(state_, point->at);
    } else if (std::holds_alternative<ShowModel>(intent)) {
        prediction.model_shown = true;
    } else {
        return false;
    }
    return true;
}

void Lab::look_at(std::optional<std::size_t> step) {
    RunView& run = state_.run;
    if (step && *step + 1 >= run.steps.size()) step.reset();  // the newest is followed
    run.selected = step;
    settle();
}

/// What follows from the step on show.
void Lab::settle() {
    RunView& run = state_.run;
    run.settle();
    state_.belief = belief_after(run, state_.run_derived, steps_on_show(run));
    state_.thinking = thinking_of(run, state_.run_derived, state_.experiment().loop.kind);
    state_.filled = filled_by(run, state_.run_derived);
    light_up(state_);
}

void Lab::play(bool on) {
    Look& look = state_.look;
    look.playing = on && !state_.run.steps.empty();
    if (!look.playing) return;
    state_.first_start = false;
    if (!state_.run.looking_back()) look_at(0);
    next_ = std::chrono::steady_clock::now() + pause_of(look.speed);
    hooks_.frame_in(std::chrono::duration<double>(pause_of(look.speed)).count());
}

void Lab::play_on() {
    if (!state_.look.playing) return;
    const auto now = std::chrono::steady_clock::now();
    if (now >= next_) {
        next_ = now + pause_of(state_.look.speed);
        look_at(state_.run.looking_back() ? std::optional(*state_.run.selected + 1) : std::nullopt);
        state_.look.playing = state_.run.looking_back();
        constexpr unsigned kTooFast = 4;  // steps a second: more than a slide's time and a look at it
        if (state_.look.speed <= kTooFast) slide_step(state_, state_.run.shown_index(), hooks_.now());
    }
    if (state_.look.playing) hooks_.frame_in(std::chrono::duration<double>(next_ - now).count());
}

}  // namespace iovlab
