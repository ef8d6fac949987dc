#include "core/experiment/trace.h"

namespace iovlab {

const char* to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::Intact:
            return "intact";
        case Verdict::Incomplete:
            return "incomplete";
        case Verdict::Lost:
            return "lost";
        case Verdict::Duplicated:
            return "duplicated";
        case Verdict::Reordered:
            return "reordered";
        case Verdict::Corrupt:
            break;
    }
    return "corrupt";
}

const char* to_string(Status status) {
    switch (status) {
        case Status::Done:
            return "done";
        case Status::Error:
            return "error";
        case Status::Blocked:
            return "blocked";
        case Status::Killed:
            return "killed";
        case Status::Stopped:
            break;
    }
    return "stopped";
}

}  // namespace iovlab
