#include "app/window/enlarge.h"

#include <cfloat>

namespace iovlab {

bool Enlargement::take(Gui& gui, Painter& painter, const Backend::Draw& draw) {
    if (!taken_) return false;
    const std::function<void(Picture)> taken = std::exchange(taken_, nullptr);
    ImGuiIO& io = ImGui::GetIO();
    const ImVec2 size = io.DisplaySize;
    const ImVec2 framebuffer = io.DisplayFramebufferScale;
    const ImVec2 pointer = io.MousePos;
    const auto factor = static_cast<float>(factor_);
    const ImVec2 large{size.x * framebuffer.x * factor, size.y * framebuffer.y * factor};
    const float fixed = gui.fixed_scale();
    gui.set_fixed_scale(gui.scale() * framebuffer.x * factor);
    if (gui.prepare()) painter.renew_fonts();
    constexpr int kSettle = 6;  // cards take their content's height from the frame before
    for (int i = 0; i < kSettle; ++i) {
        io.DisplaySize = large;
        io.DisplayFramebufferScale = {1, 1};
        io.MousePos = {-FLT_MAX, -FLT_MAX};
        io.DeltaTime = 1.0F / 60.0F;
        painter.new_frame();
        gui.build_frame(draw);
    }
    Picture picture = painter.picture(*ImGui::GetDrawData(), static_cast<int>(large.x), static_cast<int>(large.y));
    io.DisplaySize = size;
    io.DisplayFramebufferScale = framebuffer;
    io.MousePos = pointer;
    gui.set_fixed_scale(fixed);
    taken(std::move(picture));
    return true;
}

}  // namespace iovlab
