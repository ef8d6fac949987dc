// What a frame of the whole window costs when there is much to show, in processor time and without drawing.
#include "app/lab/lab_window.h"
#include "app/widgets/registry.h"
#include "app/window/imgui_headless.h"
#include "core/experiment/toml.h"
#include "tests/bench/window/window_bench.h"
#include "tests/support/runs.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>

namespace iovlab::bench {

namespace {

double cpu_ms() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// 1,024 entries of 1 KiB in calls that are cut after 105 bytes each: nearly 10,000 of them fill a sink of 1 MiB.
Experiment full_bench() {
    Experiment experiment = test::into_pipe({1024}, 65536, true);
    experiment.calls[0].iov.assign(1024, experiment.calls[0].iov[0]);
    experiment.loop = {"write-all", 20000};
    experiment.reader.policy = ReaderPolicy::All;
    experiment.faults = {"short 105", true};
    return experiment;
}

double frame_cost(Backend& backend, LabWindow& window, int frames) {
    const double began = cpu_ms();
    for (int i = 0; i < frames; ++i) backend.frame([&] { window.draw(); });
    return (cpu_ms() - began) / frames;
}

/// A frame in each of which the wheel turns over the sink.
double scrolling_cost(Backend& backend, LabWindow& window, int frames) {
    const auto draw = [&] { window.draw(); };
    const ui::Control* hex = ui::registry().find("sink.hex");
    if (hex == nullptr) return 0;
    cx::mouse_position(ImGui::GetIO(), hex->centre().x, hex->centre().y);
    backend.frame(draw);
    const double began = cpu_ms();
    for (int i = 0; i < frames; ++i) {
        cx::mouse_wheel(ImGui::GetIO(), i % 200 < 100 ? -3.0F : 3.0F);
        backend.frame(draw);
    }
    const double cost = (cpu_ms() - began) / frames;
    cx::mouse_position(ImGui::GetIO(), 1, 1);
    return cost;
}

/// A frame in each of which another step of the run is looked at.
double scrubbing_cost(Backend& backend, LabWindow& window, int frames) {
    const std::size_t steps = window.state().run.steps.size();
    const double began = cpu_ms();
    for (int i = 0; i < frames; ++i) {
        window.lab().apply(SelectStep{static_cast<std::size_t>(i) * 7919 % steps});
        backend.frame([&] { window.draw(); });
    }
    return (cpu_ms() - began) / frames;
}

/// A frame in each of which another byte is pointed at.
double pointing_cost(Backend& backend, LabWindow& window, int frames) {
    const double began = cpu_ms();
    for (int i = 0; i < frames; ++i) {
        window.lab().apply(
            SelectBytes{ByteSpot{ByteSpot::In::Sink, 0, static_cast<std::uint64_t>(i) * 3001}, false});
        backend.frame([&] { window.draw(); });
    }
    return (cpu_ms() - began) / frames;
}

void say(const char* what, double cost) {
    std::printf("  %-44s %8.3f ms of processor time\n", what, cost);
}

}  // namespace

void window_frames() {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/full.toml";
    save_experiment_file(full_bench(), path);
    const auto backend = make_null_backend({});
    LabWindow window(*backend);
    const auto until = [&](auto&& done) {
        while (!done()) {
            backend->frame([&] { window.draw(); });
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    };
    const double small = frame_cost(*backend, window, 300);
    window.lab().apply(OpenFile{path});
    until([&] { return window.state().experiment().calls[0].iov.size() == 1024; });
    window.lab().apply(StartRun{});
    until([&] { return window.state().run.exists && !window.state().run.busy() && window.state().run.end(); });
    until([frames = 0]() mutable { return ++frames > 20; });
    std::printf("  %zu entries, %zu calls, a sink of %zu bytes\n", window.state().experiment().calls[0].iov.size(),
                window.state().run.calls.size(), window.state().run.sink.bytes.size());
    const double full = frame_cost(*backend, window, 300);
    say("a frame of the first experiment", small);
    std::printf("  %-44s %8.3f ms of processor time  %6.2f x\n", "a frame with all of that", full, full / small);
    say("a frame while its sink is scrolled", scrolling_cost(*backend, window, 300));
    say("a frame while its bytes are selected", pointing_cost(*backend, window, 300));
    window.lab().apply(SelectBytes{});
    say("a frame while its calls are scrubbed", scrubbing_cost(*backend, window, 300));
}

}  // namespace iovlab::bench
