#pragma once

namespace iovlab::bench {

void window_frames();

/// Whole processes from their start to the first frame on the screen: ours, and a bare Dear ImGui window.
void window_start();

/// What the two kinds of child process do. Each returns an exit status.
int show_bare_window();
int show_our_window();

}  // namespace iovlab::bench
