// Nothing is cut off and nothing overlaps, at every size and zoom that docs/look.md promises; and large things stay
// cheap.
#include "app/panels/bench.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <algorithm>
#include <ctime>

using namespace iovlab;

namespace {

struct Size {
    int width, height;
    float zoom;
};

WindowOptions options_of(const Size& size) {
    WindowOptions options;
    options.width = size.width;
    options.height = size.height;
    options.zoom = size.zoom;
    return options;
}

/// What of a control is in sight: cards scroll under one another's edges.
ui::Control in_sight(ui::Control control) {
    control.min = {std::max(control.min.x, control.clip_min.x), std::max(control.min.y, control.clip_min.y)};
    control.max = {std::min(control.max.x, control.clip_max.x), std::min(control.max.y, control.clip_max.y)};
    return control;
}

bool overlap(const ui::Control& one, const ui::Control& other) {
    const ui::Control a = in_sight(one);
    const ui::Control b = in_sight(other);
    const bool nothing = a.min.x >= a.max.x || a.min.y >= a.max.y || b.min.x >= b.max.x || b.min.y >= b.max.y;
    return !nothing && a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

void check_layout(const TestWindow& test) {
    for (const std::string& name : test.driver.clipped()) {
        const ui::Control& control = test.driver.control(name);
        CAPTURE(name, control.text, control.min.x, control.max.x, control.clip_min.x, control.clip_max.x);
        CHECK(name.empty());
    }
    for (const char* one : {"setup", "entries", "kernel", "calls", "loop", "sink", "check"}) {
        for (const char* other : {"setup", "entries", "kernel", "calls", "loop", "sink", "check"}) {
            if (std::string(one) >= other || !test.driver.has(one) || !test.driver.has(other)) continue;
            CAPTURE(one, other);
            CHECK_FALSE(overlap(test.driver.control(one), test.driver.control(other)));
        }
    }
    const ui::Control& run = test.driver.control("run");
    CHECK(run.min.x >= run.clip_min.x);
    CHECK(run.max.y <= run.clip_max.y);
}

/// A run of 10,000 calls over 1,024 entries with a sink of 1 MiB, as it would be after it.
LabState large_state() {
    LabState state;
    Experiment experiment;
    for (int i = 0; i < 1024; ++i) {
        const std::string name = "b" + std::to_string(i);
        experiment.buffers.push_back(fill_buffer(name, 1024));
        experiment.calls.front().iov.push_back(entry_of(name));
    }
    state.document = Document(experiment, "");
    state.derived = derive(experiment);
    state.run_derived = state.derived;
    RunView& run = state.run;
    run.exists = run.current = true;
    run.experiment = experiment;
    run.target_fd = 4;
    std::vector<Iov> iovs;
    for (std::uint32_t i = 0; i < 1024; ++i) iovs.push_back({0x1000, 1024, i, 0});
    const IovList list(iovs);
    for (std::uint64_t n = 1; n <= 10000; ++n) {
        CallStep call;
        call.n = n;
        call.call.list = list;
        call.outcome.result = 104;
        call.asked = 1u << 20;
        call.taken = 104;
        call.place = "advance";
        call.consumed = {n / 10, 0};
        run.steps.push_back({call, {}, 0, 0});
    }
    run.count_calls(0);
    run.sink.bytes.assign(1u << 20, std::byte{'x'});
    run.sink.size = 1u << 20;
    run.sink.revision = 1;
    for (std::uint32_t i = 0; i < 1024; ++i) run.sink.provenance.append({0, 1024, Source::Entry, i + 1, 0, i, 0});
    return state;
}

double cpu_ms() {
    return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("nothing is cut off and nothing overlaps") {
    const Size size = GENERATE(Size{1280, 720, 1}, Size{1280, 720, 1.25F}, Size{1280, 720, 1.5F},
                               Size{1440, 900, 1}, Size{1440, 900, 1.5F}, Size{1440, 900, 2}, Size{1920, 1080, 2},
                               Size{1024, 768, 1}, Size{2560, 1440, 1});
    CAPTURE(size.width, size.height, size.zoom);
    TestWindow test(options_of(size));
    check_layout(test);
    test.run_to_end();
    check_layout(test);
    test.window->lab().apply(OpenBuffer{2});
    test.window->lab().apply(OpenEntry{1});
    test.window->lab().apply(Fold{"call", true});
    test.window->lab().apply(Fold{"surroundings", true});
    test.driver.frames(6);
    check_layout(test);
    test.window->lab().apply(
        SetFaults{{"short 30525 -> EAGAIN -> 2*real -> 20%short 1 -> EINTR", true}, "set", false});
    test.window->lab().apply(OpenFault{1});
    test.window->lab().apply(SetPredicting{true});
    test.window->lab().apply(TypeGuess{"70,024"});
    test.window->lab().apply(PointAtCut{54024});
    test.driver.frames(6);
    check_layout(test);
    test.run_to_end();
    test.window->lab().apply(SelectStep{0});
    test.driver.frames(6);
    check_layout(test);
    test.window->lab().apply(Undo{});  // saved as it was: nobody asks
    test.ask_for(100000);
    test.run_until_asleep();
    check_layout(test);
    test.window->lab().apply(StopRun{});
    test.driver.until([&] { return !test.run().busy(); });
}

TEST_CASE("zoom by the keys, kept within bounds, and the layout follows") {
    TestWindow test;
    test.driver.key({.key = Key::Plus, .ctrl = true});
    CHECK(test.state().look.zoom > 1);
    for (int i = 0; i < 20; ++i) test.driver.key({.key = Key::Plus, .ctrl = true});
    CHECK(test.state().look.zoom == Approx(3));
    check_layout(test);
    test.driver.key({.key = Key::Digit0, .ctrl = true});
    CHECK(test.state().look.zoom == Approx(1));
    test.driver.click("theme");
    test.driver.frames(2);
    CHECK(theme().name == ThemeName::Light);
}

TEST_CASE("1,024 entries, a sink of 1 MiB and 10,000 calls: only what is in sight is drawn") {
    const LabState state = large_state();
    Bench bench;
    Driver driver([&] { bench.draw(state); });
    driver.frames(10);
    CHECK(driver.has("entry.0"));
    CHECK_FALSE(driver.has("entry.500"));
    CHECK(driver.has("step.9999"));
    CHECK_FALSE(driver.has("step.5000"));
    CHECK(ui::registry().all().size() < 300);
    constexpr int kFrames = 200;
    const double before = cpu_ms();
    driver.frames(kFrames);
    std::printf("a frame of the large bench: %.2f ms of processor time, not drawn\n",
                (cpu_ms() - before) / kFrames);
    driver.wheel("step.9999", 100000);
    driver.frames(4);
    CHECK(driver.has("step.3"));
    CHECK_FALSE(driver.has("step.9999"));
}
