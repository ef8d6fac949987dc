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

void short_write(Stage& stage) {
    stage.run();
    stage.lab().apply(SelectStep{0});
}

void run_over(Stage& stage) {
    stage.run();
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
        {"many-entries", many_entries},
        {"empty", empty},
        {"editing", editing},
        {"faults", faults},
        {"guess", guess},
        {"problems", problems},
        {"atlas", atlas},
        {"help", help},
        {"chooser", chooser},
    };
    return all;
}

}  // namespace iovlab::pictures
