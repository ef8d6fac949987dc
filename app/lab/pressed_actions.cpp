// Which of the actions the keys of a frame ask for: declared in lab/actions.h.
#include "app/lab/actions.h"

namespace iovlab {

Intents pressed_actions(const LabState& state, bool popup) {
    Intents intents;
    for (const Action& one : actions()) {
        // A list that hangs down has the keys that mean something in it.
        const auto popups = [&](Chord chord) {
            return popup && (one.menu == Menu::Edit || chord.key >= Key::Space);
        };
        const auto is = [&](Chord chord) {
            return chord.key != Key::None && pressed(chord) && !claimed(chord) && !popups(chord);
        };
        const Chord by = is(one.chord) ? one.chord : is(one.also) ? one.also : Chord{};
        if (by.key == Key::None || !one.obstacle(state).empty()) continue;
        take(by);
        intents.push_back(one.intent(state));
    }
    return intents;
}

}  // namespace iovlab
