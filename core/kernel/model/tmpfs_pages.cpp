#include "core/kernel/model/tmpfs_pages.h"

#include <algorithm>

namespace iovlab {

TmpfsPages::TmpfsPages(const Setup& setup, std::uint64_t size) : setup_(setup) {
    for (std::uint64_t page = 0; setup_.room && page * setup_.page < size; ++page) pages_.insert(page);
}

bool TmpfsPages::allocate(std::uint64_t page) {
    if (!setup_.room || pages_.count(page) > 0) return true;
    if (pages_.size() >= *setup_.room) return false;
    pages_.insert(page);
    return true;
}

TmpfsPages::Taken TmpfsPages::write(std::uint64_t at, std::uint64_t n, std::uint64_t fault, std::uint64_t size) {
    Taken taken;
    while (taken.n < n) {
        const std::uint64_t place = at + taken.n;
        const std::uint64_t chunk = std::min(setup_.page - place % setup_.page, n - taken.n);
        if (setup_.sealed_write) return {taken.n, Stop::SealWrite};
        if (setup_.sealed_grow && place + chunk > size) return {taken.n, Stop::SealGrow};
        // The page is found before the bytes are looked at: it stays the file's when they cannot be read.
        if (!allocate(place / setup_.page)) return {taken.n, Stop::Full};
        const std::uint64_t readable = std::min(chunk, fault - std::min(fault, taken.n));
        taken.n += readable;
        if (readable < chunk) return {taken.n, Stop::Fault};
    }
    return taken;
}

}  // namespace iovlab
