#pragma once

#include "app/widgets/hex_view.h"
#include "app/widgets/results.h"
#include "app/widgets/slot_map.h"

#include <cstdint>
#include <string>
#include <vector>

namespace iovlab {

/// Every widget once, laid out like the lab: a scene for tests and for looking at pictures.
class Gallery {
public:
    Gallery();
    void draw();

    // What the controls act on.
    int presses = 0;
    bool nonblocking = true;
    int kind = 1;
    std::string name = "header";
    std::int64_t length = 16000;
    ui::HexHover hex;

private:
    void draw_bar_at_top();
    void draw_memory();
    void draw_target();
    void draw_entries();
    void draw_kernel();
    void draw_calls();
    void draw_sink();

    std::vector<std::byte> bytes_;
    std::vector<ui::HexRun> runs_;
    std::vector<ui::SlotView> slots_;
};

}  // namespace iovlab
