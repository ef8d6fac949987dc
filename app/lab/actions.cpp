#include "app/lab/actions.h"

#include <stdexcept>

namespace iovlab {

namespace {

constexpr Chord kNone{};
constexpr Chord plain(Key key) {
    return {key, false, false, false};
}
constexpr Chord ctrl(Key key) {
    return {key, true, false, false};
}
constexpr Chord ctrl_shift(Key key) {
    return {key, true, true, false};
}
constexpr Chord shift(Key key) {
    return {key, false, true, false};
}

std::string always(const LabState& /*state*/) {
    return {};
}
std::string when_document(const LabState& state) {
    return state.saving ? "It is being saved." : "";
}
std::string when_picture(const LabState& state) {
    return state.shell.exporting.empty() ? "" : "A picture is being written.";
}
/// What edits the bench can be done where the bench is on the screen.
std::string when_bench(const LabState& state) {
    const bool lesson = state.look.screen == Screen::Lessons && state.course.lesson;
    return state.look.screen == Screen::Bench || lesson ? "" : "This is about the bench: Ctrl+1 shows it.";
}
std::string when_undo(const LabState& state) {
    if (auto off = when_bench(state); !off.empty()) return off;
    return state.document.can_undo() ? ""
                                     : "There is no edit to take back. Runs are not undone: their calls happened.";
}
std::string when_redo(const LabState& state) {
    if (auto off = when_bench(state); !off.empty()) return off;
    return state.document.can_redo() ? "" : "No edit was taken back.";
}
std::string when_run(const LabState& state) {
    if (state.run.paused()) return {};
    if (state.run.busy()) return "It is running. Stop it first.";
    return state.run_obstacle();
}
std::string when_start(const LabState& state) {
    return state.look.screen == Screen::Benchmark ? state.benchmark.obstacle() : when_run(state);
}
std::string when_step(const LabState& state) {
    return state.run.looking_back() ? std::string() : when_run(state);
}
std::string when_look_back(const LabState& state) {
    if (state.run.steps.empty()) return "Nothing has happened yet.";
    return state.run.shown_index() == 0 ? "This is the first step." : "";
}
std::string when_look_on(const LabState& state) {
    if (state.run.steps.empty()) return "Nothing has happened yet.";
    return state.run.looking_back() ? "" : "This is the newest step.";
}
std::string when_play(const LabState& state) {
    if (state.look.playing) return {};
    return state.run.steps.size() < 2 ? "There are no steps to play yet." : "";
}
std::string when_pause(const LabState& state) {
    if (state.run.paused()) return "It is paused already.";
    return state.run.busy() ? "" : "Nothing is running.";
}
std::string when_stop(const LabState& state) {
    if (state.benchmark.running) return state.benchmark.cancelling ? "It is being stopped." : "";
    if (!state.run.busy()) return "Nothing is running.";
    return state.run.stopping ? "It is being stopped." : "";
}

std::string when_copy(const LabState& state) {
    return state.run.arena && !state.run.calls.empty() ? "" : "There is no call to copy yet.";
}

std::string when_export(const LabState& state) {
    return state.problems.empty() ? "" : state.run_obstacle();
}

std::string when_next_step(const LabState& state) {
    if (!state.course.lesson || state.look.screen != Screen::Lessons) return "No lesson is open here.";
    return state.course.last() ? "This is the lesson's last step." : "";
}
std::string when_earlier_step(const LabState& state) {
    if (!state.course.lesson || state.look.screen != Screen::Lessons) return "No lesson is open here.";
    return state.course.step == 0 ? "This is the lesson's first step." : "";
}

std::string undo_title(const LabState& state) {
    return state.document.can_undo() ? "Undo " + state.document.undo_what() : "Undo";
}
std::string redo_title(const LabState& state) {
    return state.document.can_redo() ? "Redo " + state.document.redo_what() : "Redo";
}
std::string run_title(const LabState& state) {
    if (state.look.screen == Screen::Benchmark) return "Measure";
    return state.run.paused() ? "Go on" : "Run";
}
std::string step_title(const LabState& state) {
    return state.run.looking_back() ? "Look on" : "Step";
}
std::string play_title(const LabState& state) {
    return state.look.playing ? "Halt" : "Play";
}
std::string theme_title(const LabState& state) {
    return state.dark() ? "Light theme" : "Dark theme";
}

std::string present_title(const LabState& state) {
    return state.shell.present ? "Stop presenting" : "Present";
}
std::string motion_title(const LabState& state) {
    return state.look.reduce_motion ? "More motion" : "Less motion";
}

template <class What>
Intent plainly(const LabState& /*state*/) {
    return What{};
}
/// Run and Stop mean what is on the screen.
Intent start(const LabState& state) {
    if (state.look.screen == Screen::Benchmark) return Measure{};
    return StartRun{};
}
Intent stop(const LabState& state) {
    if (state.benchmark.running) return CancelMeasure{};
    return StopRun{};
}
/// While an earlier step is looked at, Step goes on through what happened: no call is made.
Intent step(const LabState& state) {
    if (state.run.looking_back()) return SelectStep{*state.run.selected + 1};
    return StepRun{};
}
Intent step_back(const LabState& state) {
    const std::size_t index = state.run.shown_index();
    return SelectStep{index > 0 ? index - 1 : 0};
}
Intent first_step(const LabState& /*state*/) {
    return SelectStep{0};
}
Intent next_step(const LabState& state) {
    return GoToStep{state.course.step + 1};
}
Intent earlier_step(const LabState& state) {
    return GoToStep{state.course.step - 1};
}
Intent play(const LabState& state) {
    return Play{!state.look.playing};
}
template <int Steps>
Intent zoomed(const LabState& /*state*/) {
    return Zoom{Steps};
}
template <Screen Which>
Intent shown(const LabState& /*state*/) {
    return ShowScreen{Which};
}
template <Language Which>
Intent program_in(const LabState& /*state*/) {
    return CopyProgram{Which};
}
Intent other_theme(const LabState& state) {
    return SetTheme{!state.dark()};
}
Intent other_palette(const LabState& state) {
    return ShowPalette{!state.shell.palette.open};
}
Intent other_present(const LabState& state) {
    return Present{!state.shell.present};
}
template <bool Back>
Intent next_panel(const LabState& /*state*/) {
    return NextPanel{Back};
}
Intent other_motion(const LabState& state) {
    return SetReduceMotion{!state.look.reduce_motion};
}
Intent other_help(const LabState& state) {
    return ShowHelp{!state.look.help};
}

std::string when_chosen(const LabState& state) {
    if (auto off = when_bench(state); !off.empty()) return off;
    return state.look.chosen.now.rows.empty()
               ? "Choose entries or buffers first: click on them, with Ctrl or Shift on more of them."
               : "";
}
std::string when_rows(const LabState& state) {
    if (auto off = when_bench(state); !off.empty()) return off;
    const bool buffers = state.look.chosen.now.of == Rows::Of::Buffers;
    const bool none = buffers ? state.experiment().buffers.empty() : state.call().iov.empty();
    return none ? "There is nothing to choose from yet." : "";
}
std::string when_any_chosen(const LabState& state) {
    if (state.run.busy()) return "Esc stops the run first.";
    if (auto off = when_bench(state); !off.empty()) return off;
    return state.lighting.chosen.spot || !state.look.chosen.now.rows.empty() ? "" : "Nothing is chosen.";
}
std::string of_rows(const char* verb, const LabState& state) {
    const Rows& rows = state.look.chosen.now;
    return rows.rows.empty() ? verb : std::string(verb) + " " + rows_words(rows, state.experiment());
}
std::string cut_title(const LabState& state) {
    return of_rows("Cut", state);
}
std::string copy_title(const LabState& state) {
    return of_rows("Copy", state);
}
std::string duplicate_title(const LabState& state) {
    return of_rows("Duplicate", state);
}
std::string remove_title(const LabState& state) {
    return of_rows("Remove", state);
}
Intent cut_rows(const LabState& /*state*/) {
    return CopyRows{true};
}
Intent choose_nothing(const LabState& state) {
    if (state.lighting.chosen.spot) return SelectBytes{};
    return ChooseNoRows{};
}

std::vector<Action> row_actions() {
    return {
        {"edit.cut", Menu::Edit, "Cut", "Copies the chosen entries or buffers as TOML, and takes them away.",
         ctrl(Key::X), kNone, when_chosen, cut_rows, cut_title},
        {"edit.copy", Menu::Edit, "Copy", "Copies the chosen entries or buffers as TOML, to paste them anywhere.",
         ctrl(Key::C), kNone, when_chosen, plainly<CopyRows>, copy_title},
        {"edit.paste", Menu::Edit, "Paste", "Adds the entries or buffers that the clipboard holds as TOML.",
         ctrl(Key::V), kNone, when_bench, plainly<PasteRows>},
        {"edit.duplicate", Menu::Edit, "Duplicate", "Puts a copy behind each chosen entry or buffer.", ctrl(Key::D),
         kNone, when_chosen, plainly<DuplicateRows>, duplicate_title},
        {"edit.delete", Menu::Edit, "Remove", "Takes the chosen entries or buffers away.", plain(Key::Delete),
         kNone, when_chosen, plainly<RemoveRows>, remove_title},
        {"edit.all", Menu::Edit, "Choose all", "Chooses all entries of the list, or all buffers.", ctrl(Key::A),
         kNone, when_rows, plainly<ChooseAllRows>},
        {"edit.none", Menu::Edit, "Choose nothing", "Lets go of the bytes, entries or buffers that are chosen.",
         plain(Key::Escape), kNone, when_any_chosen, choose_nothing},
    };
}

std::vector<Action> file_and_edit() {
    return {
        {"file.new", Menu::File, "New", "Starts an empty experiment.", ctrl(Key::N), kNone, always,
         plainly<NewDocument>},
        {"file.open", Menu::File, "Open…", "Opens an experiment file.", ctrl(Key::O), kNone, always,
         plainly<AskOpen>},
        {"file.save", Menu::File, "Save", "Writes the experiment to its file.", ctrl(Key::S), kNone, when_document,
         plainly<Save>},
        {"file.save_as", Menu::File, "Save as…", "Writes the experiment to another file.", ctrl_shift(Key::S),
         kNone, when_document, plainly<AskSaveAs>},
        {"file.picture", Menu::File, "Export picture…",
         "Writes what the window shows to a PNG, twice as large, for slides and handouts.", kNone, kNone,
         when_picture, plainly<AskPicture>},
        {"file.quit", Menu::File, "Quit", "Closes iovlab; asks first when something is not saved.", ctrl(Key::Q),
         kNone, always, plainly<Quit>},
        {"edit.undo", Menu::Edit, "Undo", "Takes the last edit back. A run cannot be undone: its calls happened.",
         ctrl(Key::Z), kNone, when_undo, plainly<Undo>, undo_title},
        {"edit.redo", Menu::Edit, "Redo", "Makes the edit again that was taken back.", ctrl_shift(Key::Z),
         ctrl(Key::Y), when_redo, plainly<Redo>, redo_title},
    };
}

std::vector<Action> running() {
    return {
        {"run.start", Menu::Run, "Run", "Makes the calls, for real, in a process of their own.", plain(Key::F5),
         kNone, when_start, start, run_title},
        {"run.step", Menu::Run, "Step", "Makes one call, or waits once, and pauses.", plain(Key::F10), kNone,
         when_step, step, step_title},
        {"run.pause", Menu::Run, "Pause", "Pauses before the next call. A call under way goes on.", plain(Key::F6),
         kNone, when_pause, plainly<PauseRun>},
        {"run.stop", Menu::Run, "Stop", "Ends the run; a caller that sleeps is killed.", shift(Key::F5),
         plain(Key::Escape), when_stop, stop},
        {"look.back", Menu::Run, "Step back", "Shows the step before. No call is made again, and none is undone.",
         shift(Key::F10), kNone, when_look_back, step_back},
        {"look.first", Menu::Run, "First step", "Shows the run's first step. No call is made again.",
         plain(Key::Home), kNone, when_look_back, first_step},
        {"look.last", Menu::Run, "Last step", "Shows the newest step again.", plain(Key::End), kNone, when_look_on,
         plainly<SelectStep>},
        {"look.play", Menu::Run, "Play", "Goes through what happened, step by step. No call is made again.", kNone,
         kNone, when_play, play, play_title},
        {"run.copy", Menu::Run, "Copy strace text",
         "Copies the calls as strace prints them, to compare with the real tool.", kNone, kNone, when_copy,
         plainly<CopyStrace>},
        {"export.c", Menu::Run, "Copy as C", "Copies the experiment as a C program that stands alone.", kNone,
         kNone, when_export, program_in<Language::C>},
        {"export.cpp", Menu::Run, "Copy as C++", "Copies the experiment as a C++ program that stands alone.", kNone,
         kNone, when_export, program_in<Language::Cpp>},
        {"export.python", Menu::Run, "Copy as Python",
         "Copies the experiment as a Python program that stands alone.", kNone, kNone, when_export,
         program_in<Language::Python>},
        {"export.rust", Menu::Run, "Copy as Rust", "Copies the experiment as a Rust program that stands alone.",
         kNone, kNone, when_export, program_in<Language::Rust>},
    };
}

std::vector<Action> viewing() {
    return {
        {"view.bench", Menu::View, "Bench", "Lists of buffers, real calls, and what came of them.",
         ctrl(Key::Digit1), kNone, always, shown<Screen::Bench>},
        {"view.lessons", Menu::View, "Lessons", "A course: say what will happen, see it happen, build it yourself.",
         ctrl(Key::Digit2), kNone, always, shown<Screen::Lessons>},
        {"view.atlas", Menu::View, "Errno atlas", "Every way that a write can fail, and what to do about it.",
         ctrl(Key::Digit3), kNone, always, shown<Screen::Atlas>},
        {"view.benchmark", Menu::View, "Benchmark", "Measures writev against the other ways to send a list.",
         ctrl(Key::Digit5), kNone, always, shown<Screen::Benchmark>},
        {"view.palette", Menu::View, "Find anything…",
         "Actions, lessons, experiments, recent files and errnos, by a few letters of their names.", ctrl(Key::P),
         kNone, always, other_palette},
        {"view.present", Menu::View, "Present",
         "One list, one queue, one result, legible from the back row. Only keys make calls there.", plain(Key::F11),
         kNone, always, other_present, present_title},
        {"view.next_panel", Menu::View, "Next panel", "The keyboard's cursor goes to the next panel.",
         ctrl(Key::Tab), kNone, always, next_panel<false>},
        {"view.panel_before", Menu::View, "Panel before", "The keyboard's cursor goes to the panel before.",
         ctrl_shift(Key::Tab), kNone, always, next_panel<true>},
        {"lesson.next", Menu::View, "Next step of the lesson", "Goes on to the lesson's next step.",
         plain(Key::PageDown), kNone, when_next_step, next_step},
        {"lesson.back", Menu::View, "Step before of the lesson", "Goes back to the lesson's step before.",
         plain(Key::PageUp), kNone, when_earlier_step, earlier_step},
        {"view.zoom_in", Menu::View, "Larger", "Makes everything larger, up to 300 %.", ctrl(Key::Plus), kNone,
         always, zoomed<1>},
        {"view.zoom_out", Menu::View, "Smaller", "Makes everything smaller, down to 80 %.", ctrl(Key::Minus), kNone,
         always, zoomed<-1>},
        {"view.zoom_reset", Menu::View, "Normal size", "Back to 100 %.", ctrl(Key::Digit0), kNone, always,
         zoomed<0>},
        {"view.theme", Menu::View, "Light theme", "Light is read better on a projector, dark at a desk.", kNone,
         kNone, always, other_theme, theme_title},
        {"view.theme_desktop", Menu::View, "Theme of the desktop", "Dark or light, as the desktop is.", kNone,
         kNone, always, plainly<UseDesktopTheme>},
        {"view.motion", Menu::View, "Less motion", "Bytes no longer slide to where they go.", kNone, kNone, always,
         other_motion, motion_title},
        {"help.keys", Menu::Help, "Keys and words", "All shortcuts, and what the words mean.", plain(Key::F1),
         kNone, always, other_help},
    };
}

}  // namespace

const char* to_string(Menu menu) {
    switch (menu) {
        case Menu::File:
            return "File";
        case Menu::Edit:
            return "Edit";
        case Menu::Run:
            return "Run";
        case Menu::View:
            return "View";
        case Menu::Help:
            break;
    }
    return "Help";
}

const std::vector<Action>& actions() {
    static const std::vector<Action> all = [] {
        std::vector<Action> table = file_and_edit();
        for (const auto& more : {row_actions(), running(), viewing()})
            table.insert(table.end(), more.begin(), more.end());
        return table;
    }();
    return all;
}

const Action& action(std::string_view id) {
    for (const Action& one : actions()) {
        if (one.id == id) return one;
    }
    throw std::logic_error("no action " + std::string(id));
}

std::string title_of(const Action& action, const LabState& state) {
    return action.live_title ? action.live_title(state) : action.title;
}

}  // namespace iovlab
