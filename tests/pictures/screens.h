#pragma once

#include "app/lab/lab_window.h"
#include "app/window/backend.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace iovlab::pictures {

/// A window that is set up for a picture, without a display.
class Stage {
public:
    explicit Stage(const WindowOptions& options);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    Lab& lab() { return window_->lab(); }
    const LabState& state() const { return window_->state(); }
    OffscreenBackend& backend() { return *backend_; }

    void frames(int n);
    /// Throws std::runtime_error when it does not come true in half a minute.
    void until(const std::function<bool()>& done);
    /// A file of assets/examples, without its .toml.
    void open(const std::string& example);
    /// Until it is over, or asleep.
    void run();
    /// Presses the mouse on a control, by its name.
    void click(std::string_view name);

private:
    std::unique_ptr<OffscreenBackend> backend_;
    std::unique_ptr<LabWindow> window_;
};

/// One screen of which pictures are made and examined. A line in screens.cpp is all that a new one takes.
struct PictureOf {
    const char* name;  ///< of its files
    void (*prepare)(Stage& stage);
};
const std::vector<PictureOf>& screens_to_picture();

}  // namespace iovlab::pictures
