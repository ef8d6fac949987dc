// Every right loop against a kernel that takes any prefix, at every place where it can be cut. What the kernel took
// must be a prefix of the list, what the loop believes must be what the kernel took, no call may be made with
// nothing to send, and the loop must come to an end.
#include "tests/core/loops/fake_kernel.h"

#include <random>

using namespace iovlab;
using namespace iovlab::test;

namespace {

const std::vector<std::string> kRight = {"write-all", "write-all-poll", "chunked", "copying"};

/// Calls `check` for every right loop that goes on, both ways of offering entries, and every list.
void for_all(const std::function<void(const std::string&, bool, const Lengths&)>& check) {
    for (const std::string& name : kRight) {
        for (const bool one_by_one : {false, true}) {
            for (const Lengths& lengths : all_lists()) {
                INFO(name << (one_by_one ? " one by one: " : ": ") << show(lengths));
                check(name, one_by_one, lengths);
            }
        }
    }
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

TEST_CASE("right loops: every set of cuts at once", "[loops]") {
    // A list of n bytes can be cut at n - 1 places; each subset of them is one way in which it may go out.
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        const std::uint64_t total = total_of(lengths);
        const std::uint64_t places = total == 0 ? 0 : std::min<std::uint64_t>(total - 1, 12);
        for (std::uint64_t cuts = 0; cuts < (1u << places); ++cuts) {
            std::uint64_t at = 0;
            FakeKernel kernel([&](std::size_t, const IovList& list) {
                const std::uint64_t asked = list.total();
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

TEST_CASE("right loops: as few calls as the cuts allow", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel all([](std::size_t, const IovList& list) { return static_cast<std::int64_t>(list.total()); });
        check_intact(drive(name, lengths, one_by_one, all), all);
        const auto full = static_cast<std::size_t>(
            std::count_if(lengths.begin(), lengths.end(), [](std::uint64_t n) { return n > 0; }));
        CHECK(all.calls() == (one_by_one ? full : std::min<std::size_t>(full, 1)));
        FakeKernel single([](std::size_t, const IovList&) { return 1; });
        check_intact(drive(name, lengths, one_by_one, single), single);
        CHECK(single.calls() == total_of(lengths));
    });
}

TEST_CASE("right loops: EINTR before every byte is tried again", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel kernel([](std::size_t n, const IovList&) -> std::int64_t { return n % 3 == 2 ? 1 : -EINTR; });
        check_intact(drive(name, lengths, one_by_one, kernel), kernel);
        CHECK(kernel.calls() == 3 * total_of(lengths));
    });
}

TEST_CASE("right loops: EAGAIN after every byte", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel kernel([](std::size_t n, const IovList&) -> std::int64_t { return n % 2 == 0 ? 1 : -EAGAIN; });
        const End end = drive(name, lengths, one_by_one, kernel);
        const std::uint64_t total = total_of(lengths);
        if (name != "write-all" || total <= 1) {
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

TEST_CASE("right loops: any other errno ends it, at every byte, with a prefix out", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        for (const int error : {EPIPE, ENOSPC, EFBIG, EFAULT, EIO, EINVAL, EBADF}) {
            for (std::size_t good = 0; good < total_of(lengths); ++good) {
                FakeKernel kernel(
                    [=](std::size_t n, const IovList&) -> std::int64_t { return n < good ? 1 : -error; });
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

TEST_CASE("right loops: 0 for a list that is not empty is no progress", "[loops]") {
    for_all([](const std::string& name, bool one_by_one, const Lengths& lengths) {
        FakeKernel kernel([](std::size_t, const IovList&) { return 0; });
        const End end = drive(name, lengths, one_by_one, kernel);
        CHECK(kernel.calls() == (total_of(lengths) > 0 ? 1 : 0));
        CHECK(end.want == (total_of(lengths) > 0 ? Want::Fail : Want::Done));
        CHECK(end.failure == 0);
    });
}

TEST_CASE("right loops: cuts, EINTR and EAGAIN in any order", "[loops]") {
    for (std::uint64_t seed = 1; seed <= 900; ++seed) {
        INFO("seed " << seed);
        std::mt19937_64 random(seed);
        Lengths lengths(random() % 20);
        for (std::uint64_t& length : lengths) length = random() % 3 == 0 ? 0 : random() % 300;
        FakeKernel kernel([&](std::size_t, const IovList& list) -> std::int64_t {
            const std::uint64_t dice = random() % 10;
            if (dice == 0) return -EINTR;
            if (dice == 1) return -EAGAIN;
            return static_cast<std::int64_t>(1 + random() % list.total());
        });
        const std::string name = kRight[1 + seed % 3];
        INFO(name << ": " << show(lengths));
        const End end = drive(name, lengths, seed % 2 == 0, kernel);
        check_intact(end, kernel);
    }
}

TEST_CASE("right loops: poll's own troubles", "[loops]") {
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

TEST_CASE("right loops: places for the listing's marker", "[loops]") {
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

TEST_CASE("right loops: 19 lists into six sinks", "[loops]") {
    struct Sink {
        const char* name;
        FakeKernel::Answer answer;
    };
    const auto first = [](const IovList& list) { return static_cast<std::int64_t>(list[0].length); };
    const auto half = [](const IovList& list) { return static_cast<std::int64_t>((list.total() + 1) / 2); };
    const std::vector<Sink> sinks = {
        {"takes everything",
         [](std::size_t, const IovList& list) { return static_cast<std::int64_t>(list.total()); }},
        {"takes a byte", [](std::size_t, const IovList&) { return 1; }},
        {"takes three bytes", [](std::size_t, const IovList&) { return 3; }},
        {"stops behind the first entry", [&](std::size_t, const IovList& list) { return first(list); }},
        {"is interrupted, then takes half",
         [&](std::size_t n, const IovList& list) { return n % 2 == 0 ? -EINTR : half(list); }},
        {"takes half, then has no room",
         [&](std::size_t n, const IovList& list) { return n % 2 == 1 ? -EAGAIN : half(list); }},
    };
    REQUIRE(all_lists().size() == 19);
    REQUIRE(sinks.size() == 6);
    for (const Sink& sink : sinks) {
        INFO("the sink " << sink.name);
        for_all([&](const std::string& name, bool one_by_one, const Lengths& lengths) {
            FakeKernel kernel(sink.answer);
            const std::size_t most = 2 * total_of(lengths) + 1;
            const End end = drive(name, lengths, one_by_one, kernel, most);
            if (name == "write-all" && end.failure == EAGAIN) {  // which it reports, with its progress
                CHECK(end.honest);
                CHECK(end.prefix);
                return;
            }
            check_intact(end, kernel);
            CHECK(kernel.calls() <= most);
        });
    }
}

TEST_CASE("chunked: no call has more than IOV_MAX entries", "[loops]") {
    for (const std::size_t entries : {1u, 1023u, 1024u, 1025u, 2048u, 3000u}) {
        Lengths lengths(entries, 3);
        for (std::size_t i = 0; i < entries; i += 7) lengths[i] = 0;
        CAPTURE(entries);
        for (const std::int64_t most : {1'000'000, 3000, 1000, 7}) {
            FakeKernel kernel([=](std::size_t, const IovList& list) {
                return list.size() > 1024 ? -EINVAL : std::min(most, static_cast<std::int64_t>(list.total()));
            });
            check_intact(drive("chunked", lengths, false, kernel), kernel);
            CHECK(kernel.most_entries() <= 1024);
        }
        FakeKernel refuses([](std::size_t, const IovList& list) {
            return list.size() > 1024 ? -EINVAL : static_cast<std::int64_t>(list.total());
        });
        const End end = drive("write-all", lengths, false, refuses);
        CHECK(end.failure == (entries > 1025 ? EINVAL : 0));  // 1025 with an empty one in front are 1024
    }
}

TEST_CASE("copying: counts the rest of each entry that was cut", "[loops]") {
    FakeKernel bytes([](std::size_t, const IovList&) { return 1; });
    CHECK(drive("copying", {10, 1, 3}, false, bytes).copied == 9 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1 + 2 + 1);
    FakeKernel entries([](std::size_t, const IovList& list) { return static_cast<std::int64_t>(list[0].length); });
    CHECK(drive("copying", {10, 1, 3}, false, entries).copied == 0);  // cut between entries: nothing to slice
    for (const std::string& name : kRight) {
        FakeKernel kernel([](std::size_t, const IovList&) { return 1; });
        if (name != "copying") CHECK(drive(name, {10, 1, 3}, false, kernel).copied == 0);
    }
    const auto loop = make_loop("copying", list_of({10, 5}));
    CHECK_FALSE(loop->first_is_copy());
    loop->returned({.result = 4});
    CHECK(loop->first_is_copy());
    CHECK(loop->list()[0].entry == 0);  // the list still says whose bytes they are
    CHECK(loop->list()[0].skip == 4);
    loop->returned({.result = std::nullopt, .error = EINTR});
    CHECK(loop->first_is_copy());
    CHECK(loop->copied() == 6);  // asked again with the same copy
    loop->returned({.result = 6});
    CHECK_FALSE(loop->first_is_copy());
}
