#pragma once

#include "app/lab/lab.h"
#include "app/panels/bench.h"
#include "app/window/backend.h"

#include <optional>
#include <string>

namespace iovlab {

/// The lab in a window: draws it, carries out what was asked for, and keeps theme, zoom and title in step with it.
class LabWindow {
public:
    explicit LabWindow(Backend& backend);
    ~LabWindow();
    LabWindow(const LabWindow&) = delete;
    LabWindow& operator=(const LabWindow&) = delete;

    Lab& lab() { return lab_; }
    const LabState& state() const { return lab_.state(); }
    /// One frame: what Backend::run() and Backend::frame() are given.
    void draw();

private:
    void follow_pointer(Intents& asked) const;
    void carry_out(const Intents& intents);
    Intents pressed_now();
    std::optional<Intent> on_top() const;
    void export_picture(const std::string& path);
    void follow_present();
    void keep_in_step();

    Backend& backend_;
    Bench bench_;
    Lab lab_;
    Intents postponed_;   ///< wait until the field being typed in has given its value
    int wait_ = 0;        ///< frames
    bool popup_ = false;  ///< one was open at the end of the last frame
    std::string title_;
    bool dark_ = true;
    bool presents_ = false;
    float scale_ = 0;  ///< the projector's; 0: at the desk
};

}  // namespace iovlab
