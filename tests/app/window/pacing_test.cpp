#include "app/window/pacing.h"

#include "tests/catch.h"

using namespace iovlab;

namespace {

/// Draws whatever is due from `now` on, sleeping as told; how many frames that were until it sleeps for good.
int frames_until_idle(Pacing& pacing, double& now) {
    int frames = 0;
    while (frames < 1000) {
        if (pacing.due(now)) {
            pacing.drawn(now);
            ++frames;
        }
        const double rest = pacing.wait(now);
        if (rest < 0) break;
        now += rest + 1e-9;
    }
    return frames;
}

}  // namespace

TEST_CASE("each event gives three frames, and then the window sleeps", "[app][pacing]") {
    Pacing pacing;
    double now = 100;
    CHECK(frames_until_idle(pacing, now) == Pacing::kTrailingFrames);
    CHECK(frames_until_idle(pacing, now) == 0);
    CHECK_FALSE(pacing.due(now + 1e6));
    CHECK(pacing.wait(now) < 0);
    pacing.happened();
    CHECK(pacing.due(now + 1));
    CHECK(frames_until_idle(pacing, now) == Pacing::kTrailingFrames);
    for (int i = 0; i < 50; ++i) pacing.happened();  // a flood is one event
    CHECK(frames_until_idle(pacing, now) == Pacing::kTrailingFrames);
}

TEST_CASE("frames keep their distance", "[app][pacing]") {
    Pacing pacing;
    pacing.drawn(10.0);
    pacing.happened();
    CHECK_FALSE(pacing.due(10.0 + Pacing::kFrameTime / 2));
    CHECK(pacing.wait(10.0) > 0);
    CHECK(pacing.wait(10.0) < Pacing::kFrameTime * 1.01);
    CHECK(pacing.due(10.0 + Pacing::kFrameTime * 1.01));
}

TEST_CASE("a timer wakes the window once", "[app][pacing]") {
    Pacing pacing;
    double now = 5;
    frames_until_idle(pacing, now);
    pacing.request_at(now + 0.4);
    pacing.request_at(now + 9.0);  // the soonest counts
    CHECK_FALSE(pacing.due(now + 0.3));
    CHECK(pacing.wait(now) < 0.41);
    CHECK(pacing.due(now + 0.41));
    CHECK(frames_until_idle(pacing, now) == 1);
    CHECK(pacing.wait(now) < 0);
}

TEST_CASE("an animation asks for its frames one by one", "[app][pacing]") {
    Pacing pacing;
    double now = 5;
    frames_until_idle(pacing, now);
    pacing.request(1);
    CHECK(frames_until_idle(pacing, now) == 1);
}
