#include "app/window/backend.h"
#include "app/window/enlarge.h"
#include "app/window/glfw_keys.h"
#include "app/window/gui.h"
#include "app/window/icon.h"
#include "app/window/imgui_compat.h"
#include "app/window/pacing.h"
#include "app/window/painter.h"
#include "app/window/run_queue.h"
#include "app/window/stand_ins.h"
#include "app/window/wishes.h"

#include <GLFW/glfw3.h>
#include <algorithm>
#include <array>
#include <backends/imgui_impl_glfw.h>
#include <cmath>
#include <deque>
#include <optional>
#include <stdexcept>
#include <utility>

namespace iovlab {
namespace {

/// No larger than the desktop has room for: a projector may be smaller than the desk's screen was. Both sizes are
/// before the content scale, by which GLFW_SCALE_TO_MONITOR multiplies.
std::pair<int, int> fitting(int width, int height) {
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    if (monitor == nullptr) return {width, height};
    int left = 0, top = 0, room_x = 0, room_y = 0;
    glfwGetMonitorWorkarea(monitor, &left, &top, &room_x, &room_y);
    float scale_x = 1, scale_y = 1;
    glfwGetMonitorContentScale(monitor, &scale_x, &scale_y);
    const auto fit = [](int wanted, int room, float scale) {
        const int most = static_cast<int>(static_cast<float>(room) / std::max(scale, 0.1F));
        return room > 0 ? std::min(wanted, most) : wanted;
    };
    return {fit(width, room_x, scale_x), fit(height, room_y, scale_y)};
}

/// GLFW's library and one window with an OpenGL 3.3 context.
class GlfwWindow {
public:
    explicit GlfwWindow(const WindowOptions& options) {
        if (glfwInit() == GLFW_FALSE) throw std::runtime_error("cannot open a window: " + last_error());
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
        glfwWindowHintString(GLFW_X11_CLASS_NAME, "iovlab");
        const auto [width, height] = fitting(options.width, options.height);
        window_ = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
        if (window_ == nullptr) {
            const std::string why = last_error();
            glfwTerminate();
            throw std::runtime_error("cannot open a window with OpenGL 3.3: " + why);
        }
        glfwMakeContextCurrent(window_);
        glfwSwapInterval(1);
    }
    ~GlfwWindow() {
        glfwDestroyWindow(window_);
        glfwTerminate();
    }
    GlfwWindow(const GlfwWindow&) = delete;
    GlfwWindow& operator=(const GlfwWindow&) = delete;

    GLFWwindow* get() const { return window_; }

private:
    static std::string last_error() {
        const char* text = nullptr;
        glfwGetError(&text);
        return text != nullptr ? text : "no display was found (is DISPLAY or WAYLAND_DISPLAY set?)";
    }
    GLFWwindow* window_ = nullptr;
};

/// A key event or a typed character, held until the frame that may have it.
struct Typed {
    int key = 0, scancode = 0, action = 0, mods = 0;
    unsigned character = 0;  // not 0: a character
};

class WindowBackend final : public Backend {
public:
    explicit WindowBackend(const WindowOptions& options) : window_(options), gui_(options) {
        install_callbacks();
        read_scale();
        set_icon();
    }
    ~WindowBackend() override { ImGui_ImplGlfw_Shutdown(); }

    void run(const Draw& draw) override {
        while (!closed_) {
            wait();
            if (jobs_.run_all()) pacing_.happened();
            if (glfwWindowShouldClose(window_.get()) != 0) asked_to_close();
            if (!closed_ && pacing_.due(glfwGetTime())) frame(draw);
        }
    }

    void frame(const Draw& draw) override {
        int width = 0;
        int height = 0;
        glfwGetFramebufferSize(window_.get(), &width, &height);
        pacing_.drawn(glfwGetTime());
        if (width == 0 || height == 0) return;  // minimised
        forward_typed();
        if (gui_.prepare()) painter_->renew_fonts();
        painter_->new_frame();
        ImGui_ImplGlfw_NewFrame();
        gui_.build_frame(draw);
        ++counts_.built;
        if (cx::input_pending() || !typed_.empty()) pacing_.happened();
        if (ImGui::GetIO().WantTextInput && ImGui::GetIO().ConfigInputTextCursorBlink)
            pacing_.request_at(glfwGetTime() + kCaretBlink);
        if (const auto wish = take_wish()) pacing_.request_at(glfwGetTime() + *wish);
        if (picture_.take(gui_, *painter_, draw)) {
            exposed();
            return;  // the next frame is in sight again
        }
        if (!gui_.changed() && !repaint_) return;
        repaint_ = false;
        painter_->paint(*ImGui::GetDrawData(), width, height);
        glfwSwapBuffers(window_.get());
        ++counts_.painted;
    }

    void request_frame(int frames) override { pacing_.request(frames); }
    void request_frame_in(double seconds) override { pacing_.request_at(glfwGetTime() + seconds); }
    void post(std::function<void()> job) override {
        jobs_.post(std::move(job));
        glfwPostEmptyEvent();
    }
    void close() override { closed_ = true; }
    void set_title(const std::string& title) override { glfwSetWindowTitle(window_.get(), title.c_str()); }
    void set_zoom(float zoom) override {
        gui_.set_zoom(zoom);
        pacing_.happened();
    }
    float zoom() const override { return gui_.zoom(); }
    void set_theme(ThemeName name) override {
        gui_.set_theme(name);
        pacing_.happened();
    }
    void set_fixed_scale(float scale) override {
        gui_.set_fixed_scale(scale);
        pacing_.happened();
    }
    void take_picture(int factor, std::function<void(Picture)> taken) override {
        picture_.ask(factor, std::move(taken));
        pacing_.happened();
    }
    void set_full_screen(bool on) override {
        GLFWwindow* window = window_.get();
        if (on == (glfwGetWindowMonitor(window) != nullptr)) return;
        if (on) {
            GLFWmonitor* monitor = monitor_of(window);
            const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
            if (mode == nullptr) return;
            glfwGetWindowPos(window, &before_[0], &before_[1]);
            glfwGetWindowSize(window, &before_[2], &before_[3]);
            glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
        } else {
            glfwSetWindowMonitor(window, nullptr, before_[0], before_[1], before_[2], before_[3], 0);
        }
        exposed();
    }
    std::optional<std::pair<int, int>> chosen_size() const override {
        GLFWwindow* window = window_.get();
        const auto is = [&](int what) { return glfwGetWindowAttrib(window, what) == GLFW_TRUE; };
        if (is(GLFW_MAXIMIZED) || is(GLFW_ICONIFIED) || glfwGetWindowMonitor(window) != nullptr) return {};
        int width = 0;
        int height = 0;
        glfwGetWindowSize(window, &width, &height);
        if (width <= 0 || height <= 0) return {};
        const auto unscaled = [&](int side) {
            return static_cast<int>(std::lround(static_cast<float>(side) / gui_.content_scale()));
        };
        return std::pair(unscaled(width), unscaled(height));
    }
    Counts counts() const override { return counts_; }
    std::string problem() const override { return gui_.problem(); }

private:
    static constexpr double kCaretBlink = 0.4;  // half of ImGui's own rhythm

    static WindowBackend& self(GLFWwindow* window) {
        return *static_cast<WindowBackend*>(glfwGetWindowUserPointer(window));
    }

    /// Ours first: ImGui's backend calls on to what it finds installed.
    void install_callbacks() {
        GLFWwindow* window = window_.get();
        glfwSetWindowUserPointer(window, this);
        glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { self(w).pacing_.happened(); });
        glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { self(w).pacing_.happened(); });
        glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { self(w).pacing_.happened(); });
        glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { self(w).pacing_.happened(); });
        glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { self(w).pacing_.happened(); });
        glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { self(w).exposed(); });
        glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { self(w).exposed(); });
        glfwSetWindowContentScaleCallback(window, [](GLFWwindow* w, float, float) { self(w).read_scale(); });
        glfwSetDropCallback(window,
                            [](GLFWwindow* w, int count, const char** paths) { self(w).drop(count, paths); });
        auto on_key = [](GLFWwindow* w, int key, int scancode, int action, int mods) {
            self(w).on_key({key, scancode, action, mods, 0});
        };
        if (!cx::kPolledKeys) glfwSetKeyCallback(window, on_key);
        ImGui_ImplGlfw_InitForOpenGL(window, true);
        painter_.emplace();
        if (!cx::kPolledKeys) return;
        glfwSetKeyCallback(window, on_key);
        glfwSetCharCallback(window, [](GLFWwindow* w, unsigned c) { self(w).hold({0, 0, 0, 0, c}); });
    }

    void on_key(const Typed& typed) {
        if (cx::kPolledKeys) {
            hold(typed);
        } else {
            announce(typed);
            pacing_.happened();
        }
    }

    void hold(const Typed& typed) {
        typed_.push_back(typed);
        pacing_.happened();
    }

    static void announce(const Typed& typed) {
        if (typed.action == GLFW_RELEASE) return;
        feed_press(chord_of(typed.key, typed.scancode, typed.mods), typed.action == GLFW_REPEAT);
    }

    /// A letter typed into a field arrives as a character; whether its key is down interests nobody, and holding it
    /// back would make fast typing lag a frame a letter.
    static bool is_only_text(const Typed& typed) {
        constexpr int kLastPrinting = GLFW_KEY_WORLD_2;
        return typed.key <= kLastPrinting && (typed.mods & (GLFW_MOD_CONTROL | GLFW_MOD_ALT)) == 0 &&
               ImGui::GetIO().WantTextInput;
    }

    /// ImGui 1.86 only looks at which keys are down when a frame begins: a press and its release within one frame
    /// would never be seen, nor a release and the next press. So a release waits for the frame after a press, and a
    /// press for the frame after the same key's release.
    void forward_typed() {
        bool pressed = false;
        int released = GLFW_KEY_UNKNOWN;
        while (!typed_.empty()) {
            const Typed typed = typed_.front();
            const bool text = typed.character != 0 || is_only_text(typed);
            if (!text && typed.action == GLFW_RELEASE && pressed) return;
            if (!text && typed.action == GLFW_PRESS && typed.key == released) return;
            typed_.pop_front();
            if (typed.character != 0) {
                ImGui::GetIO().AddInputCharacter(typed_as(typed.character));
                continue;
            }
            if (typed.action == GLFW_RELEASE) released = typed.key;
            pressed = pressed || (typed.action == GLFW_PRESS && !text);
            announce(typed);
            ImGui_ImplGlfw_KeyCallback(window_.get(), typed.key, typed.scancode, typed.action, typed.mods);
        }
    }

    void exposed() {
        repaint_ = true;
        pacing_.happened();
    }

    void read_scale() {
        float x = 1;
        float y = 1;
        glfwGetWindowContentScale(window_.get(), &x, &y);
        int width = 0;
        int pixels = 0;
        glfwGetWindowSize(window_.get(), &width, nullptr);
        glfwGetFramebufferSize(window_.get(), &pixels, nullptr);
        // Where the system's units are not pixels (Wayland), it scales what we draw by itself.
        const float own = width > 0 ? static_cast<float>(pixels) / static_cast<float>(width) : 1.0F;
        gui_.set_content_scale(own > 0 ? x / own : x);
        exposed();
    }

    void drop(int count, const char** paths) {
        if (on_drop) on_drop(std::vector<std::string>(paths, paths + count));
        pacing_.happened();
    }

    void asked_to_close() {
        closed_ = !on_close_request || on_close_request();
        if (closed_) return;
        glfwSetWindowShouldClose(window_.get(), GLFW_FALSE);
        pacing_.happened();
    }

    /// The screen that the window's middle is on.
    static GLFWmonitor* monitor_of(GLFWwindow* window) {
        int x = 0, y = 0, width = 0, height = 0;
        glfwGetWindowPos(window, &x, &y);
        glfwGetWindowSize(window, &width, &height);
        int count = 0;
        GLFWmonitor** monitors = glfwGetMonitors(&count);
        for (int i = 0; i < count; ++i) {
            int left = 0, top = 0;
            glfwGetMonitorPos(monitors[i], &left, &top);
            const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
            const int right = x + width / 2 - left;
            const int down = y + height / 2 - top;
            if (mode != nullptr && right >= 0 && down >= 0 && right < mode->width && down < mode->height)
                return monitors[i];
        }
        return glfwGetPrimaryMonitor();
    }

    void set_icon() {
        std::array<Picture, 3> pictures{draw_icon_picture(16), draw_icon_picture(32), draw_icon_picture(64)};
        std::array<GLFWimage, 3> images{};
        for (std::size_t i = 0; i < images.size(); ++i)
            images[i] = {pictures[i].width, pictures[i].height, pictures[i].pixels.data()};
        glfwSetWindowIcon(window_.get(), static_cast<int>(images.size()), images.data());
    }

    void wait() {
        const double seconds = pacing_.wait(glfwGetTime());
        if (seconds < 0) {
            glfwWaitEvents();
        } else if (seconds > 0) {
            glfwWaitEventsTimeout(seconds);
        } else {
            glfwPollEvents();
        }
    }

    GlfwWindow window_;
    Gui gui_;
    std::optional<Painter> painter_;  // after ImGui's window backend, before the context goes
    Enlargement picture_;
    Pacing pacing_;
    RunQueue jobs_;
    Counts counts_;
    std::deque<Typed> typed_;
    std::array<int, 4> before_{};  // place and size, before the whole screen was taken
    bool repaint_ = true;
    bool closed_ = false;
};

}  // namespace

std::unique_ptr<Backend> make_window_backend(const WindowOptions& options) {
    return std::make_unique<WindowBackend>(options);
}

}  // namespace iovlab
