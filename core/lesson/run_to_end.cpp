#include "core/experiment/run.h"
#include "core/lesson/grade.h"

namespace iovlab {

Trace run_to_end(const Experiment& experiment) {
    Run run(experiment, {});
    run.execute();
    Trace trace;
    run.steps_since(0, trace);
    return trace;
}

}  // namespace iovlab
