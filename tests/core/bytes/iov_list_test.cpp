// IovList against a plain vector that is advanced the slow way, over random lists with empties, lying lengths and
// sums beyond the largest number. A failure prints the seed that makes it again.
//
// Mutations of IovList, each tried by hand, and the tests that die of it (named by a word of their names):
//   a finished entry stays (`left < length` as `<=`)         slow way, empty in front
//   a second short write forgets the first (`skip_ = left`)  twice, both ends
//   one byte too many is skipped                             all of them
//   the next entry is trimmed too (skip_ kept)               twice, both ends
//   empties in front are kept                                empty in front, cursor
//   n is not clamped; a saturated total is subtracted from   slow way
//   first(): a sum wraps round; an older cut is forgotten    slow way; both ends
//   range(): skip_ or cut_ is kept                           range
// The loops' tests (tests/core/loops) die of the first five as well.
#include "core/bytes/iov_list.h"

#include "tests/catch.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace iovlab;

namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
using Plain = std::vector<Iov>;

std::uint64_t total_of(const Plain& list) {
    std::uint64_t sum = 0;
    for (const Iov& iov : list) sum = iov.length > kLargest - sum ? kLargest : sum + iov.length;
    return sum;
}

Plain plain_after(Plain list, std::uint64_t n) {
    n = std::min(n, total_of(list));
    while (!list.empty() && list.front().length <= n) {
        n -= list.front().length;
        list.erase(list.begin());
    }
    if (list.empty()) return list;
    list.front().base += n;
    list.front().skip += n;
    list.front().length -= n;
    return list;
}

Plain plain_first(const Plain& list, std::uint64_t n) {
    if (n >= total_of(list) && total_of(list) < kLargest) return list;
    Plain part;
    for (Iov iov : list) {
        const bool last = iov.length >= n;
        iov.length = std::min(iov.length, n);
        n -= iov.length;
        part.push_back(iov);
        if (last) break;
    }
    return part;
}

Plain plain_range(const Plain& list, std::size_t from, std::size_t n) {
    from = std::min(from, list.size());
    n = std::min(n, list.size() - from);
    const auto begin = list.begin() + static_cast<std::ptrdiff_t>(from);
    return {begin, begin + static_cast<std::ptrdiff_t>(n)};
}

Plain plain(const IovList& list) {
    Plain all;
    for (std::size_t i = 0; i < list.size(); ++i) all.push_back(list[i]);
    return all;
}

Plain joined(const Plain& front, const Plain& back) {
    Plain all;
    for (const Plain* half : {&front, &back}) {
        for (const Iov& iov : *half) {
            if (iov.length == 0) continue;
            if (!all.empty() && all.back().entry == iov.entry && all.back().skip + all.back().length == iov.skip) {
                all.back().length += iov.length;
            } else {
                all.push_back(iov);
            }
        }
    }
    return all;
}

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t n) { return engine_() % n; }

    std::uint64_t length() {
        static constexpr std::uint64_t edges[] = {0, 0, 0, 1, 1, 2, 7, 4096, kLargest, kLargest - 1, 1ull << 63};
        // Lying lengths are rare, or else nearly every sum would saturate.
        const std::uint64_t pick = below(14);
        if (pick < 8) return edges[pick];
        return below(20) == 0 ? edges[8 + below(3)] : below(5000);
    }

    Plain list() {
        Plain all(below(12));
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = {.base = below(1u << 20) * 16, .length = length(), .entry = static_cast<std::uint32_t>(i)};
        }
        return all;
    }

    /// A number of bytes where something may go wrong: at an entry's edge, beside it, or anywhere.
    std::uint64_t bytes(const Plain& list) {
        const std::uint64_t total = total_of(list);
        std::uint64_t edge = 0;
        for (std::size_t i = below(list.size() + 1); i > 0; --i) {
            edge = list[i - 1].length > kLargest - edge ? kLargest : edge + list[i - 1].length;
        }
        switch (below(6)) {
            case 0:
                return edge;
            case 1:
                return edge == 0 ? 0 : edge - 1;
            case 2:
                return edge == kLargest ? edge : edge + 1;
            case 3:
                return kLargest - below(2);
            default:
                return total == 0 ? 0 : below(total);
        }
    }

private:
    std::mt19937_64 engine_;
};

std::string show(const Plain& list) {
    std::string text;
    for (const Iov& iov : list) {
        text += "[" + std::to_string(iov.entry) + "+" + std::to_string(iov.skip) + " " +
                std::to_string(iov.length) + "@" + std::to_string(iov.base) + "]";
    }
    return text;
}

/// Calls `property` with many random lists; it answers with what is wrong, or nothing.
template <typename Property>
void for_random_lists(Property property) {
    for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
        Random random(seed);
        const Plain list = random.list();
        const std::string wrong = property(random, list);
        if (wrong.empty()) continue;
        FAIL("seed " << seed << ": " << wrong << " of " << show(list));
    }
    SUCCEED();
}

std::string compare(const char* what, std::uint64_t n, const IovList& found, const Plain& expected) {
    if (plain(found) == expected && found.total() == total_of(expected)) return {};
    return std::string(what) + "(" + std::to_string(n) + ") is " + show(plain(found)) + " with total " +
           std::to_string(found.total()) + " and should be " + show(expected);
}

}  // namespace

TEST_CASE("IovList: after() against advancing the slow way", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const std::uint64_t n = random.bytes(list);
        return compare("after", n, IovList(list).after(n), plain_after(list, n));
    });
}

TEST_CASE("IovList: advancing twice is advancing by the sum", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        if (total_of(list) == kLargest) return std::string();  // the sum of the two would wrap round
        const std::uint64_t a = std::min(random.bytes(list), total_of(list));
        const std::uint64_t b = std::min(random.bytes(list), total_of(list) - a);
        const IovList twice = IovList(list).after(a).after(b);
        return compare("after+after", a + b, twice, plain_after(list, a + b));
    });
}

TEST_CASE("IovList: nothing empty in front, also after 0 bytes", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        for (const std::uint64_t n : {std::uint64_t{0}, random.bytes(list)}) {
            const IovList rest = IovList(list).after(n);
            if (!rest.empty() && rest[0].length == 0) return std::string("an empty entry in front");
        }
        return std::string();
    });
}

TEST_CASE("IovList: first() against taking the slow way", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const std::uint64_t n = random.bytes(list);
        return compare("first", n, IovList(list).first(n), plain_first(list, n));
    });
}

TEST_CASE("IovList: first() and after() together are the whole", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const std::uint64_t n = random.bytes(list);
        const IovList whole(list);
        const Plain both = joined(plain(whole.first(n)), plain(whole.after(n)));
        if (both == joined(list, {})) return std::string();
        return "first(" + std::to_string(n) + ") and after() make " + show(both);
    });
}

TEST_CASE("IovList: trimmed at both ends", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const std::uint64_t n = random.bytes(list);
        const Plain cut = plain_first(list, n);
        const std::uint64_t m = random.bytes(cut);
        std::string wrong = compare("first.after", m, IovList(list).first(n).after(m), plain_after(cut, m));
        const Plain rest = plain_after(list, n);
        const std::uint64_t k = random.bytes(rest);
        if (wrong.empty()) wrong = compare("after.first", k, IovList(list).after(n).first(k), plain_first(rest, k));
        const Plain part = plain_first(rest, k);
        const std::uint64_t l = random.bytes(part);
        if (wrong.empty()) {
            wrong = compare("after.first.first", l, IovList(list).after(n).first(k).first(l), plain_first(part, l));
        }
        if (wrong.empty()) {
            wrong = compare("after.first.after", l, IovList(list).after(n).first(k).after(l), plain_after(part, l));
        }
        return wrong;
    });
}

TEST_CASE("IovList: range() and entries() of trimmed lists", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const std::uint64_t a = random.bytes(list);
        const Plain rest = plain_after(list, a);
        const std::uint64_t b = random.bytes(rest);
        const Plain part = plain_first(rest, b);
        const std::size_t from = random.below(part.size() + 2);
        const std::size_t n = random.below(part.size() + 2);
        const IovList trimmed = IovList(list).after(a).first(b);
        std::string wrong = compare("range", from, trimmed.range(from, n), plain_range(part, from, n));
        if (wrong.empty()) wrong = compare("entries", n, trimmed.entries(n), plain_range(part, 0, n));
        // A range is a list like any other: it advances.
        const Plain slice = plain_range(part, from, n);
        const std::uint64_t c = random.bytes(slice);
        if (wrong.empty())
            wrong = compare("range.after", c, trimmed.range(from, n).after(c), plain_after(slice, c));
        return wrong;
    });
}

TEST_CASE("IovList: the cursor names the next byte of the whole list", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const std::uint64_t n = random.bytes(list);
        const Plain rest = plain_after(list, n);
        const Cursor expected = rest.empty() ? Cursor{list.size(), 0} : Cursor{rest[0].entry, rest[0].skip};
        const IovList whole(list);
        if (whole.cursor_after(n) != expected) return "cursor_after(" + std::to_string(n) + ")";
        if (whole.after(n).begin_at() != expected) return std::string("begin_at()");
        return std::string();
    });
}

TEST_CASE("IovList: parts leave the whole as it is", "[bytes][iov]") {
    for_random_lists([](Random& random, const Plain& list) {
        const IovList whole(list);
        const std::uint64_t n = random.bytes(list);
        (void)whole.after(n).first(n).range(0, 1);
        return compare("the whole, after", n, whole, list);
    });
}

TEST_CASE("IovList: nothing at all", "[bytes][iov]") {
    const IovList none;
    CHECK(none.empty());
    CHECK(none.total() == 0);
    CHECK(none.begin_at() == Cursor{0, 0});
    CHECK(none.after(5).empty());
    CHECK(none.first(5).empty());
    CHECK(none.range(3, 4).empty());
    CHECK(none.cursor_after(kLargest) == Cursor{0, 0});
    CHECK(IovList(Plain{}).after(1).empty());
}
