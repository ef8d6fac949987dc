#pragma once

#include "app/window/theme.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace iovlab {

struct WindowOptions {
    std::string title = "iovlab";
    int width = 1440;  ///< in screen units, before the system's content scale
    int height = 900;
    float zoom = 1.0F;  ///< the user's own, 0.8 to 3; the system's content scale comes on top
    ThemeName theme = ThemeName::Dark;
    bool animate_caret = true;
    std::vector<std::string> font_folders;  ///< empty: the system's
};

/// Pixels, RGBA, the top row first.
struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
};

/// A place where frames are drawn: a real window, nothing at all (tests), or a picture. Nothing else in app/ knows
/// GLFW, EGL or OpenGL. Made and used on one thread; post() and wake() alone may be called from any.
class Backend {
public:
    using Draw = std::function<void()>;
    virtual ~Backend() = default;

    /// Draws with `draw` until close(): one burst of frames whenever something happened, and sleeps otherwise.
    virtual void run(const Draw& draw) = 0;
    /// Draws one frame now (tests and pictures).
    virtual void frame(const Draw& draw) = 0;

    /// At least `frames` more frames: an animation asks again in each.
    virtual void request_frame(int frames = 1) = 0;
    /// A frame in at most `seconds`, though nothing else happens (a caret, a clock).
    virtual void request_frame_in(double seconds) = 0;
    /// Runs `job` on this thread before the next frame, and draws one. Jobs run in the order in which they came.
    /// From any thread; the way in which a run's steps reach the window.
    virtual void post(std::function<void()> job) = 0;
    /// post() without a job.
    void wake() { post({}); }

    /// run() returns after the frame in hand.
    virtual void close() = 0;
    virtual void set_title(const std::string& title) = 0;

    /// Zoom of the interface, clamped to 0.8..3; fonts are rebuilt before the next frame.
    virtual void set_zoom(float zoom) = 0;
    virtual float zoom() const = 0;
    virtual void set_theme(ThemeName name) = 0;
    /// Not 0: everything is drawn at this scale, whatever the zoom and the system's are.
    virtual void set_fixed_scale(float scale) = 0;
    virtual void set_full_screen(bool /*on*/) {}
    /// Draws the window `factor` times as large out of sight, between two frames, and hands its pixels over.
    /// `taken` gets an empty picture where nothing is ever painted.
    virtual void take_picture(int factor, std::function<void(Picture)> taken) = 0;
    /// The window's size in the units of WindowOptions, where the user chose it (not maximised, not full screen).
    virtual std::optional<std::pair<int, int>> chosen_size() const { return {}; }

    /// Frames whose drawing was built, and those of them that were painted because they differed from the last one.
    /// Neither grows while nothing happens.
    struct Counts {
        std::uint64_t built = 0, painted = 0;
    };
    virtual Counts counts() const = 0;
    /// What is worth telling the user about this machine (missing fonts); empty mostly.
    virtual std::string problem() const = 0;

    /// Asked when the user closes the window; false keeps it open. Unset: closes.
    std::function<bool()> on_close_request;
    /// Files dropped onto the window, by path.
    std::function<void(const std::vector<std::string>&)> on_drop;
};

/// Writes a picture as a PNG file. Throws std::runtime_error when it cannot. From any thread.
void write_png_file(const std::string& path, const Picture& picture);

/// The steps of Ctrl + and Ctrl -: 80 % to 300 %.
float next_zoom(float zoom);
float previous_zoom(float zoom);

/// A window of the desktop. Throws std::runtime_error in words when there is no display or no OpenGL 3.3.
std::unique_ptr<Backend> make_window_backend(const WindowOptions& options);
/// No window, no OpenGL: ImGui alone, 1/60 s a frame. For tests. Its clipboard is its own.
std::unique_ptr<Backend> make_null_backend(const WindowOptions& options);

/// Frames drawn without any display (EGL surfaceless), to be read as a picture.
class OffscreenBackend : public Backend {
public:
    /// The last frame as a PNG file. Throws std::runtime_error when it cannot be written.
    virtual void write_png(const std::string& path) = 0;
    /// Pointer position for the frames to come, in pixels; negative: nowhere.
    virtual void move_pointer(float x, float y) = 0;
};
std::unique_ptr<OffscreenBackend> make_offscreen_backend(const WindowOptions& options);

}  // namespace iovlab
