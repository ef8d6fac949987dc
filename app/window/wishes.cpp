#include "app/window/wishes.h"

#include <algorithm>
#include <utility>

namespace iovlab {
namespace {
std::optional<double> g_wish;
}

void wish_frame_in(double seconds) {
    g_wish = g_wish ? std::min(*g_wish, seconds) : seconds;
}
std::optional<double> take_wish() {
    return std::exchange(g_wish, std::nullopt);
}

}  // namespace iovlab
