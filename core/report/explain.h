#pragma once

#include "core/report/report.h"

#include <string>

namespace iovlab {

/// An outcome in a sentence or two for a student, from the experiment's own numbers and what was seen of the
/// target: what came back, why, where the cut fell and what goes out next. Says only what was observed.
struct Explanation {
    std::string headline;  ///< "Short write: 65,536 of 70,024."
    std::string why;       ///< "All 16 page slots are taken, and O_NONBLOCK tells the kernel..."
    std::string page;      ///< manual pages: "pipe(7), write(2)"
};

/// `step.what` must hold a CallStep. `before` is the target before the call.
Explanation explain(const Step& step, const TargetState& before, const ReportContext& context);

/// The verdict in a sentence: "Every byte arrived, once and in order."
std::string explain_verdict(const EndStep& end);

}  // namespace iovlab
