// Bytes slide when a call returns: for so long and no longer, never while looking back, not at all when that is
// wished.
#include "app/lab/motion.h"

#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

/// A lab whose clock is turned by hand, and which counts the frames that it asks for.
struct ClockedLab {
    TestQueue queue;
    double now = 100;
    int frames = 0;
    Lab lab{LabHooks{[this](std::function<void()> job) { queue.post(std::move(job)); },
                     [this](double seconds) { frames += seconds == 0 ? 1 : 0; }, [this] { return now; }}};

    const Motion& motion() const { return lab.state().motion; }
    bool step() {
        lab.apply(StepRun{});
        const std::size_t before = lab.state().run.steps.size();
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (lab.state().run.steps.size() <= before || lab.state().run.state == Run::State::Running) {
            if (std::chrono::steady_clock::now() > end) return false;
            queue.run_one(std::chrono::milliseconds(60));
            lab.refresh();
        }
        return true;
    }
};

}  // namespace

TEST_CASE("bytes slide from their entries to where they came to rest, and then the window sleeps") {
    ClockedLab test;
    REQUIRE(test.step());
    REQUIRE(test.motion().moving());
    std::uint64_t bytes = 0;
    for (const Piece& piece : test.motion().pieces) bytes += piece.length;
    CHECK(bytes == 65536);
    CHECK(test.motion().pieces.front().at == 0);
    test.frames = 0;
    test.now += kSlideSeconds / 2;
    test.lab.refresh();
    CHECK(test.motion().part == Approx(0.5));
    CHECK(test.frames == 1);
    test.now += kSlideSeconds;
    test.lab.refresh();
    CHECK_FALSE(test.motion().moving());
    CHECK(test.motion().pieces.empty());
    test.frames = 0;
    for (int i = 0; i < 10; ++i) test.lab.refresh();
    CHECK(test.frames == 0);
    CHECK(kSlideSeconds <= 0.2);
}

TEST_CASE("nothing slides under reduce motion, while looking back, or when nothing was taken") {
    ClockedLab test;
    test.lab.apply(SetReduceMotion{true});
    REQUIRE(test.step());
    CHECK_FALSE(test.motion().moving());
    test.lab.apply(SetReduceMotion{false});
    REQUIRE(test.step());  // EAGAIN
    CHECK_FALSE(test.motion().moving());
    test.lab.apply(SelectStep{0});
    test.lab.refresh();
    CHECK_FALSE(test.motion().moving());
    test.lab.apply(StopRun{});
}

TEST_CASE("what slides stops when an earlier step is looked at, and when motion is turned off") {
    ClockedLab test;
    REQUIRE(test.step());
    REQUIRE(test.motion().moving());
    test.lab.apply(SetReduceMotion{true});
    test.lab.refresh();
    CHECK_FALSE(test.motion().moving());
    test.lab.apply(StopRun{});
}
