#include "core/bytes/iov_list.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace iovlab {

namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

std::uint64_t add_saturating(std::uint64_t a, std::uint64_t b) {
    return a > kLargest - b ? kLargest : a + b;
}

}  // namespace

IovList::IovList(std::vector<Iov> whole)
    : whole_(std::make_shared<const std::vector<Iov>>(std::move(whole))), count_(whole_->size()) {
    recount();
}

Iov IovList::operator[](std::size_t i) const {
    return trimmed(i);
}

Iov IovList::trimmed(std::size_t i) const {
    Iov iov = (*whole_)[first_ + i];
    if (i == 0) {
        iov.base += skip_;
        iov.skip += skip_;
        iov.length -= skip_;
    }
    if (i + 1 == count_) iov.length -= cut_;
    return iov;
}

void IovList::recount() {
    total_ = 0;
    for (std::size_t i = 0; i < count_; ++i) total_ = add_saturating(total_, trimmed(i).length);
}

IovList IovList::after(std::uint64_t n) const {
    IovList rest = *this;
    n = std::min(n, total_);
    std::uint64_t left = n;
    while (rest.count_ > 0) {
        const std::uint64_t length = rest.trimmed(0).length;
        if (left < length) {
            rest.skip_ += left;
            break;
        }
        left -= length;
        ++rest.first_;
        --rest.count_;
        rest.skip_ = 0;
        if (rest.count_ == 0) rest.cut_ = 0;
    }
    // A saturated total says nothing about what is left of it.
    if (total_ == kLargest) {
        rest.recount();
    } else {
        rest.total_ = total_ - n;
    }
    return rest;
}

IovList IovList::first(std::uint64_t n) const {
    if (n >= total_ && total_ < kLargest) return *this;  // a saturated total may hide more than n
    IovList part = *this;
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        const std::uint64_t length = trimmed(i).length;
        if (length >= n - before) {  // a sum could wrap round: lengths may be lies
            part.count_ = i + 1;
            part.cut_ = (i + 1 == count_ ? cut_ : 0) + (length - (n - before));
            part.total_ = n;
            break;
        }
        before += length;
    }
    return part;
}

IovList IovList::range(std::size_t from, std::size_t n) const {
    from = std::min(from, count_);
    n = std::min(n, count_ - from);
    if (n == count_) return *this;
    IovList part = *this;
    part.first_ += from;
    part.count_ = n;
    if (from > 0 || n == 0) part.skip_ = 0;
    if (from + n < count_ || n == 0) part.cut_ = 0;
    part.recount();
    return part;
}

IovList IovList::with_first(std::uint64_t n) const {
    if (count_ == 0) return *this;
    Iov first = trimmed(0);
    first.length = std::min(first.length, n);
    std::vector<Iov> entries = *whole_;  // whole, so that an entry still lies at its own index
    entries[first_] = first;
    IovList shorter = *this;
    shorter.whole_ = std::make_shared<const std::vector<Iov>>(std::move(entries));
    shorter.skip_ = 0;
    if (count_ == 1) shorter.cut_ = 0;
    shorter.recount();
    return shorter;
}

Cursor IovList::begin_at() const {
    if (!whole_) return {};
    if (count_ == 0) return {first_, 0};
    const Iov iov = trimmed(0);
    return {iov.entry, iov.skip};
}

}  // namespace iovlab
