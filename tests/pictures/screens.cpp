#include "tests/pictures/screens.h"

#include "app/widgets/registry.h"
#include "app/window/imgui_headless.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace iovlab::pictures {

Stage::Stage(const WindowOptions& options) : backend_(make_offscreen_backend(options)) {
    window_ = std::make_unique<LabWindow>(*backend_);
    lab().look_for_examples(std::string(IOVLAB_SOURCE_DIR) + "/assets/examples");
    lab().keep_nothing();  // or lessons that are pictured would count as taken
    lab().apply(SetReduceMotion{true});
    until([this] { return !state().examples.empty(); });
}

Stage::~Stage() = default;

void Stage::frames(int n) {
    for (int i = 0; i < n; ++i) backend_->frame([this] { window_->draw(); });
}

void Stage::until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!done()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("what was waited for did not happen");
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        frames(1);
    }
}

void Stage::open(const std::string& example) {
    lab().apply(OpenFile{std::string(IOVLAB_SOURCE_DIR) + "/assets/examples/" + example + ".toml"});
    until([this] { return !state().opening; });
    if (!state().notices.empty()) throw std::runtime_error(state().notices.front().text);
}

void Stage::run() {
    lab().apply(StartRun{});
    until([this] { return state().run.asleep() || (!state().run.busy() && !state().run.steps.empty()); });
    if (!state().run.refused.empty()) throw std::runtime_error(state().run.refused);
}

void Stage::click(std::string_view name) {
    frames(3);
    const ui::Control* control = ui::registry().find(name);
    if (control == nullptr) throw std::runtime_error("no control " + std::string(name));
    const ImVec2 at = control->centre();
    backend_->move_pointer(at.x, at.y);
    frames(2);
    cx::mouse_button(ImGui::GetIO(), 0, true);
    frames(2);
    cx::mouse_button(ImGui::GetIO(), 0, false);
    frames(3);
    backend_->move_pointer(-1, -1);
}

namespace {

void first_start(Stage& /*stage*/) {}

/// As a newcomer sees it: the first run stops at its short write, and says what to press next.
void short_write(Stage& stage) {
    stage.run();
}

void run_over(Stage& stage) {
    stage.run();
    stage.lab().apply(SelectStep{});
}

void selection(Stage& stage) {
    stage.run();
    stage.lab().apply(SelectBytes{ByteSpot{ByteSpot::In::Sink, 0, 20}, false});
    stage.lab().apply(SelectBytes{ByteSpot{ByteSpot::In::Sink, 0, 60}, true});
    stage.lab().apply(HoverByte{ByteSpot{ByteSpot::In::Buffer, 1, 7000}});
}

void damage(Stage& stage) {
    stage.open("wrong/restart");
    stage.run();
}

void errno_of_pipe(Stage& stage) {
    stage.open("06-closed-reader");
    stage.run();
}

void asleep(Stage& stage) {
    stage.open("11-blocked");
    stage.run();
}

void file(Stage& stage) {
    stage.open("09-append");
    stage.run();
}

void reading(Stage& stage) {
    stage.open("15-scatter");
    stage.run();
}

void second_writer(Stage& stage) {
    stage.open("18-two-writers-pipe");
    stage.run();
    stage.until([&stage] { return !stage.state().run.busy(); });  // each sleeps now and then
}

/// A machine that forbids two things, and the list in which they stand.
void forbidden(Stage& stage) {
    stage.lab().ask_machine([] {
        Hindrances found;
        found.kinds["unix-stream"] = "No unix socket is to be had: Operation not permitted. A sandbox may be why.";
        found.kinds["tcp"] = "No network socket is to be had: Address family not supported by protocol.";
        return found;
    });
    stage.until([&stage] { return !stage.state().machine.kinds.empty(); });
    stage.click("target.kind");
}

void many_entries(Stage& stage) {
    stage.open("08-too-many-entries");
    stage.run();
}

void empty(Stage& stage) {
    stage.lab().apply(NewDocument{});
}

void editing(Stage& stage) {
    stage.lab().apply(OpenBuffer{2});
    stage.lab().apply(OpenEntry{1});
    for (const char* what : {"call", "surroundings"}) stage.lab().apply(Fold{what, true});
    stage.lab().apply(ChooseRow{Rows::Of::Entries, 1, ChooseRow::How::Only});
    stage.lab().apply(ChooseRow{Rows::Of::Entries, 2, ChooseRow::How::Extend});
}

void faults(Stage& stage) {
    stage.lab().apply(SetFaults{{"short 30525 -> EAGAIN -> 2*real -> 20%short 1 -> EINTR", true}, "set", false});
    stage.lab().apply(OpenFault{1});
    stage.run();
}

void guess(Stage& stage) {
    stage.lab().apply(SetPredicting{true});
    stage.lab().apply(TypeGuess{"70,024"});
    stage.lab().apply(PointAtCut{54024});
}

void problems(Stage& stage) {
    BufferSpec buffer = stage.state().experiment().buffers[0];
    buffer.name = "no spaces";
    stage.lab().apply(SetBuffer{0, buffer, "name"});
    stage.lab().apply(OpenBuffer{0});
    EntrySpec entry = stage.state().call().iov[3];
    entry.length = UINT64_MAX;
    stage.lab().apply(SetEntry{0, 3, entry, "iov_len"});
    stage.lab().apply(PasteRows{"[[buffer]]\nname = "});
}

void atlas(Stage& stage) {
    stage.lab().apply(ShowScreen{Screen::Atlas});
}

void atlas_chosen(Stage& stage) {
    atlas(stage);
    for (std::size_t i = 0; i < errno_facts().size(); ++i)
        if (std::string_view(errno_facts()[i].name) == "EFAULT") stage.lab().apply(ChooseErrno{i});
    stage.lab().apply(FilterAtlas{"", "file"});
}

void lessons(Stage& stage) {
    stage.lab().apply(ShowScreen{Screen::Lessons});
    stage.until([&stage] { return !stage.state().course.listed.empty(); });
}

/// Step `step` of a lesson, from 0.
void take(Stage& stage, const std::string& name, std::size_t step) {
    stage.lab().apply(OpenFile{std::string(IOVLAB_SOURCE_DIR) + "/lessons/" + name + ".md"});
    stage.until([&stage] { return stage.state().course.lesson != nullptr; });
    stage.lab().apply(GoToStep{step});
}

void lesson_vote(Stage& stage) {
    take(stage, "02-short-write", 0);
    for (const std::size_t choice : {0U, 1U, 1U, 2U}) stage.lab().apply(ChooseAnswer{choice});
}

void lesson_question(Stage& stage) {
    take(stage, "01-first-gather", 0);
}

void lesson_answered(Stage& stage) {
    lesson_question(stage);
    stage.lab().apply(ChooseAnswer{0});
    stage.lab().apply(LockAnswer{});
    stage.until([&stage] { return stage.state().course.work.grade.has_value(); });
}

void lesson_find(Stage& stage) {
    take(stage, "02-short-write", 3);
}

void lesson_build(Stage& stage) {
    take(stage, "01-first-gather", 3);
    stage.lab().apply(ShowHint{});
}

void lesson_order(Stage& stage) {
    take(stage, "07-build-the-loop", 0);
    while (stage.state().course.asks<OrderTask>() == nullptr && !stage.state().course.last())
        stage.lab().apply(GoToStep{stage.state().course.step + 1});
    for (const std::string& block : blocks_left(stage.state().course)) {
        if (stage.state().course.work.loop.size() < 3) stage.lab().apply(PlaceBlock{block, 99});
    }
}

void benchmark(Stage& stage) {
    stage.lab().apply(ShowScreen{Screen::Benchmark});
}

void benchmark_measured(Stage& stage) {
    benchmark(stage);
    BenchmarkSetup setup;
    setup.counts = "1,64";
    setup.sizes = "16,4K";
    stage.lab().apply(SetBenchmark{setup});
    stage.lab().apply(Measure{.quick = true});
    stage.until([&stage] { return !stage.state().benchmark.running; });
    if (!stage.state().benchmark.any()) throw std::runtime_error("nothing was measured");
}

/// The projector's theme is its own: here it is the picture's.
void present(Stage& stage) {
    const bool dark = stage.state().look.dark;
    stage.lab().apply(Present{true});
    stage.lab().apply(SetTheme{dark});
}

void present_short(Stage& stage) {
    stage.run();
    stage.lab().apply(SelectStep{0});
    present(stage);
}

void present_file(Stage& stage) {
    stage.open("09-append");
    stage.run();
    present(stage);
}

void present_asleep(Stage& stage) {
    stage.open("11-blocked");
    stage.run();
    present(stage);
}

void palette(Stage& stage) {
    stage.lab().apply(ShowPalette{true});
    stage.until([&stage] { return !stage.state().course.listed.empty(); });
    stage.frames(3);
    ImGui::GetIO().AddInputCharactersUTF8("short");
    stage.frames(3);
    stage.lab().apply(MovePalette{1});
}

/// Where the window is narrow all menus are behind one button.
void menu(Stage& stage, const std::string& title) {
    stage.frames(3);
    if (ui::registry().find("menu." + title) == nullptr) stage.click("menu.all");
    stage.click("menu." + title);
}

void menu_file(Stage& stage) {
    menu(stage, "File");
}

void menu_run(Stage& stage) {
    menu(stage, "Run");
}

void menu_view(Stage& stage) {
    menu(stage, "View");
}

void targets(Stage& stage) {
    stage.frames(6);
    stage.click("target.kind");
}

void loops(Stage& stage) {
    stage.frames(6);
    if (ui::registry().find("loop.kind") != nullptr) stage.click("loop.kind");  // or it is to be scrolled to
}

void socket(Stage& stage) {
    TargetSpec target;
    target.kind = "unix-stream";
    target.flags.names = {"O_NONBLOCK"};
    stage.lab().apply(SetTarget{target, "kind"});
    stage.run();
    stage.lab().apply(SelectStep{1});
}

void waits_for_client(Stage& stage) {
    stage.open("17-http-response");
    stage.lab().apply(StartRun{});
    stage.until([&stage] { return stage.state().run.state == Run::State::Waiting; });
}

void nothing_kept(Stage& stage) {
    TargetSpec target;
    target.kind = "null";
    stage.lab().apply(SetTarget{target, "kind"});
    stage.run();
}

void two_writers(Stage& stage) {
    stage.open("19-two-writers-append");
    stage.run();
}

/// What stands above the bench: a question, and something that went wrong.
void questions(Stage& stage) {
    stage.lab().apply(PasteRows{"[[buffer]]\nname = "});
    stage.lab().apply(SetTitle{"edited"});
    stage.lab().apply(NewDocument{});
}

void help(Stage& stage) {
    stage.lab().apply(ShowHelp{true});
}

void chooser(Stage& stage) {
    stage.lab().apply(AskOpen{});
    stage.lab().apply(ChooseFolder{std::string(IOVLAB_SOURCE_DIR) + "/assets/examples"});
    stage.until([&stage] { return !stage.state().chooser.reading; });
}

}  // namespace

const std::vector<PictureOf>& screens_to_picture() {
    static const std::vector<PictureOf> all = {
        {"first-start", first_start},
        {"short-write", short_write},
        {"run-over", run_over},
        {"selection", selection},
        {"damage", damage},
        {"errno", errno_of_pipe},
        {"asleep", asleep},
        {"file", file},
        {"reading", reading},
        {"second-writer", second_writer},
        {"forbidden", forbidden},
        {"many-entries", many_entries},
        {"empty", empty},
        {"editing", editing},
        {"faults", faults},
        {"guess", guess},
        {"problems", problems},
        {"atlas", atlas},
        {"atlas-chosen", atlas_chosen},
        {"lessons", lessons},
        {"lesson-vote", lesson_vote},
        {"lesson-question", lesson_question},
        {"lesson-answered", lesson_answered},
        {"lesson-find", lesson_find},
        {"lesson-build", lesson_build},
        {"lesson-order", lesson_order},
        {"benchmark", benchmark},
        {"benchmark-measured", benchmark_measured},
        {"present", present},
        {"present-short", present_short},
        {"present-file", present_file},
        {"present-asleep", present_asleep},
        {"palette", palette},
        {"menu-file", menu_file},
        {"menu-run", menu_run},
        {"menu-view", menu_view},
        {"targets", targets},
        {"loops", loops},
        {"socket", socket},
        {"waits-for-client", waits_for_client},
        {"nothing-kept", nothing_kept},
        {"two-writers", two_writers},
        {"questions", questions},
        {"help", help},
        {"chooser", chooser},
    };
    return all;
}

}  // namespace iovlab::pictures
