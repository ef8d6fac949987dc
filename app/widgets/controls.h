#pragma once

#include "app/widgets/icons.h"
#include "app/window/theme.h"

#include <cstdint>
#include <imgui.h>
#include <span>
#include <string>
#include <string_view>

/// Controls with stable names: "run", "reader.drain", "entry.2.length". The name identifies the control to ImGui,
/// to the tests and to scripts (see registry.h), so it must be unique in the window; the label may change at any
/// time. Every control says on hover what it does. A disabled one says why.
namespace iovlab::ui {

/// What is said on hover, and whether the control can be used.
struct Hint {
    std::string_view tip = {};       ///< what it does, a sentence
    std::string_view page = {};      ///< manual page it comes from: "pipe(7)"
    std::string_view keys = {};      ///< its shortcut, as to_string(Chord) writes it; also drawn on buttons
    std::string_view disabled = {};  ///< not empty: it cannot be used, and this is why
};

enum class ButtonKind {
    Normal,
    Primary,  ///< the one that matters most: filled with the accent
    Quiet,    ///< no frame until hovered: toolbars, links
    Danger,   ///< removes or kills
};
struct ButtonStyle {
    ButtonKind kind = ButtonKind::Normal;
    Icon icon = Icon::None;  ///< drawn in front of the label
    float width = 0;         ///< 0: as wide as its text
};
/// True when pressed. An empty label makes a square button with the icon alone.
bool button(std::string_view name, std::string_view label, const Hint& hint = {}, const ButtonStyle& style = {});
/// How wide button() will be, for laying out rows.
float button_width(std::string_view label, const Hint& hint = {}, const ButtonStyle& style = {});

/// True when changed.
bool checkbox(std::string_view name, std::string_view label, bool& value, const Hint& hint = {});

/// A drop-down list. True when `index` changed; an index outside of the list shows `placeholder`.
/// `width` 0: to the right edge of the panel. Items are named "<name>.<index>" in the registry while it is open.
/// `heads`: for each item the title of the group that begins with it; most are empty.
/// `hindered`: for each item why it cannot be chosen, said below it ("<name>.<index>.why"); most are empty.
bool combo(std::string_view name, std::span<const std::string_view> items, int& index, const Hint& hint = {},
           float width = 0, std::string_view placeholder = {}, std::span<const std::string_view> heads = {},
           std::span<const std::string_view> hindered = {});

enum class Typing {
    Live,      ///< true at every keystroke
    Finished,  ///< true once, when Enter is pressed or the field is left after a change
};
struct InputStyle {
    float width = 0;  ///< 0: to the right edge
    Typing typing = Typing::Finished;
    std::string_view placeholder = {};  ///< shown dim while empty
    bool mono = true;
    bool wrong = false;       ///< outlined as an error; say what is wrong in the tip and nearby
    bool focus = false;       ///< takes the keyboard in this frame
    bool* entered = nullptr;  ///< set in the frame in which Enter is pressed in it
};
bool input_text(std::string_view name, std::string& value, const Hint& hint = {}, const InputStyle& style = {});
/// A whole number with thousands separators while it is not edited. Accepts digits with separators, 0x.., and the
/// suffixes K, M, G (1024s). What is no number, or lies outside of min..max, is refused: the field keeps the text,
/// outlined, says why on hover, and `value` stays.
bool input_int(std::string_view name, std::int64_t& value, std::int64_t min, std::int64_t max,
               const Hint& hint = {}, const InputStyle& style = {});

/// A row that can be chosen. `size.x` 0: the whole width; `size.y` 0: a line of text. The label may be empty: draw
/// over it.
bool selectable(std::string_view name, std::string_view label, bool selected, const Hint& hint = {},
                ImVec2 size = {0, 0});
/// One of the window's rooms, in the bar at the top.
bool tab(std::string_view name, std::string_view label, bool selected, const Hint& hint = {});
/// A rounded outline with a word in it ("real kernel 6.18"); `dot` puts a filled circle of `color` first. Not
/// clickable unless `clickable`; then true when pressed.
bool pill(std::string_view name, std::string_view label, ImU32 color, bool dot, const Hint& hint = {},
          bool clickable = false);
float pill_width(std::string_view label, bool dot);
/// A filled label with rounded corners ("full · 65,536 B"), its text black or white by contrast. `dashed`: an
/// outline with dashes instead of a fill, for what the kernel did not say.
void badge(std::string_view name, std::string_view label, ImU32 color, const Hint& hint = {}, bool dashed = false);
float badge_width(std::string_view label);

/// A rounded panel with a title and a dim remark at its right. Size 0: what is left; a negative height: as high as
/// its content turned out in the last frame. Always call card_end().
bool card_begin(std::string_view name, std::string_view title, std::string_view remark, ImVec2 size);
void card_end();
/// The title row of a card or of a section in one: title in Strong, remark dim at the right.
void heading(std::string_view title, std::string_view remark = {});

/// Shows `hint` as a tooltip if the last item is hovered. Controls call it themselves; for items drawn by hand.
void hover_hint(const Hint& hint);

}  // namespace iovlab::ui
