#include "app/lab/screens.h"

namespace iovlab {

const std::vector<ScreenInfo>& screens() {
    static const std::vector<ScreenInfo> all = {
        {Screen::Bench, "lab", "view.bench"},
        {Screen::Lessons, "lessons", "view.lessons"},
        {Screen::Atlas, "errno", "view.atlas"},
        {Screen::Benchmark, "benchmark", "view.benchmark"},
    };
    return all;
}

}  // namespace iovlab
