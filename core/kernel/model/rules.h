#pragma once

#include <vector>

namespace iovlab {

/// One law of the kernel model: what a student is told, and where the law is written down.
struct Rule {
    const char* name;    ///< stable: "pipe.full-nonblock"; other programs read it in the JSON
    const char* reason;  ///< one sentence, without the experiment's own numbers
    const char* page;    ///< manual pages: "pipe(7), write(2)"
};

/// All rules, grouped by what they are about. A name that is not here is a fault of the program.
const std::vector<Rule>& rules();
/// Throws std::logic_error for an unknown name.
const Rule& rule(const char* name);

}  // namespace iovlab
