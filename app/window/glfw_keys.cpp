#include "app/window/glfw_keys.h"

#include <GLFW/glfw3.h>

namespace iovlab {
namespace {

Key offset(Key first, int by) {
    return static_cast<Key>(static_cast<int>(first) + by);
}

Key from_sign(char sign) {
    if (sign >= 'a' && sign <= 'z') return offset(Key::A, sign - 'a');
    if (sign >= 'A' && sign <= 'Z') return offset(Key::A, sign - 'A');
    if (sign >= '0' && sign <= '9') return offset(Key::Digit0, sign - '0');
    switch (sign) {
        case '+':
        case '=':
            return Key::Plus;  // one key on many keyboards
        case '-':
            return Key::Minus;
        case ',':
            return Key::Comma;
        case '.':
            return Key::Period;
        case '/':
            return Key::Slash;
        default:
            return Key::None;
    }
}

/// By position on a US keyboard, for layouts that print no Latin letters.
Key from_position(int key) {
    if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) return offset(Key::A, key - GLFW_KEY_A);
    if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) return offset(Key::Digit0, key - GLFW_KEY_0);
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) return offset(Key::F1, key - GLFW_KEY_F1);
    switch (key) {
        case GLFW_KEY_EQUAL:
        case GLFW_KEY_KP_ADD:
            return Key::Plus;
        case GLFW_KEY_MINUS:
        case GLFW_KEY_KP_SUBTRACT:
            return Key::Minus;
        case GLFW_KEY_COMMA:
            return Key::Comma;
        case GLFW_KEY_PERIOD:
            return Key::Period;
        case GLFW_KEY_SLASH:
            return Key::Slash;
        case GLFW_KEY_SPACE:
            return Key::Space;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return Key::Enter;
        case GLFW_KEY_ESCAPE:
            return Key::Escape;
        case GLFW_KEY_TAB:
            return Key::Tab;
        case GLFW_KEY_BACKSPACE:
            return Key::Backspace;
        case GLFW_KEY_DELETE:
            return Key::Delete;
        case GLFW_KEY_INSERT:
            return Key::Insert;
        case GLFW_KEY_LEFT:
            return Key::Left;
        case GLFW_KEY_RIGHT:
            return Key::Right;
        case GLFW_KEY_UP:
            return Key::Up;
        case GLFW_KEY_DOWN:
            return Key::Down;
        case GLFW_KEY_HOME:
            return Key::Home;
        case GLFW_KEY_END:
            return Key::End;
        case GLFW_KEY_PAGE_UP:
            return Key::PageUp;
        case GLFW_KEY_PAGE_DOWN:
            return Key::PageDown;
        default:
            return Key::None;
    }
}

}  // namespace

Chord chord_of(int key, int scancode, int mods) {
    Chord chord;
    chord.ctrl = (mods & GLFW_MOD_CONTROL) != 0;
    chord.shift = (mods & GLFW_MOD_SHIFT) != 0;
    chord.alt = (mods & GLFW_MOD_ALT) != 0;
    const char* printed = glfwGetKeyName(key, scancode);  // null for keys that print nothing
    if (printed != nullptr && printed[0] != '\0' && printed[1] == '\0') chord.key = from_sign(printed[0]);
    if (chord.key == Key::None) chord.key = from_position(key);
    return chord;
}

}  // namespace iovlab
