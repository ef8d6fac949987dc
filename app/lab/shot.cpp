#include "app/lab/shot.h"

#include "app/lab/lab_window.h"
#include "app/lab/screens.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

namespace iovlab {

namespace {

/// Frames until `done`, for at most ten seconds: a picture is better than none.
void frames_until(Backend& backend, LabWindow& window, const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!done() && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        backend.frame([&window] { window.draw(); });
    }
}

/// Says the first thing that can be said, so that the step is seen with its run.
void answer(Lab& lab) {
    if (lab.state().course.asks<Question>() == nullptr) return lab.apply(StartRun{});
    lab.apply(TypeNumber{"0"});
    lab.apply(ChooseAnswer{0});
    lab.apply(LockAnswer{});
}

}  // namespace

std::string shoot_window(const ShotOptions& options) {
    WindowOptions wanted;
    wanted.width = options.width;
    wanted.height = options.height;
    wanted.zoom = options.zoom;
    wanted.theme = options.theme;
    try {
        const std::unique_ptr<OffscreenBackend> backend = make_offscreen_backend(wanted);
        LabWindow window(*backend);
        window.lab().keep_nothing();
        window.lab().apply(SetReduceMotion{true});  // or it would depend on the moment
        window.lab().look_for_examples(examples_folder());
        if (!options.file.empty()) {
            window.lab().apply(OpenFile{options.file});
            frames_until(*backend, window, [&] { return !window.state().opening; });
            for (const Notice& notice : window.state().notices)  // a note (of missing fonts, say) spoils nothing
                if (notice.kind == Notice::Kind::Error) return notice.text;
        }
        const bool projected = options.screen == "benchmark-present";
        const bool measures = options.screen == "benchmark" || projected;
        const bool lesson = window.state().course.lesson != nullptr;
        if (lesson) window.lab().apply(GoToStep{std::max(options.step, 1U) - 1});
        if (options.run && !measures) {
            lesson ? answer(window.lab()) : window.lab().apply(StartRun{});
            frames_until(*backend, window,
                         [&] { return !window.state().run.busy() || window.state().run.asleep(); });
        }
        if (options.screen == "present") {
            window.lab().apply(Present{true});
            window.lab().apply(SetTheme{options.theme == ThemeName::Dark});
        }
        for (const ScreenInfo& one : screens())
            if (!lesson && (one.word == options.screen || (projected && one.screen == Screen::Benchmark)))
                window.lab().apply(ShowScreen{one.screen});
        if (options.run && measures) {
            window.lab().apply(Measure{.quick = true});
            frames_until(*backend, window, [&] { return !window.state().benchmark.running; });
        }
        if (projected) {
            window.lab().apply(Present{true});
            window.lab().apply(SetTheme{options.theme == ThemeName::Dark});
        }
        if (options.screen == "lessons" && !lesson)
            frames_until(*backend, window, [&] { return !window.state().course.listed.empty(); });
        constexpr int kSettle = 6;  // cards take their content's height from the frame before
        for (int i = 0; i < kSettle; ++i) backend->frame([&window] { window.draw(); });
        backend->write_png(options.out);
    } catch (const std::runtime_error& why) {
        return why.what();
    }
    return {};
}

}  // namespace iovlab
