#include "app/window/keys.h"

#include <array>
#include <imgui.h>
#include <utility>
#include <vector>

namespace iovlab {
namespace {

struct Press {
    Chord chord;
    bool repeat = false;
    bool taken = false;
};
std::vector<Press> g_presses;
bool g_claiming = false;  // in this frame
bool g_claimed = false;   // in the last

constexpr std::array<const char*, 20> kNames{"+",   "-",    ",",    ".",   "/",    "Space", "Enter",
                                             "Esc", "Tab",  "Bksp", "Del", "Ins",  "Left",  "Right",
                                             "Up",  "Down", "Home", "End", "PgUp", "PgDn"};

int number(Key key) {
    return static_cast<int>(key);
}
bool between(Key key, Key first, Key last) {
    return number(key) >= number(first) && number(key) <= number(last);
}

/// What a text field does with a key while it is being edited.
bool is_for_typing(Chord chord) {
    if (between(chord.key, Key::F1, Key::F12)) return false;
    if (!chord.ctrl && !chord.alt) return true;
    switch (chord.key) {
        case Key::A:
        case Key::C:
        case Key::V:
        case Key::X:
        case Key::Y:
        case Key::Z:
        case Key::Left:
        case Key::Right:
        case Key::Up:
        case Key::Down:
        case Key::Home:
        case Key::End:
        case Key::Backspace:
        case Key::Delete:
        case Key::Insert:
            return true;
        default:
            return false;
    }
}

Chord without_printing_shift(Chord chord) {
    if (chord.key == Key::Plus || chord.key == Key::Minus) chord.shift = false;
    return chord;
}

std::string key_name(Key key) {
    if (between(key, Key::A, Key::Z)) return {static_cast<char>('A' + number(key) - number(Key::A))};
    if (between(key, Key::Digit0, Key::Digit9)) return {static_cast<char>('0' + number(key) - number(Key::Digit0))};
    if (between(key, Key::F1, Key::F12)) return "F" + std::to_string(number(key) - number(Key::F1) + 1);
    if (key == Key::None) return {};
    return kNames[static_cast<std::size_t>(number(key) - number(Key::Plus))];
}

}  // namespace

std::string to_string(Chord chord) {
    std::string name;
    if (chord.ctrl) name += "Ctrl+";
    if (chord.alt) name += "Alt+";
    if (chord.shift) name += "Shift+";
    return name + key_name(chord.key);
}

bool pressed(Chord chord, bool repeat) {
    if (ImGui::GetIO().WantTextInput && is_for_typing(chord)) return false;
    return pressed_while_typing(chord, repeat);
}

namespace {
Press* press_of(Chord chord, bool repeat) {
    for (Press& press : g_presses) {
        const bool same = without_printing_shift(press.chord) == without_printing_shift(chord);
        if (same && !press.taken && (repeat || !press.repeat)) return &press;
    }
    return nullptr;
}
}  // namespace

bool pressed_while_typing(Chord chord, bool repeat) {
    return press_of(chord, repeat) != nullptr;
}

bool take(Chord chord, bool repeat) {
    return pressed(chord, repeat) && take_while_typing(chord, repeat);
}

bool take_while_typing(Chord chord, bool repeat) {
    Press* press = press_of(chord, repeat);
    if (press != nullptr) press->taken = true;
    return press != nullptr;
}

void claim_keys() {
    g_claiming = true;
}

bool claimed(Chord chord) {
    if ((!g_claimed && !g_claiming) || chord.ctrl || chord.alt) return false;
    return chord.key == Key::Delete || chord.key == Key::Backspace || between(chord.key, Key::Left, Key::PageDown);
}

void feed_press(Chord chord, bool repeat) {
    g_presses.push_back({chord, repeat, false});
}
void forget_presses() {
    g_presses.clear();
    g_claimed = std::exchange(g_claiming, false);
}

}  // namespace iovlab
