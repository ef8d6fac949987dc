#pragma once

#include <cstdint>
#include <functional>
#include <imgui.h>
#include <string>
#include <string_view>
#include <unordered_map>

/// What is on the screen, by name: how tests and scripts find a control, and read what it shows.
namespace iovlab::ui {

struct Control {
    ImVec2 min, max;            ///< in pixels of the window
    ImVec2 clip_min, clip_max;  ///< the visible part of its panel
    bool hovered = false, active = false, enabled = true;
    bool clipped = false;     ///< its text does not fit it, or it juts out of its panel sideways
    bool on = false;          ///< checked, selected
    std::uint64_t frame = 0;  ///< when it was last drawn
    std::string text;         ///< what it shows

    ImVec2 centre() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
};

class Registry {
public:
    /// Looked up by names that are no std::string yet: thousands a frame.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
    };
    using Controls = std::unordered_map<std::string, Control, Hash, std::equal_to<>>;

    void record(std::string_view name, const Control& control);
    /// Records ImGui's last item under `name`. `text_width`: how wide its text wants to be, to notice cut text.
    void record_item(std::string_view name, std::string_view text, bool enabled, float text_width = 0,
                     bool on = false);

    /// The control if it was drawn in the last whole frame, else null.
    const Control* find(std::string_view name) const;
    const Controls& all() const { return controls_; }
    std::uint64_t frame() const { return frame_; }

    void begin_frame();
    /// Forgets what is no longer drawn, and writes the list to the file that IOVLAB_CONTROLS names, if it has
    /// changed: "name x y w h enabled text", a control a line, in pixels of the window.
    void end_frame();

private:
    Control& entry(std::string_view name);
    void write_file();

    Controls controls_;
    std::uint64_t frame_ = 0;
    std::string written_;
};

/// The window's registry.
Registry& registry();

}  // namespace iovlab::ui
