#pragma once

#include "app/window/backend.h"

#include <cstdint>
#include <imgui.h>
#include <vector>

namespace iovlab {

/// ImGui's OpenGL 3.3 renderer. A context must be current for all of its life.
class Painter {
public:
    Painter();
    ~Painter();
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;

    /// The atlas was rebuilt (Gui::prepare said so).
    void renew_fonts();
    void new_frame();
    /// Clears to the theme's background and draws, `width` x `height` pixels.
    void paint(ImDrawData& data, int width, int height);

    /// Reads the framebuffer in force: RGBA, top row first.
    static std::vector<std::uint8_t> read_pixels(int width, int height);
    /// paint() into a picture of its own; what is in sight stays as it is.
    Picture picture(ImDrawData& data, int width, int height);

private:
    bool ready_ = false;  // the first frame makes the font texture by itself
};

}  // namespace iovlab
