#include "core/experiment/serial.h"

#include <atomic>

namespace iovlab {

std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> last{0};  // runs ask for it on threads of their own
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace iovlab
