#pragma once

#include "app/lab/intent.h"
#include "app/lab/state.h"
#include "app/window/keys.h"

#include <string>
#include <string_view>
#include <vector>

namespace iovlab {

enum class Menu { File, Edit, Run, View, Help };
const char* to_string(Menu menu);

/// Something that can be done from the menu, a button or the keyboard. This table feeds all of them and the help.
struct Action {
    const char* id;  ///< "run.start": its control's name in the registry is "menu.<id>"
    Menu menu;
    const char* title;
    const char* tip;
    Chord chord;  ///< key None: no shortcut
    Chord also;   ///< a second one
    /// Empty when it can be done now, else why not, in a sentence.
    std::string (*obstacle)(const LabState&);
    Intent (*intent)(const LabState&);
    /// A title that follows the state ("Undo rename header"); null: `title`.
    std::string (*live_title)(const LabState&) = nullptr;
};

const std::vector<Action>& actions();
const Action& action(std::string_view id);  ///< throws std::logic_error for an unknown id
std::string title_of(const Action& action, const LabState& state);

/// The intents of the actions whose chords were pressed in this frame and that no control has taken: asked for when
/// all panels are drawn. `popup`: a menu or a list hung down when the keys were pressed.
Intents pressed_actions(const LabState& state, bool popup = false);

}  // namespace iovlab
