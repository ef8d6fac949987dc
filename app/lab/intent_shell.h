#pragma once

#include <cstddef>
#include <string>

/// Intents of the window around the screens; the rest are in intent.h.
namespace iovlab {

struct UseDesktopTheme {};
/// The width of the bench's left or right column, in em; 0: by the room there is.
struct SetColumn {
    bool left = true;
    float width = 0;
};

struct ShowPalette {
    bool open = false;
};
struct TypePalette {
    std::string text;
};
struct MovePalette {
    std::size_t chosen = 0;
};  ///< to that line of what is found

struct Present {
    bool on = false;
};
struct Blank {
    bool on = false;
};  ///< nothing on the projector but its background

/// Unsaved work that an earlier window left behind.
enum class LeftWork { Restore, Discard, Later };
struct AnswerLeftWork {
    LeftWork answer = LeftWork::Later;
};

struct AskPicture {};  ///< shows the file chooser
struct PictureTo {
    std::string path;
};
/// The keyboard's cursor goes to the next panel, or the one before.
struct NextPanel {
    bool back = false;
};

}  // namespace iovlab
