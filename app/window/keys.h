#pragma once

#include <cstdint>
#include <string>

/// Keyboard shortcuts, the same on every version of Dear ImGui: backends feed presses, the window asks for chords.
namespace iovlab {

/// Keys that a shortcut may name. Letters and signs mean what the key has printed on it, not where it sits.
enum class Key : std::uint8_t {
    None,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
    Digit0,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digit6,
    Digit7,
    Digit8,
    Digit9,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
    Plus,
    Minus,
    Comma,
    Period,
    Slash,
    Space,
    Enter,
    Escape,
    Tab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
};

struct Chord {
    Key key = Key::None;
    bool ctrl = false, shift = false, alt = false;

    bool operator==(const Chord&) const = default;
};

/// "Ctrl+Shift+Z", "F5", "Ctrl++": as it is shown beside a control.
std::string to_string(Chord chord);

/// True when `chord` was pressed in this frame (or repeats, with `repeat`). While a text field has the keyboard,
/// plain keys and the chords of editing text (Ctrl with A, C, V, X, Y, Z, and the arrows, Home, End) are the
/// field's. Shift is ignored for Plus and Minus: on many keyboards it takes Shift to type them.
bool pressed(Chord chord, bool repeat = false);

/// The same though a text field has the keyboard: for what goes on around a field that leaves the key alone.
bool pressed_while_typing(Chord chord, bool repeat = false);

/// As pressed(), and nobody who asks later in this frame gets it: a key does one thing. What has the keyboard asks
/// first, while it is drawn; the window's own actions ask last.
bool take(Chord chord, bool repeat = false);
bool take_while_typing(Chord chord, bool repeat = false);

/// The control that has the keyboard has a use of its own for Del, Backspace and the arrows: in the next frame they
/// ask for no action of the window.
void claim_keys();
/// Whether this chord is claimed, in this frame or since the last.
bool claimed(Chord chord);

/// For backends and tests: what was pressed since the last frame.
void feed_press(Chord chord, bool repeat);
/// For backends: forgets the presses at the end of a frame.
void forget_presses();

}  // namespace iovlab
