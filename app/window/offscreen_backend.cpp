#include "app/window/backend.h"
#include "app/window/enlarge.h"
#include "app/window/gui.h"
#include "app/window/imgui_headless.h"
#include "app/window/painter.h"
#include "app/window/run_queue.h"
#include "app/window/wishes.h"

#define GL_GLEXT_PROTOTYPES
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <GL/glext.h>
#include <algorithm>
#include <array>
#include <stdexcept>

namespace iovlab {
namespace {

/// An OpenGL 3.3 context without a display, drawing into a picture in memory.
class EglContext {
public:
    EglContext(int width, int height) {
        display_ = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
        if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE)
            throw std::runtime_error("cannot draw without a display: EGL has no surfaceless platform here");
        constexpr std::array<EGLint, 3> kConfig{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
        constexpr std::array<EGLint, 7> kContext{EGL_CONTEXT_MAJOR_VERSION,
                                                 3,
                                                 EGL_CONTEXT_MINOR_VERSION,
                                                 3,
                                                 EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                                 EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                                 EGL_NONE};
        EGLConfig config = nullptr;
        EGLint found = 0;
        eglBindAPI(EGL_OPENGL_API);
        eglChooseConfig(display_, kConfig.data(), &config, 1, &found);
        context_ = eglCreateContext(display_, config, EGL_NO_CONTEXT, kContext.data());
        if (context_ == EGL_NO_CONTEXT ||
            eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_FALSE) {
            eglTerminate(display_);
            throw std::runtime_error("cannot draw without a display: EGL gives no OpenGL 3.3 context here");
        }
        glGenFramebuffers(1, &framebuffer_);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
        glGenRenderbuffers(1, &picture_);
        glBindRenderbuffer(GL_RENDERBUFFER, picture_);
        glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, picture_);
    }
    ~EglContext() {
        glDeleteRenderbuffers(1, &picture_);
        glDeleteFramebuffers(1, &framebuffer_);
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        eglDestroyContext(display_, context_);
        eglTerminate(display_);
    }
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

private:
    EGLDisplay display_ = EGL_NO_DISPLAY;
    EGLContext context_ = EGL_NO_CONTEXT;
    GLuint framebuffer_ = 0;
    GLuint picture_ = 0;
};

class Offscreen final : public OffscreenBackend {
public:
    explicit Offscreen(const WindowOptions& options)
        : width_(options.width), height_(options.height), egl_(width_, height_), gui_(options) {
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
        io.BackendPlatformName = "iovlab_offscreen";
        cx::prepare_headless_keys(io);
    }

    void frame(const Draw& draw) override {
        jobs_.run_all();
        ImGui::GetIO().DeltaTime = 1.0F / 60.0F;
        const bool renew = gui_.prepare();
        if (renew) painter_.renew_fonts();
        painter_.new_frame();
        gui_.build_frame(draw);
        ++counts_.built;
        if (take_wish()) wanted_ = std::max(wanted_, 1);
        if (picture_.take(gui_, painter_, draw)) return;  // the next frame is in sight again
        if (!gui_.changed()) return;
        painter_.paint(*ImGui::GetDrawData(), width_, height_);
        ++counts_.painted;
    }

    void run(const Draw& draw) override {
        closed_ = false;
        do frame(draw);
        while (!closed_ && --wanted_ > 0);
    }
    void write_png(const std::string& path) override {
        write_png_file(path, {width_, height_, Painter::read_pixels(width_, height_)});
    }
    void move_pointer(float x, float y) override { cx::mouse_position(ImGui::GetIO(), x, y); }

    void request_frame(int frames) override { wanted_ = std::max(wanted_, frames); }
    void request_frame_in(double /*seconds*/) override {}
    void post(std::function<void()> job) override { jobs_.post(std::move(job)); }
    void close() override { closed_ = true; }
    void set_title(const std::string& /*title*/) override {}
    void set_zoom(float zoom) override { gui_.set_zoom(zoom); }
    float zoom() const override { return gui_.zoom(); }
    void set_theme(ThemeName name) override { gui_.set_theme(name); }
    void set_fixed_scale(float scale) override { gui_.set_fixed_scale(scale); }
    void take_picture(int factor, std::function<void(Picture)> taken) override {
        picture_.ask(factor, std::move(taken));
    }
    Counts counts() const override { return counts_; }
    std::string problem() const override { return gui_.problem(); }

private:
    int width_, height_;
    EglContext egl_;
    Gui gui_;
    Painter painter_;
    Enlargement picture_;
    RunQueue jobs_;
    Counts counts_;
    int wanted_ = 0;
    bool closed_ = false;
};

}  // namespace

std::unique_ptr<OffscreenBackend> make_offscreen_backend(const WindowOptions& options) {
    return std::make_unique<Offscreen>(options);
}

}  // namespace iovlab
