#pragma once

#include "app/panels/calls.h"
#include "app/panels/loop.h"
#include "app/panels/sink.h"

namespace iovlab {

/// Where the panels stand: three columns, two or one, by the room that there is at the zoom in force. The one place
/// that knows all panels; they do not know one another. What it keeps are measures of the last frame and colours
/// that would be dear to work out for each.
class Bench {
public:
    /// Draws the whole window and returns what was asked for.
    Intents draw(const LabState& state);
    /// False while the last frame measured other heights than it was laid out with: one more is needed.
    bool settled() const { return settled_; }

private:
    void draw_top(const LabState& state, Intents& out);
    void draw_screen(const LabState& state, Intents& out);
    void lab(const LabState& state, Intents& out);
    void atlas(const LabState& state, Intents& out);
    void benchmark(const LabState& state, Intents& out);
    void lessons(const LabState& state, Intents& out);
    void three_columns(const LabState& state, Intents& out);
    void two_columns(const LabState& state, Intents& out);
    void one_column(const LabState& state, Intents& out);

    void left_cards(const LabState& state, float height, Intents& out);
    void setup_card(const LabState& state, float height, Intents& out);
    void buttons_card(const LabState& state, Intents& out);
    void entries_card(const LabState& state, float max_rows, bool tall, Intents& out);
    void kernel_card(const LabState& state, float room, Intents& out);
    void calls_card(const LabState& state, float height, bool buttons, Intents& out);
    void loop_card(const LabState& state, float room, Intents& out);
    void sink_card(const LabState& state, float height, Intents& out);

    SinkColours sink_;
    CallsSeen seen_;
    LoopSeen loop_;
    float upper_ = 0;  ///< height of the list and the kernel together
    float bar_ = 0;    ///< of that, what each call took
    bool bar_drawn_ = false;
    float check_ = 0;    ///< height of the check's card
    float help_ = 0;     ///< of all the help, in sight or not
    float buttons_ = 0;  ///< height of the run buttons and the playback
    bool settled_ = false;
};

}  // namespace iovlab
