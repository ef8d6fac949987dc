#include "app/window/pacing.h"

#include <algorithm>

namespace iovlab {

void Pacing::happened() {
    request(kTrailingFrames);
}
void Pacing::request(int frames) {
    left_ = std::max(left_, frames);
}
void Pacing::request_at(double when) {
    timer_ = timer_ < 0 ? when : std::min(timer_, when);
}

bool Pacing::due(double now) const {
    const bool wanted = left_ > 0 || (timer_ >= 0 && now >= timer_);
    return wanted && now - last_ >= kFrameTime;
}

void Pacing::drawn(double now) {
    last_ = now;
    left_ = std::max(0, left_ - 1);
    if (timer_ >= 0 && now >= timer_) timer_ = -1;
}

double Pacing::wait(double now) const {
    const double rest = std::max(0.0, last_ + kFrameTime - now);
    if (left_ > 0) return rest;
    if (timer_ < 0) return -1;
    return std::max(rest, timer_ - now);
}

}  // namespace iovlab
