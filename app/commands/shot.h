#pragma once

#include <string>

namespace iovlab {

/// What stands on the command line of `iovlab shot`.
struct ShotArguments {
    std::string file;
    std::string out;
    std::string size = "1440x900";
    std::string theme;  ///< "dark", "light"; empty: the screen's own
    std::string screen = "lab";
    int zoom = 100;       ///< per cent
    unsigned step = 0;    ///< of a lesson, from 1; 0: the first
    bool no_run = false;  ///< the window before the run
    bool force = false;   ///< a file that is there is replaced
};

/// The screens that can be pictured, for the help: "lab, errno".
std::string screen_words();
/// `iovlab shot`: the window's picture without a display. Returns the exit status.
int shot_command(const ShotArguments& arguments);

}  // namespace iovlab
