#pragma once

#include "core/loops/listing.h"

#include <string>

namespace iovlab {

struct ExportArguments {
    std::string file;
    Language language = Language::C;
    std::string out;     ///< where the program goes; empty: standard output
    bool force = false;  ///< a file that is there is replaced
};

/// `iovlab export FILE --to LANGUAGE`: the experiment as a program that stands alone. Returns the exit status of
/// Exit status: 2 for a bad file, 3 for an experiment that cannot become a program in that language.
int export_command(const ExportArguments& arguments);

}  // namespace iovlab
