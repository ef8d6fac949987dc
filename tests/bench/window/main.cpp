#include "tests/bench/window/window_bench.h"

#include <cstdio>
#include <cstring>

int main(int argc, char** argv) {
    using namespace iovlab::bench;
    const char* what = argc > 1 ? argv[1] : "";
    if (std::strcmp(what, "--bare") == 0) return show_bare_window();
    if (std::strcmp(what, "--ours") == 0) return show_our_window();
    const bool all = argc == 1;
    if (all || std::strcmp(what, "frame") == 0) {
        std::puts("frame: 1,024 entries, 1 MiB of sink and 10,000 calls: at most 4 ms of processor time?");
        window_frames();
    }
    if (all || std::strcmp(what, "first") == 0) {
        std::puts(
            "first: from start to first frame, at most 1.5 times a bare Dear ImGui window? (needs a display)");
        window_start();
    }
    return 0;
}
