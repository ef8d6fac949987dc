#include "app/commands/shot.h"

#include "app/commands/output.h"
#if IOVLAB_WITH_WINDOW
#include "app/lab/screens.h"
#include "app/lab/shot.h"
#endif
#include "core/experiment/toml.h"
#include "core/lesson/read.h"

#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace iovlab {
namespace {

constexpr int kSmallest = 320, kLargest = 8192;  // pixels a side

/// "1440x900"
std::optional<std::pair<int, int>> parse_size(const std::string& text) {
    const char* end = text.data() + text.size();
    int width = 0, height = 0;
    const auto first = std::from_chars(text.data(), end, width);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != 'x') return {};
    const auto second = std::from_chars(first.ptr + 1, end, height);
    if (second.ec != std::errc() || second.ptr != end) return {};
    const auto fits = [](int side) { return side >= kSmallest && side <= kLargest; };
    if (!fits(width) || !fits(height)) return {};
    return std::pair(width, height);
}

bool is_screen([[maybe_unused]] const std::string& word) {
#if IOVLAB_WITH_WINDOW
    for (const ScreenInfo& one : screens())
        if (one.word == word) return true;
    return word == "present" || word == "benchmark-present";
#else
    return true;  // nothing will be drawn
#endif
}

bool is_lesson(const std::string& file) {
    return file.size() > 3 && file.ends_with(".md");
}

/// What is wrong with an experiment or a lesson.
std::vector<FileProblem> problems_of(const std::string& file) {
    return is_lesson(file) ? read_lesson_file(file).problems : read_experiment_file(file).problems;
}

/// 0 for what is no lesson.
std::size_t steps_of(const std::string& file) {
    return is_lesson(file) ? read_lesson_file(file).lesson.steps.size() : 0;
}

}  // namespace

std::string screen_words() {
    std::string words;
#if IOVLAB_WITH_WINDOW
    for (const ScreenInfo& one : screens()) words += std::string(one.word) + ", ";
    words += "present, benchmark-present";
#endif
    return words;
}

int shot_command(const ShotArguments& arguments) {
    const auto size = parse_size(arguments.size);
    if (!size) {
        return refused(
            fmt::format("--size is '{}'; wanted is WIDTHxHEIGHT in pixels, each from {} to {}: 1440x900.",
                        arguments.size, kSmallest, kLargest));
    }
    if (!is_screen(arguments.screen)) {
        return refused(fmt::format("--screen is '{}'; there are {}.", arguments.screen, screen_words()));
    }
    if (!arguments.file.empty()) {
        const std::vector<FileProblem> problems = problems_of(arguments.file);
        tell(problems);
        if (!problems.empty()) return 2;
    }
    const std::size_t steps = steps_of(arguments.file);
    if (arguments.step > steps) {
        return refused(steps == 0 ? "--step goes with a lesson (*.md), whose steps are counted from 1."
                                  : fmt::format("--step is {}; this lesson has {} steps.", arguments.step, steps));
    }
    if (const std::string problem = out_problem(arguments.out, arguments.force); !problem.empty())
        return refused("--out: " + problem);
#if IOVLAB_WITH_WINDOW
    ShotOptions options;
    options.file = arguments.file;
    options.out = arguments.out;
    options.width = size->first;
    options.height = size->second;
    const bool presents = arguments.screen == "present" || arguments.screen == "benchmark-present";
    const bool light = arguments.theme == "light" || (arguments.theme.empty() && presents);
    options.theme = light ? ThemeName::Light : ThemeName::Dark;
    options.zoom = static_cast<float>(arguments.zoom) / 100;
    options.screen = arguments.screen;
    const bool runs = arguments.screen == "lab" || presents || arguments.screen == "benchmark";
    options.run = !arguments.no_run && runs;
    options.step = arguments.step;
    const std::string problem = shoot_window(options);
    if (problem.empty()) return 0;
    return failed(problem, 3);
#else
    return failed("this program was built without its window, so there is nothing to picture.", 3);
#endif
}

}  // namespace iovlab
