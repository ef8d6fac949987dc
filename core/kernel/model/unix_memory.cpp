#include "core/kernel/model/unix_memory.h"

#include <algorithm>
#include <bit>

namespace iovlab::unix_memory {

namespace {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kHead = 3776;          // bytes of a stream's piece that lie in its head
constexpr std::uint64_t kPages = 32768;        // and behind it, in whole pages
constexpr std::uint64_t kMessageHead = 16064;  // bytes of a message that lie in its head
constexpr std::uint64_t kMessagePages = 17 * kPage;
constexpr std::uint64_t kInfo = 320;      // struct skb_shared_info, behind the head
constexpr std::uint64_t kBuffer = 256;    // struct sk_buff
constexpr std::uint64_t kLeast = 4608;    // of SO_SNDBUF
constexpr std::uint64_t kSmallest = 512;  // allocation

std::uint64_t round_up(std::uint64_t n, std::uint64_t unit) {
    return (n + unit - 1) / unit * unit;
}

// Memory comes in powers of two.
std::uint64_t charge(std::uint64_t head, std::uint64_t pages) {
    return std::max(std::bit_ceil(round_up(head, 64) + kInfo), kSmallest) + kBuffer + round_up(pages, kPage);
}

}  // namespace

std::uint64_t effective(std::uint64_t asked) {
    return std::max(std::min(asked, kMost) * 2, kLeast);
}

std::uint64_t piece(std::uint64_t rest, std::uint64_t sndbuf) {
    return std::min({rest, sndbuf / 2 - 64, kHead + kPages});
}

std::uint64_t piece_charge(std::uint64_t size) {
    const std::uint64_t pages = std::min(size, round_up(size - std::min(size, kHead), kPage));
    return charge(size - pages, pages);
}

std::uint64_t longest_message(std::uint64_t sndbuf) {
    return sndbuf - 32;
}

std::uint64_t message_charge(std::uint64_t size) {
    const std::uint64_t behind = round_up(std::min(size - std::min(size, kMessageHead), kMessagePages), kPage);
    const std::uint64_t pages = std::min(size, behind);
    return charge(size - pages, pages);
}

bool writable(std::uint64_t charged, std::uint64_t sndbuf) {
    return 4 * (charged + 1) <= sndbuf;
}

}  // namespace iovlab::unix_memory
