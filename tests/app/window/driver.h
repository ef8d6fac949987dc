#pragma once

#include "app/widgets/registry.h"
#include "app/window/backend.h"
#include "app/window/keys.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace iovlab {

/// Drives the window's controls by name, on the null backend: a test does what a person would do with mouse and
/// keyboard. Every action draws the frames that it needs. A name that is not on the screen throws
/// std::runtime_error with the names that are.
class Driver {
public:
    explicit Driver(Backend::Draw draw, WindowOptions options = {});
    ~Driver();

    void frames(int n);
    /// Goes on drawing until `done` (for what another thread brings); throws after `limit` frames of about 1 ms.
    void until(const std::function<bool()>& done, int limit = 5000);

    void hover(std::string_view name);
    void hover_at(float x, float y);
    void click(std::string_view name);
    void double_click(std::string_view name);
    /// Presses the button on `from`, moves in steps to `to` and lets go.
    void drag(std::string_view from, std::string_view to);
    void drag(ImVec2 from, ImVec2 to);
    void wheel(std::string_view name, float lines);
    /// Types into whatever has the keyboard.
    void type(std::string_view text);
    /// Clicks on a field, replaces what is in it, and presses Enter.
    void enter(std::string_view name, std::string_view text);
    void key(Chord chord);

    bool has(std::string_view name) const;
    const ui::Control& control(std::string_view name) const;
    std::string text_of(std::string_view name) const;
    bool enabled(std::string_view name) const { return control(name).enabled; }
    /// Names of controls whose text is cut off or that jut out of their panel.
    std::vector<std::string> clipped() const;

    Backend& backend() { return *backend_; }

private:
    void move(ImVec2 to);
    void press(bool down);

    Backend::Draw draw_;
    std::unique_ptr<Backend> backend_;
};

/// `draw` inside of a window that fills the screen: for drawing widgets without the lab around them.
Backend::Draw whole_window(Backend::Draw draw);

}  // namespace iovlab
