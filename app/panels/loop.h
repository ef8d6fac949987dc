#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Measures of the last frame, and how far the listing was followed.
struct LoopSeen {
    float rest = 0;        ///< height of all but the listing's lines, in pixels
    std::size_t line = 0;  ///< the line that was brought into sight
    const void* listing = nullptr;
    float height = 0;
    bool settled = true;  ///< false: the last frame measured another height
};

/// The caller's retry loop: which one, what it takes for granted, what it makes of the call on show, and its code.
/// `room`: how high the card may be before others have to give way; the code folds where it would be too low.
void draw_loop(const LabState& state, LoopSeen& seen, float room, Intents& out);

// Parts of it.
/// What became of each entry after the call on show and what goes out next; with another rule beside it where the
/// document has another loop than the run.
void draw_advance(const LabState& state);
/// The loop's program, `height` pixels of it, with the current line lit.
void draw_listing(const LabState& state, LoopSeen& seen, float height);

/// True when a section is unfolded: as the user left it, or else `otherwise`.
bool unfolded(const LabState& state, const char* section, bool otherwise);

}  // namespace iovlab
