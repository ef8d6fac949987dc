#pragma once

#include "app/window/backend.h"
#include "app/window/fonts.h"

#include <cstdint>
#include <imgui.h>

namespace iovlab {

/// ImGui's context with our theme, fonts and zoom: what every backend has in common. One lives at a time.
class Gui {
public:
    explicit Gui(const WindowOptions& options);
    ~Gui();
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;

    void set_zoom(float zoom);
    float zoom() const { return zoom_; }
    void set_theme(ThemeName name);
    /// The system's own scale, on top of the user's zoom.
    /// Not 0: the scale in force, whatever the zoom and the system's own are (a projector's screen).
    void set_fixed_scale(float scale);
    float fixed_scale() const { return fixed_scale_; }
    float scale() const { return fixed_scale_ > 0 ? fixed_scale_ : zoom_ * content_scale_; }
    void set_content_scale(float scale);
    float content_scale() const { return content_scale_; }

    /// Puts theme and fonts in order for the next frame. True when the atlas was rebuilt, so that the renderer must
    /// make its texture anew (before 1.92).
    bool prepare();
    /// NewFrame, the user's drawing, Render. The platform's and the renderer's own NewFrame come before.
    void build_frame(const Backend::Draw& draw);

    /// Whether the frame just built differs from the last one that was asked about.
    bool changed();
    std::string problem() const { return fonts_.problem(); }

private:
    ImGuiContext* context_;
    Fonts fonts_;
    float zoom_;
    float content_scale_ = 1;
    float fixed_scale_ = 0;
    bool stale_ = true;
    std::uint64_t last_hash_ = 0;
};

/// A number that two frames share only if they look the same.
std::uint64_t hash_of(const ImDrawData& data);

}  // namespace iovlab
