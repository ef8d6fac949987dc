#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <string>

using namespace iovlab;

namespace {

struct BenchmarkWindow : TestWindow {
    explicit BenchmarkWindow(WindowOptions options = {}) : TestWindow(std::move(options)) {
        window->lab().apply(ShowScreen{Screen::Benchmark});
        BenchmarkSetup setup;
        setup.counts = "1,64";
        setup.sizes = "16,4K";
        window->lab().apply(SetBenchmark{setup});
        driver.frames(4);
    }
    const Benchmark& benchmark() const { return state().benchmark; }
    void measure() {
        driver.click("benchmark.quick");
        driver.until([this] { return !benchmark().running; }, 20000);
        driver.frames(6);
    }
};

}  // namespace

TEST_CASE("the benchmark's screen: measure, see numbers, open a point on the bench") {
    BenchmarkWindow test;
    CHECK_FALSE(test.driver.has("benchmark.chart"));
    test.measure();
    REQUIRE(test.benchmark().refused.empty());
    REQUIRE(test.benchmark().any());
    CHECK(test.driver.text_of("benchmark.chart").find("join, write:") != std::string::npos);
    CHECK(test.driver.has("benchmark.why"));
    const std::string cell = test.driver.text_of("benchmark.map.64.4096");
    CHECK(cell == ratio_text(test.benchmark().summary.cell(64, 4096)->ways[2].ratio.median));
    test.driver.hover("benchmark.map.64.4096");
    test.driver.until([&] { return test.driver.has("tooltip"); });
    CHECK(test.driver.text_of("tooltip").find("64 entries of 4 KiB") != std::string::npos);
    CHECK(test.driver.text_of("tooltip").find("writev was faster in") != std::string::npos);

    test.driver.click("benchmark.map.1");
    test.driver.frames(2);
    CHECK(test.benchmark().count == 1);

    test.driver.click("benchmark.map.64.4096");
    test.driver.frames(2);
    CHECK(test.state().look.screen == Screen::Bench);
    CHECK(test.experiment().calls.front().op == Op::CopyWrite);
    CHECK(test.experiment().calls.front().iov.front().times == 64);
    test.run_to_end();
    CHECK(test.run().end()->verdict == Verdict::Intact);
    // What was measured is still there.
    test.window->lab().apply(ShowScreen{Screen::Benchmark});
    test.driver.frames(4);
    CHECK(test.driver.has("benchmark.chart"));
}

TEST_CASE("the benchmark's screen: guess first, and see the guess beside the truth") {
    BenchmarkWindow test;
    test.driver.click("benchmark.predicting");
    test.driver.frames(2);
    CHECK_FALSE(test.driver.enabled("benchmark.measure"));
    CHECK(test.driver.text_of("benchmark.obstacle").find("Predict first") != std::string::npos);
    test.driver.key(Chord{Key::F5});
    CHECK_FALSE(test.benchmark().running);
    test.driver.click("benchmark.guess.depends");
    test.driver.frames(2);
    CHECK(test.driver.enabled("benchmark.measure"));
    test.measure();
    REQUIRE(test.driver.has("benchmark.verdict"));
    CHECK(test.driver.text_of("benchmark.verdict").find("You said: it depends") != std::string::npos);
    CHECK(test.driver.text_of("benchmark.verdict").find("Measured, with 64 entries") != std::string::npos);
    // The next one needs a guess of its own.
    CHECK_FALSE(test.driver.enabled("benchmark.measure"));
}

TEST_CASE("the benchmark's screen: Esc cancels, and what there is stays") {
    BenchmarkWindow test;
    BenchmarkSetup setup;
    setup.sink = BenchSink::Pipe;
    test.window->lab().apply(SetBenchmark{setup});
    test.driver.frames(2);
    test.driver.key(Chord{Key::F5});
    test.driver.frames(2);
    REQUIRE(test.benchmark().running);
    test.driver.until([&] { return test.benchmark().any(); }, 20000);
    CHECK(test.driver.has("benchmark.progress"));
    test.driver.key(Chord{Key::Escape});
    test.driver.until([&] { return !test.benchmark().running; }, 20000);
    test.driver.frames(4);
    CHECK(test.benchmark().result.status == BenchResult::Status::Cancelled);
    CHECK(test.driver.text_of("benchmark.end").find("Cancelled") != std::string::npos);
    CHECK(test.benchmark().any());
}

TEST_CASE("the benchmark's screen: a wrong list is explained and cannot be measured") {
    BenchmarkWindow test;
    test.driver.enter("benchmark.sizes", "16,lots");
    test.driver.frames(2);
    CHECK(test.driver.text_of("benchmark.sizes_problem").find("'lots'") != std::string::npos);
    CHECK_FALSE(test.driver.enabled("benchmark.quick"));
    test.driver.enter("benchmark.sizes", "16,64");
    test.driver.frames(2);
    CHECK(test.driver.enabled("benchmark.quick"));
    BenchmarkSetup null;
    null.sink = BenchSink::Null;
    test.window->lab().apply(SetBenchmark{null});
    test.driver.frames(2);
    CHECK(test.driver.text_of("benchmark.sink_warning").find("looks at no byte") != std::string::npos);
}

TEST_CASE("the benchmark's screen fits small windows and large letters") {
    WindowOptions options;
    options.width = GENERATE(1280, 1440);
    options.height = options.width == 1280 ? 720 : 900;
    options.zoom = GENERATE(1.0F, 1.5F, 2.0F);
    CAPTURE(options.width, options.zoom);
    BenchmarkWindow test(options);
    test.measure();
    for (const std::string& name : test.driver.clipped()) {
        CAPTURE(name);
        CHECK(name.rfind("benchmark.", 0) != 0);
    }
}

TEST_CASE("the benchmark on the projector: its lines, a guess by number, lists by the clicker, and no mouse") {
    BenchmarkWindow test;
    const auto key = [&](Key which) {
        test.driver.key({.key = which});
        test.driver.frames(4);
    };
    test.window->lab().apply(SetBenchPredicting{true});
    key(Key::F11);
    REQUIRE(test.state().shell.present);
    CHECK(test.state().look.screen == Screen::Benchmark);
    CHECK(theme().name == ThemeName::Light);
    CHECK(test.driver.text_of("present.words").find("3: ") != std::string::npos);
    key(Key::Space);  // a guess comes first
    CHECK_FALSE(test.benchmark().running);
    key(Key::Digit2);
    CHECK(test.benchmark().pick == Winner::Depends);
    CHECK(test.driver.text_of("present.words").find("(your guess)") != std::string::npos);
    test.window->lab().apply(Measure{.quick = true});
    test.driver.until([&] { return !test.benchmark().running; }, 20000);
    test.driver.frames(6);
    CHECK(test.driver.text_of("present.chart").find("join, write:") != std::string::npos);
    CHECK(test.driver.text_of("present.words").find("You said: it depends") != std::string::npos);
    CHECK(test.benchmark().count == 64);
    CHECK(test.driver.text_of("present.title").rfind("64 entries into ", 0) == 0);
    key(Key::PageUp);
    CHECK(test.benchmark().count == 1);
    CHECK(test.driver.text_of("present.title").rfind("1 entry into ", 0) == 0);
    key(Key::PageUp);
    CHECK(test.benchmark().count == 1);
    key(Key::PageDown);
    CHECK(test.benchmark().count == 64);
    const ui::Control chart = test.driver.control("present.chart");
    test.driver.hover_at((chart.min.x + chart.max.x) / 2, (chart.min.y + chart.max.y) / 2);
    test.driver.frames(30);
    CHECK_FALSE(test.driver.has("tooltip"));
    key(Key::Escape);
    CHECK_FALSE(test.state().shell.present);
    CHECK(test.driver.has("benchmark.measure"));
}

TEST_CASE("the benchmark on the projector is measured by Space and stopped by Esc, and stays there") {
    BenchmarkWindow test;
    BenchmarkSetup setup;
    setup.sink = BenchSink::Pipe;
    test.window->lab().apply(SetBenchmark{setup});
    test.window->lab().apply(Present{true});
    test.driver.frames(4);
    test.driver.key({.key = Key::Space});
    test.driver.frames(4);
    REQUIRE(test.benchmark().running);
    CHECK(test.driver.has("present.progress"));
    test.driver.key({.key = Key::Escape});
    test.driver.until([&] { return !test.benchmark().running; }, 20000);
    CHECK(test.state().shell.present);
    test.driver.key({.key = Key::Escape});
    test.driver.frames(4);
    CHECK_FALSE(test.state().shell.present);
}

TEST_CASE("the benchmark on the projector is legible from the back row") {
    WindowOptions options;
    options.width = GENERATE(1024, 1280, 1920);
    options.height = options.width == 1024 ? 768 : options.width == 1280 ? 720 : 1080;
    CAPTURE(options.width);
    BenchmarkWindow test(options);
    test.measure();
    test.window->lab().apply(Present{true});
    test.driver.frames(8);
    const float floor = static_cast<float>(options.height) / 50;  // docs/look.md: 1/50 of the height at least
    for (const char* name : {"present.title", "present.axis", "present.words", "present.keys", "present.place"}) {
        CAPTURE(name);
        const ui::Control& control = test.driver.control(name);
        CHECK(control.max.y - control.min.y >= floor);
        CHECK(control.max.y <= static_cast<float>(options.height));
        CHECK(control.max.x <= static_cast<float>(options.width));
    }
    const ui::Control &chart = test.driver.control("present.chart"), &words = test.driver.control("present.words"),
                      &keys = test.driver.control("present.keys");
    CHECK(chart.max.y - chart.min.y > static_cast<float>(options.height) * 0.4F);
    CHECK(chart.max.y <= words.min.y + 1);
    CHECK(words.max.y <= keys.min.y + 1);
    CHECK(test.driver.clipped().empty());
}
