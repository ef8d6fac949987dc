#pragma once

#include "app/lab/derived.h"
#include "app/lab/run_view.h"

#include <string>
#include <vector>

namespace iovlab {

/// What calls that read have put into the buffers by the shown step, as memory shows it.
struct Filled {
    std::vector<std::string>
        previews;  ///< by buffer, its first bytes as text; empty: nothing to add to what it held
    /// By entry of the shown call's list, from the first on: the bytes that came in, as text.
    std::vector<std::string> entries;
};

/// Nothing of a run that writes.
Filled filled_by(const RunView& run, const Derived& derived);

}  // namespace iovlab
