#pragma once

#include "core/loops/loop.h"
#include "tests/catch.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

/// A kernel that takes what it is told to take, and a driver that plays a loop against it.
namespace iovlab::test {

using Lengths = std::vector<std::uint64_t>;

/// The lists: no entries, no bytes, empties in every place, single bytes, the same length again, long and short.
inline const std::vector<Lengths>& all_lists() {
    static const std::vector<Lengths> lists = {
        {},           {0},       {0, 0, 0},       {1},          {5},
        {1, 1},       {3, 4},    {0, 3},          {3, 0},       {0, 3, 0, 4, 0},
        {0, 0, 5},    {5, 0, 0}, {1, 0, 1, 0, 1}, {2, 0, 0, 2}, {1, 1, 1, 1, 1, 1},
        {7, 1, 5, 2}, {4, 4, 4}, {1, 9},          {9, 1},
    };
    return lists;
}

inline IovList list_of(const Lengths& lengths) {
    std::vector<Iov> iov;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        iov.push_back({.base = 0x1000 * (i + 1), .length = lengths[i], .entry = static_cast<std::uint32_t>(i)});
    }
    return IovList(iov);
}

/// Takes from each call as many bytes as it is told, or answers with an errno. Keeps the address of every byte
/// taken.
class FakeKernel {
public:
    /// `answer`: for the n-th call (from 0) with this list: bytes taken, or minus an errno.
    using Answer = std::function<std::int64_t(std::size_t n, const IovList& list)>;
    explicit FakeKernel(Answer answer) : answer_(std::move(answer)) {}

    Outcome call(const IovList& list) {
        const std::uint64_t asked = list.total();
        if (asked == 0) asked_for_nothing_ = true;
        most_entries_ = std::max(most_entries_, list.size());
        const std::int64_t said = answer_(calls_++, list);
        if (said < 0) return {.result = std::nullopt, .error = static_cast<int>(-said)};
        std::uint64_t left = std::min(static_cast<std::uint64_t>(said), asked);
        const auto taken = static_cast<std::int64_t>(left);
        for (std::size_t i = 0; i < list.size() && left > 0; ++i) {
            const Iov iov = list[i];
            const std::uint64_t part = std::min(left, iov.length);
            for (std::uint64_t k = 0; k < part; ++k) sink_.push_back(iov.base + k);
            left -= part;
        }
        return {.result = taken};
    }

    const std::vector<std::uint64_t>& sink() const { return sink_; }
    std::size_t calls() const { return calls_; }
    bool asked_for_nothing() const { return asked_for_nothing_; }
    std::size_t most_entries() const { return most_entries_; }

private:
    Answer answer_;
    std::vector<std::uint64_t> sink_;
    std::size_t calls_ = 0;
    std::size_t most_entries_ = 0;
    bool asked_for_nothing_ = false;
};

struct End {
    Want want = Want::Call;
    int failure = 0;
    std::size_t waits = 0;
    bool prefix = false;  ///< what the kernel has is a prefix of the list
    bool whole = false;   ///< all of it, and no more
    bool honest = false;  ///< the loop believes what is true, after every call
    std::uint64_t copied = 0;
    std::string place;
    std::vector<std::uint64_t> believed;  ///< after each call
};

inline constexpr std::size_t kMaxCalls = 10000;

inline bool has_place(const LoopInfo& info, const std::string& name) {
    return std::any_of(info.places.begin(), info.places.end(),
                       [&](const LoopPlace& one) { return one.name == name; });
}

/// Plays until the loop ends, or has made `max_calls` calls.
inline End drive(const std::string& name, const Lengths& lengths, bool one_by_one, FakeKernel& kernel,
                 std::size_t max_calls = kMaxCalls) {
    const IovList list = list_of(lengths);
    const auto loop = make_loop(name, list, one_by_one);
    REQUIRE(loop != nullptr);
    End end;
    end.honest = true;
    while (loop->want() == Want::Call || loop->want() == Want::Wait) {
        if (kernel.calls() >= max_calls) break;
        if (loop->want() == Want::Wait) {
            ++end.waits;
            loop->woke({.result = 1});
            continue;
        }
        loop->returned(kernel.call(loop->list()));
        end.honest = end.honest && loop->believed() == kernel.sink().size();
        end.believed.push_back(loop->believed());
        if (!has_place(*loop_info(name), loop->place())) FAIL(name << " has no place " << loop->place());
    }
    std::vector<std::uint64_t> expected;
    for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::uint64_t k = 0; k < list[i].length; ++k) expected.push_back(list[i].base + k);
    }
    const auto& sink = kernel.sink();
    end.prefix = sink.size() <= expected.size() && std::equal(sink.begin(), sink.end(), expected.begin());
    end.whole = end.prefix && sink.size() == expected.size();
    end.want = loop->want();
    end.failure = loop->failure();
    end.copied = loop->copied();
    end.place = loop->place();
    return end;
}

inline std::string show(const Lengths& lengths) {
    std::string text;
    for (std::uint64_t length : lengths) text += std::to_string(length) + " ";
    return text;
}

inline std::uint64_t total_of(const Lengths& lengths) {
    return list_of(lengths).total();
}

}  // namespace iovlab::test
