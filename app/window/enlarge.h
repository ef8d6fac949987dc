#pragma once

#include "app/window/gui.h"
#include "app/window/painter.h"

#include <functional>
#include <utility>

namespace iovlab {

/// A picture of the window that somebody has asked for: drawn several times as large, out of sight, by a few frames
/// between two others.
class Enlargement {
public:
    void ask(int factor, std::function<void(Picture)> taken) {
        factor_ = factor;
        taken_ = std::move(taken);
    }
    /// Takes it now, if one was asked for, and sees to it that the frames to come are as before.
    bool take(Gui& gui, Painter& painter, const Backend::Draw& draw);

private:
    int factor_ = 0;
    std::function<void(Picture)> taken_;
};

}  // namespace iovlab
