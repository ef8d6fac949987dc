#pragma once

#include "app/window/backend.h"

namespace iovlab {

/// The program's sign, `side` pixels high and wide: three buffers gathered into one write, as in assets/iovlab.svg.
Picture draw_icon_picture(int side);

}  // namespace iovlab
