#pragma once

#include "core/doctor/machine.h"

#include <string>
#include <vector>

/// What a machine has and has not got, in words: what terminal and window say alike.
namespace iovlab {

/// One thing that was looked at.
struct MachineLine {
    std::string id;        ///< as JSON's "missing" names it: "landlock-files", "target:pty", "recipe:EIO"
    std::string title;     ///< "Landlock"
    std::string value;     ///< "version 7"
    std::string means{};   ///< empty where nothing is missing; else what that means, whole sentences
    std::string remedy{};  ///< and what to do about it; may be empty

    bool missing() const { return !means.empty(); }
};

/// Everything, in order. A recipe has a line of its own only where it does not hold.
std::vector<MachineLine> machine_lines(const MachineFacts& facts);

/// For people: everything, then what is missing with what that means and what to do. Ends with a newline.
std::string doctor_text(const MachineFacts& facts);
/// One object in a line, with a newline.
std::string doctor_json(const MachineFacts& facts);

}  // namespace iovlab
