#include "app/window/icon.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace iovlab {
namespace {

constexpr float kSide = 128;  // of the drawing

struct Rect {
    float x, y, width, height, radius;
    std::array<std::uint8_t, 3> color;
};
constexpr std::array<Rect, 9> kRects{{{4, 4, 120, 120, 26, {0x1D, 0x21, 0x27}},
                                      {20, 20, 34, 15, 4, {0xE6, 0x9F, 0x00}},
                                      {42, 41, 62, 15, 4, {0x56, 0xB4, 0xE9}},
                                      {28, 62, 44, 15, 4, {0x00, 0x9E, 0x73}},
                                      {20, 94, 22, 17, 2, {0xE6, 0x9F, 0x00}},
                                      {42, 94, 40, 17, 0, {0x56, 0xB4, 0xE9}},
                                      {82, 94, 13, 17, 0, {0x00, 0x9E, 0x73}},
                                      {96, 90, 3, 25, 0, {0xE8, 0xEA, 0xEE}},
                                      {99, 94, 9, 17, 3, {0x0C, 0x4F, 0x40}}}};

bool inside(const Rect& rect, float x, float y) {
    const float left = x - rect.x;
    const float top = y - rect.y;
    if (left < 0 || top < 0 || left >= rect.width || top >= rect.height) return false;
    const float dx = std::max({rect.radius - left, left - (rect.width - rect.radius), 0.0F});
    const float dy = std::max({rect.radius - top, top - (rect.height - rect.radius), 0.0F});
    return dx * dx + dy * dy <= rect.radius * rect.radius || (rect.radius == 0);
}

/// The topmost rectangle at a point; null outside of all.
const Rect* at(float x, float y) {
    const auto found =
        std::find_if(kRects.rbegin(), kRects.rend(), [&](const Rect& rect) { return inside(rect, x, y); });
    return found == kRects.rend() ? nullptr : &*found;
}

}  // namespace

Picture draw_icon_picture(int side) {
    constexpr int kSamples = 4;  // a side of each pixel
    Picture picture{side, side, {}};
    picture.pixels.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4);
    for (int pixel = 0; pixel < side * side; ++pixel) {
        std::array<int, 3> sum{};
        int hits = 0;
        for (int sample = 0; sample < kSamples * kSamples; ++sample) {
            const auto place = [&](int whole, int part) {
                return (static_cast<float>(whole) + (static_cast<float>(part) + 0.5F) / kSamples) * kSide /
                       static_cast<float>(side);
            };
            const Rect* rect = at(place(pixel % side, sample % kSamples), place(pixel / side, sample / kSamples));
            if (!rect) continue;
            ++hits;
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += rect->color[i];
        }
        for (const int part : sum) picture.pixels.push_back(static_cast<std::uint8_t>(hits > 0 ? part / hits : 0));
        picture.pixels.push_back(static_cast<std::uint8_t>(hits * 255 / (kSamples * kSamples)));
    }
    return picture;
}

}  // namespace iovlab
