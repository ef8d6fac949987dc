#include "core/bytes/page_size.h"

#include <unistd.h>

namespace iovlab {

std::uint64_t page_size() {
    static const long size = ::sysconf(_SC_PAGESIZE);
    return size > 0 ? static_cast<std::uint64_t>(size) : 4096;
}

}  // namespace iovlab
