#pragma once

#include "core/loops/listing.h"

#include <string>
#include <vector>

namespace iovlab {

enum class ThemeChoice { System, Dark, Light };

/// What the user chose about the window, kept from one start to the next. Nothing of it is in an experiment.
struct Settings {
    static constexpr int kVersion = 1;

    ThemeChoice theme = ThemeChoice::System;
    float zoom = 1;             ///< 0.8 to 3
    bool present_dark = false;  ///< light is read better on a projector
    float present_zoom = 1;     ///< on top of what the screen's height asks for; 0.5 to 2
    float left = 0;   ///< width of the bench's left column in em (15 px at 100 %); 0: by the room there is
    float right = 0;  ///< the same of its right column
    bool reduce_motion = false;
    bool predicting = false;          ///< guess first
    Language language = Language::C;  ///< of the listings
    int width = 1440;                 ///< of the window, in screen units
    int height = 900;

    bool operator==(const Settings&) const = default;
};

struct ReadSettings {
    Settings settings;                  ///< what could not be read is as if it had never been set
    std::vector<std::string> problems;  ///< in words, with the place: "settings.toml:3: zoom is 9; …"
    bool broken = false;                ///< nothing of it is TOML: it is to be kept aside
};
/// `name` stands where the file's name would. Keys that this version does not know are none of its business.
ReadSettings read_settings(const std::string& text, const std::string& name);
/// As a file. `before`: what is there now; keys of it that this version does not know are kept.
std::string write_settings(const Settings& settings, const std::string& before);

/// Whether the desktop is set to a dark theme, as far as GTK_THEME, GTK's settings.ini and KDE's kdeglobals below
/// `config` (XDG_CONFIG_HOME) tell. Dark where nothing does.
bool desktop_is_dark(const std::string& config);

}  // namespace iovlab
