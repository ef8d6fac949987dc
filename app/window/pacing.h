#pragma once

namespace iovlab {

/// When the window draws a frame and how long it may sleep. Times in seconds, from any clock that only goes
/// forward.
///
/// An event takes up to three frames to show in full (a tooltip two, a tab three), so that each gives that many;
/// then the window sleeps until the next. Swap intervals are not kept everywhere, so frames keep their own
/// distance.
class Pacing {
public:
    /// Something happened: input, a resize, news from a run.
    void happened();
    /// An animation wants at least so many more frames.
    void request(int frames);
    /// A frame at `when`, though nothing happens.
    void request_at(double when);

    /// Whether to draw now. Follow with drawn().
    bool due(double now) const;
    void drawn(double now);
    /// Seconds that the window may sleep; negative: until something happens.
    double wait(double now) const;

    static constexpr int kTrailingFrames = 3;
    static constexpr double kFrameTime = 1.0 / 75;

private:
    int left_ = kTrailingFrames;  // the first frames come by themselves
    double last_ = -1e9;
    double timer_ = -1;  // negative: none
};

}  // namespace iovlab
