#pragma once

#include "app/lab/settings.h"

#include <string>
#include <vector>

namespace iovlab {

/// Where what outlives the window is kept: folders of our own, which need not exist yet.
struct Places {
    std::string config;  ///< $XDG_CONFIG_HOME/iovlab, ~/.config/iovlab otherwise; empty: nothing is kept
    std::string state;   ///< $XDG_STATE_HOME/iovlab, ~/.local/state/iovlab otherwise

    std::string settings_file() const { return config + "/settings.toml"; }
    std::string history_file() const { return state + "/history.toml"; }
    std::string recovery_folder() const { return state + "/recovery"; }
};
Places places();
/// Where the person's pictures are: as user-dirs.dirs has it, else ~/Pictures, else at home; "." without a home.
std::string pictures_folder();

/// What the window did before.
struct History {
    static constexpr std::size_t kRecent = 10;

    std::vector<std::string> recent;  ///< files, the newest first
    bool ran = false;                 ///< somebody has pressed Run already

    /// `path` is the newest now.
    void opened(const std::string& path);
    bool operator==(const History&) const = default;
};
std::string write_history(const History& history);

struct Remembered {
    Settings settings;
    History history;
    bool desktop_dark = true;           ///< what ThemeChoice::System means
    std::vector<std::string> problems;  ///< for people; a file that cannot be read was kept aside
};
inline bool is_dark(const Remembered& remembered) {
    const ThemeChoice theme = remembered.settings.theme;
    return theme == ThemeChoice::System ? remembered.desktop_dark : theme == ThemeChoice::Dark;
}
/// Reads both files. Touches the disk: not on the window's thread once there is a window.
Remembered remember(const Places& places);
/// Writes a file and the folders above it. Empty, or what went wrong.
std::string keep_settings(const Places& places, const Settings& settings);
std::string keep_history(const Places& places, const History& history);

}  // namespace iovlab
