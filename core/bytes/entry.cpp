#include "core/bytes/entry.h"

namespace iovlab {

const char* to_string(BadBase bad) {
    switch (bad) {
        case BadBase::None:
            return "";
        case BadBase::Unmapped:
            return "unmapped";
        case BadBase::Crossing:
            return "crossing";
        case BadBase::Null:
            return "null";
        case BadBase::Kernel:
            return "kernel";
    }
    return "";
}

}  // namespace iovlab
