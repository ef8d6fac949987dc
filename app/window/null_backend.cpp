#include "app/window/backend.h"
#include "app/window/gui.h"
#include "app/window/imgui_headless.h"
#include "app/window/run_queue.h"
#include "app/window/wishes.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

namespace iovlab {
namespace {

/// No window and no OpenGL: time goes on by a sixtieth of a second a frame, so that every run is the same.
class NullBackend final : public Backend {
public:
    explicit NullBackend(const WindowOptions& options) : gui_(options) {
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
        io.BackendPlatformName = io.BackendRendererName = "iovlab_null";
        cx::prepare_headless_keys(io);
        cx::prepare_headless_fonts(io);
    }

    void frame(const Draw& draw) override {
        jobs_.run_all();
        ImGuiIO& io = ImGui::GetIO();
        io.DeltaTime = 1.0F / 60.0F;
        if (gui_.prepare()) cx::build_headless_fonts(io);
        gui_.build_frame(draw);
        ++counts_.built;
        if (take_wish()) wanted_ = std::max(wanted_, 1);
        if (gui_.changed()) ++counts_.painted;
        cx::answer_texture_requests(ImGui::GetDrawData());
    }

    /// As many frames as were asked for, then sleeps until a job arrives.
    void run(const Draw& draw) override {
        closed_ = false;
        wanted_ = std::max(wanted_, 1);
        while (!closed_) {
            if (wanted_ == 0) sleep();
            wanted_ = std::max(0, wanted_ - 1);
            frame(draw);
        }
    }

    void request_frame(int frames) override { wanted_ = std::max(wanted_, frames); }
    void request_frame_in(double /*seconds*/) override { request_frame(1); }
    void post(std::function<void()> job) override {
        jobs_.post(std::move(job));
        const std::lock_guard lock(mutex_);
        news_ = true;
        wake_.notify_one();
    }
    void close() override { closed_ = true; }
    void set_title(const std::string& /*title*/) override {}
    void set_zoom(float zoom) override { gui_.set_zoom(zoom); }
    float zoom() const override { return gui_.zoom(); }
    void set_theme(ThemeName name) override { gui_.set_theme(name); }
    void set_fixed_scale(float scale) override { gui_.set_fixed_scale(scale); }
    void take_picture(int /*factor*/, std::function<void(Picture)> taken) override { taken({}); }
    Counts counts() const override { return counts_; }
    std::string problem() const override { return gui_.problem(); }

private:
    void sleep() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return news_; });
        news_ = false;
    }

    Gui gui_;
    RunQueue jobs_;
    Counts counts_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool news_ = false;
    int wanted_ = 0;
    bool closed_ = false;
};

}  // namespace

std::unique_ptr<Backend> make_null_backend(const WindowOptions& options) {
    return std::make_unique<NullBackend>(options);
}

}  // namespace iovlab
