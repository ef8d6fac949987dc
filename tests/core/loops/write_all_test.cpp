// Every right loop against a kernel that takes any prefix, at every place where it can be cut. What the kernel took
// must be a prefix of the list, what the loop believes must be what the kernel took, no call may be made with
// nothing to send, and the loop must come to an end.
#include "core/loops/loop.h"
#include "tests/catch.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace iovlab;

namespace {

using Lengths = std::vector<std::uint64_t>;

/// The lists: no entries, no bytes, empties in every place, single bytes, the same length again, long and short.
const std::vector<Lengths>& all_lists() {
    static const std::vector<Lengths> lists = {
        {},           {0},       {0, 0, 0},       {1},          {5},
        {1, 1},       {3, 4},    {0, 3},          {3, 0},       {0, 3, 0, 4, 0},
        {0, 0, 5},    {5, 0, 0}, {1, 0, 1, 0, 1}, {2, 0, 0, 2}, {1, 1, 1, 1, 1, 1},
        {7, 1, 5, 2}, {4, 4, 4}, {1, 9},          {9, 1},
    };
    return lists;
}

IovList list_of(const Lengths& lengths) {
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
    /// `answer`: for the n-th call (from 0) that asks for `asked` bytes: bytes taken, or minus an errno.
    using Answer = std::function<std::int64_t(std::size_t n, std::uint64_t asked)>;
    explicit FakeKernel(Answer answer) : answer_(std::move(answer)) {}

    Outcome call(const IovList& list) {
        const std::uint64_t asked = list.total();
        if (asked == 0) asked_for_nothing_ = true;
        const std::int64_t said = answer_(calls_++, asked);
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

private:
    Answer answer_;
    std::vector<std::uint64_t> sink_;
    std::size_t calls_ = 0;
    bool asked_for_nothing_ = false;
};

struct End {
    Want want = Want::Call;
    int failure = 0;
    std::size_t waits = 0;
    bool prefix = false;  ///< what the kernel has is a prefix of the list
    bool whole = false;   ///< all of it
    bool honest = false;  ///< the loop believes what is true, after every call
    std::string place;
};

constexpr std::size_t kMaxCalls = 10000;

End drive(const std::string& name, const Lengths& lengths, bool one_by_one, FakeKernel& kernel) {
    const IovList list = list_of(lengths);
    const auto loop = make_loop(name, list, one_by_one);
    REQUIRE(loop != nullptr);
    End end;
    end.honest = true;
    while (loop->want() == Want::Call || loop->want() == Want::Wait) {
        if (kernel.calls() >= kMaxCalls) break;
        if (loop->want() == Want::Wait) {
            ++end.waits;
            loop->woke({.result = 1});
            continue;
        }
        loop->returned(kernel.call(loop->list()));
        end.honest = end.honest && loop->believed() == kernel.sink().size();
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
    end.place = loop->place();
    return end;
}

std::string show(const Lengths& lengths) {
    std::string text;
    for (std::uint64_t length : lengths) text += std::to_string(length) + " ";
    return text;
}

/// Calls `check` for both retry loops, both ways of offering entries, and every list.
void for_all(const std::function<void(const std::string&, bool, const Lengths&)>& check) {
    for (const char* name : {"write-all", "write-all-poll"}) {
        for (const bool one_by_one : {false, true}) {
            for (const Lengths& lengths : all_lists()) {
                INFO(name << (one_by_one ? " one by one: " : ": ") << show(lengths));
                check(name, one_by_one, lengths);
            }
        }
    }
}

std::uint64_t total_of(const Lengths& lengths) {
    return list_of(lengths).total();
}

void check_intact(const End& end, const FakeKernel& kernel) {
    CHECK(end.whole);
    CHECK(end.honest);
    CHECK(end.want == Want::Done);
    CHECK(end.place == "done");
    CHECK_FALSE(kernel.asked_for_nothing());
    CHECK(kernel.calls() < kMaxCalls);
}

}  // namespace

TEST_CASE("write-all: every set of cuts at once", "[loops]") {
    // A list of n bytes can be cut at n - 1 places; each subset of them is one way in which it may go out.
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        const std::uint64_t total = total_of(lengths);
        const std::uint64_t places = total == 0 ? 0 : std::min<std::uint64_t>(total - 1, 12);
        for (std::uint64_t cuts = 0; cuts < (1u << places); ++cuts) {
            std::uint64_t at = 0;
            FakeKernel kernel([&](std::size_t, std::uint64_t asked) {
                std::uint64_t n = 1;
                while (n < asked && (at + n - 1 >= places || (cuts >> (at + n - 1) & 1) == 0)) ++n;
                at += n;
                return static_cast<std::int64_t>(n);
            });
            const End end = drive(name, lengths, one_by_one, kernel);
            if (!end.whole || !end.honest || end.want != Want::Done || kernel.asked_for_nothing()) {
                INFO("cuts " << cuts);
                check_intact(end, kernel);
            }
        }
        SUCCEED();
    });
}

TEST_CASE("write-all: as few calls as the cuts allow", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel all([](std::size_t, std::uint64_t asked) { return static_cast<std::int64_t>(asked); });
        check_intact(drive(name, lengths, one_by_one, all), all);
        const auto full = static_cast<std::size_t>(
            std::count_if(lengths.begin(), lengths.end(), [](std::uint64_t n) { return n > 0; }));
        CHECK(all.calls() == (one_by_one ? full : std::min<std::size_t>(full, 1)));
        FakeKernel single([](std::size_t, std::uint64_t) { return 1; });
        check_intact(drive(name, lengths, one_by_one, single), single);
        CHECK(single.calls() == total_of(lengths));
    });
}

TEST_CASE("write-all: EINTR before every byte is tried again", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel kernel([](std::size_t n, std::uint64_t) -> std::int64_t { return n % 3 == 2 ? 1 : -EINTR; });
        check_intact(drive(name, lengths, one_by_one, kernel), kernel);
        CHECK(kernel.calls() == 3 * total_of(lengths));
    });
}

TEST_CASE("write-all: EAGAIN after every byte", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel kernel([](std::size_t n, std::uint64_t) -> std::int64_t { return n % 2 == 0 ? 1 : -EAGAIN; });
        const End end = drive(name, lengths, one_by_one, kernel);
        const std::uint64_t total = total_of(lengths);
        if (name == "write-all-poll" || total <= 1) {
            check_intact(end, kernel);
            CHECK(end.waits == (total == 0 ? 0 : total - 1));
            return;
        }
        // Without poll it is reported, with the progress so far known and true.
        CHECK(end.want == Want::Fail);
        CHECK(end.failure == EAGAIN);
        CHECK(end.place == "failed");
        CHECK(end.honest);
        CHECK(end.prefix);
        CHECK(kernel.sink().size() == 1);
    });
}

TEST_CASE("write-all: any other errno ends it, at every byte, with a prefix out", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        for (const int error : {EPIPE, ENOSPC, EFBIG, EFAULT, EIO, EINVAL, EBADF}) {
            for (std::size_t good = 0; good < total_of(lengths); ++good) {
                FakeKernel kernel(
                    [=](std::size_t n, std::uint64_t) -> std::int64_t { return n < good ? 1 : -error; });
                const End end = drive(name, lengths, one_by_one, kernel);
                CHECK(end.want == Want::Fail);
                CHECK(end.failure == error);
                CHECK(end.prefix);
                CHECK(end.honest);
                CHECK(kernel.sink().size() == good);
            }
        }
    });
}

TEST_CASE("write-all: 0 for a list that is not empty is no progress", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel kernel([](std::size_t, std::uint64_t) { return 0; });
        const End end = drive(name, lengths, one_by_one, kernel);
        CHECK(kernel.calls() == (total_of(lengths) > 0 ? 1 : 0));
        CHECK(end.want == (total_of(lengths) > 0 ? Want::Fail : Want::Done));
        CHECK(end.failure == 0);
    });
}

TEST_CASE("write-all: cuts, EINTR and EAGAIN in any order", "[loops]") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        INFO("seed " << seed);
        std::mt19937_64 random(seed);
        Lengths lengths(random() % 20);
        for (std::uint64_t& length : lengths) length = random() % 3 == 0 ? 0 : random() % 300;
        FakeKernel kernel([&](std::size_t, std::uint64_t asked) -> std::int64_t {
            const std::uint64_t dice = random() % 10;
            if (dice == 0) return -EINTR;
            if (dice == 1) return -EAGAIN;
            return static_cast<std::int64_t>(1 + random() % asked);
        });
        const End end = drive("write-all-poll", lengths, seed % 2 == 0, kernel);
        check_intact(end, kernel);
    }
}

TEST_CASE("write-all: poll's own troubles", "[loops]") {
    const auto loop = make_loop("write-all-poll", list_of({5}));
    loop->returned({.result = std::nullopt, .error = EAGAIN});
    REQUIRE(loop->want() == Want::Wait);
    CHECK(std::string(loop->place()) == "wait");
    SECTION("EINTR in poll: the call tells") {
        loop->woke({.result = std::nullopt, .error = EINTR});
        CHECK(loop->want() == Want::Call);
    }
    SECTION("an errno of poll ends it") {
        loop->woke({.result = std::nullopt, .error = ENOMEM});
        CHECK(loop->want() == Want::Fail);
        CHECK(loop->failure() == ENOMEM);
    }
}

TEST_CASE("write-all: places for the listing's marker", "[loops]") {
    const auto loop = make_loop("write-all", list_of({5, 5}));
    CHECK(std::string(loop->place()) == "call");
    loop->returned({.result = 3});
    CHECK(std::string(loop->place()) == "advance");
    CHECK(loop->list()[0].skip == 3);
    loop->returned({.result = std::nullopt, .error = EINTR});
    CHECK(std::string(loop->place()) == "retry");
    loop->returned({.result = 7});
    CHECK(std::string(loop->place()) == "done");
    CHECK(loop->believed() == 10);
}
