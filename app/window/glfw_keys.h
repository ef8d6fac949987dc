#pragma once

#include "app/window/keys.h"

namespace iovlab {

/// The chord of a GLFW key event: letters and signs by what the keyboard's layout prints on the key.
Chord chord_of(int key, int scancode, int mods);

}  // namespace iovlab
