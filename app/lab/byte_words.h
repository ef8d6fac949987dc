#pragma once

#include "app/lab/lighting.h"

namespace iovlab {

/// What the status line says of the bytes hovered, or selected while nothing is hovered: buffer and offset, value,
/// entry, the call that carried them and where they lie. Wants Lighting's ranges to be up to date.
ByteWords words_of_bytes(const LabState& state);

}  // namespace iovlab
