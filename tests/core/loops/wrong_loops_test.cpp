// Each wrong loop must go wrong as its citation says, and in no other way: where nothing is cut and nothing fails
// it works, which is why it was shipped.
#include "tests/core/loops/fake_kernel.h"

using namespace iovlab;
using namespace iovlab::test;

namespace {

using Texts = std::vector<std::string>;
using Answers = std::vector<std::int64_t>;

Lengths lengths_of(const Texts& texts) {
    Lengths lengths;
    for (const std::string& text : texts) lengths.push_back(text.size());
    return lengths;
}

struct Played {
    End end;
    std::string sink;
    std::size_t calls = 0;
};

/// Each answer in turn: bytes taken or minus an errno; when there are no more, the kernel takes everything.
Played play(const std::string& name, const Texts& texts, const Answers& answers, bool one_by_one = false) {
    FakeKernel kernel([&](std::size_t n, const IovList& list) {
        return n < answers.size() ? answers[n] : static_cast<std::int64_t>(list.total());
    });
    Played played;
    played.end = drive(name, lengths_of(texts), one_by_one, kernel, 100);
    for (const std::uint64_t address : kernel.sink()) played.sink += texts[address / 0x1000 - 1][address % 0x1000];
    played.calls = kernel.calls();
    return played;
}

const Texts kTwo = {"hello", "world"};
using Believed = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("wrong loops: each has its incident, and the right ones have none", "[loops]") {
    std::size_t wrong = 0;
    std::set<std::string> names;
    for (const LoopInfo& info : loops()) {
        INFO(info.name);
        CHECK(names.insert(info.name).second);
        CHECK(loop_info(info.name) == &info);
        CHECK(info.places.size() >= 2);
        for (const LoopPlace& one : info.places) CHECK(std::string(one.what).back() == '.');
        CHECK((std::string(info.incident.repository).find('/') != std::string::npos) == !info.right);
        CHECK((info.incident.number > 0) == !info.right);
        CHECK((std::string(info.incident.cost) != "") == !info.right);
        wrong += info.right ? 0 : 1;
    }
    CHECK(wrong == 9);
    CHECK(names.size() == 14);
    CHECK(loop_info("no-such-loop") == nullptr);
}

TEST_CASE("wrong loops: nothing goes wrong where nothing is cut", "[loops]") {
    for (const LoopInfo& info : loops()) {
        for (const bool one_by_one : {false, true}) {
            // One by one every call ends between two entries, which is a cut to these two.
            const std::string name = info.name;
            if (one_by_one && (name == "count-entries" || name == "keep-prefix")) continue;
            INFO(info.name << (one_by_one ? ", one by one" : ""));
            const Played played = play(info.name, kTwo, {}, one_by_one);
            CHECK(played.sink == "helloworld");
            CHECK(played.end.want == Want::Done);
            CHECK(played.end.believed.back() == 10);
            CHECK(played.calls == (one_by_one ? 2 : 1));
        }
    }
}

TEST_CASE("ignore-short: what was not taken is lost, and counts as sent", "[loops]") {
    const Played played = play("ignore-short", kTwo, {3});
    CHECK(played.sink == "hel");
    CHECK(played.end.want == Want::Done);
    CHECK(played.end.believed == Believed{10});
    CHECK(played.calls == 1);
    SECTION("entry by entry it leaves a hole in each") {
        const Played writes = play("ignore-short", kTwo, {3, 4}, true);
        CHECK(writes.sink == "helworl");
        CHECK(writes.end.believed == Believed{5, 10});
    }
    SECTION("an errno it does see") {
        CHECK(play("ignore-short", kTwo, {-EPIPE}).end.failure == EPIPE);
    }
}

TEST_CASE("restart: what was sent before EAGAIN is sent again", "[loops]") {
    const Played played = play("restart", kTwo, {4, 3, -EAGAIN, 9});
    CHECK(played.sink ==
          "hellowo"
          "helloworl"
          "d");
    CHECK(played.end.believed == Believed{4, 7, 0, 9, 10});
    CHECK(played.end.waits == 1);
    CHECK(played.end.want == Want::Done);
    CHECK(play("restart", kTwo, {4, -EINTR}).sink == "helloworld");  // EINTR it knows
    CHECK(play("restart", kTwo, {-EAGAIN}).sink == "helloworld");    // before any byte, starting over is right
}

TEST_CASE("keep-prefix: the sent end of the cut entry goes out again, the rest is lost", "[loops]") {
    const Played played = play("keep-prefix", kTwo, {3});
    CHECK(played.sink ==
          "hel"
          "helworld");
    CHECK(played.end.believed == Believed{3, 10});
    SECTION("cut between entries, the next one is dropped: tokio's [ab, cd]") {
        const Played between = play("keep-prefix", {"ab", "cd"}, {2});
        CHECK(between.sink == "ab");
        CHECK(between.end.want == Want::Done);
        CHECK(between.end.believed == Believed{4});
    }
    SECTION("and what comes after that goes out") {
        CHECK(play("keep-prefix", {"ab", "cd", "ef"}, {2}).sink == "abef");
        CHECK(play("keep-prefix", {"ab", "", "cd", "ef"}, {3}).sink ==
              "abc"
              "cef");
    }
    SECTION("cut twice in the same entry") {
        CHECK(play("keep-prefix", kTwo, {4, 2}).sink ==
              "hell"
              "he"
              "heworld");
    }
}

TEST_CASE("skip-entry: the rest of the cut entry is lost", "[loops]") {
    const Played played = play("skip-entry", kTwo, {3});
    CHECK(played.sink ==
          "hel"
          "world");
    CHECK(played.end.believed == Believed{5, 10});
    CHECK(play("skip-entry", kTwo, {5}).sink == "helloworld");  // cut between entries it is right
    CHECK(play("skip-entry", kTwo, {7}).sink == "hellowo");
    CHECK(play("skip-entry", {"", "ab", "", "cd"}, {1}).sink == "acd");
}

TEST_CASE("count-entries: an entry is skipped for each byte taken", "[loops]") {
    const Texts texts = {"a", "bc", "def", "g"};
    const Played played = play("count-entries", texts, {2});
    CHECK(played.sink ==
          "ab"
          "defg");
    CHECK(played.end.believed == Believed{3, 7});
    CHECK(play("count-entries", texts, {5}).sink == "abcde");  // more bytes than entries: it takes itself for done
    CHECK(play("count-entries", texts, {5}).end.believed == Believed{7});
    CHECK(play("count-entries", texts, {1}).sink == "abcdefg");  // the one count that happens to be right
}

TEST_CASE("eagain-fatal and eintr-fatal: give up, and forget how far they came", "[loops]") {
    const Played again = play("eagain-fatal", kTwo, {3, -EAGAIN});
    CHECK(again.sink == "hel");
    CHECK(again.end.want == Want::Fail);
    CHECK(again.end.failure == EAGAIN);
    CHECK(again.end.believed == Believed{3, 0});
    CHECK(play("eagain-fatal", kTwo, {3, -EINTR}).sink == "helloworld");
    const Played interrupted = play("eintr-fatal", kTwo, {3, -EINTR});
    CHECK(interrupted.sink == "hel");
    CHECK(interrupted.end.failure == EINTR);
    CHECK(interrupted.end.believed == Believed{3, 0});
    CHECK(play("eintr-fatal", kTwo, {3, -EAGAIN}).sink == "helloworld");
    // write-all ends at EAGAIN too, but knows how far it came.
    CHECK(play("write-all", kTwo, {3, -EAGAIN}).end.believed == Believed{3, 3});
}

TEST_CASE("eagain-spin: asks again at once, as long as it is let", "[loops]") {
    const Played played = play("eagain-spin", kTwo, Answers(98, -EAGAIN));
    CHECK(played.sink == "helloworld");  // nothing is lost
    CHECK(played.calls == 99);
    CHECK(played.end.waits == 0);
    CHECK(play("eagain-spin", kTwo, Answers(1000, -EAGAIN)).end.want == Want::Call);
    CHECK(play("eagain-spin", kTwo, Answers(1000, -EAGAIN)).end.place == "spin");
}

TEST_CASE("spin-on-empty: an empty entry at the end is never skipped", "[loops]") {
    const Played played = play("spin-on-empty", {"abc", ""}, {});
    CHECK(played.sink == "abc");
    CHECK(played.calls == 100);
    CHECK(played.end.place == "spin");
    CHECK(played.end.want == Want::Call);
    CHECK(play("spin-on-empty", {"", "abc"}, {}).calls == 1);  // in front it is skipped with what follows
    CHECK(play("spin-on-empty", {"abc", "", "def"}, {3}).sink == "abcdef");
    CHECK(play("spin-on-empty", {"abc", "", "def"}, {2, 1}).sink == "abcdef");
    CHECK(play("spin-on-empty", {""}, {}).calls == 100);
    CHECK(play("spin-on-empty", {}, {}).calls == 0);
    CHECK(play("spin-on-empty", {"", "a"}, {}, true).calls == 100);  // write of nothing, over and over
}

TEST_CASE("wrong loops: come to an end, or are seen to spin, under any cuts", "[loops]") {
    for (const LoopInfo& info : loops()) {
        for (const Lengths& lengths : all_lists()) {
            for (const bool one_by_one : {false, true}) {
                INFO(info.name << ": " << show(lengths));
                FakeKernel bytes([](std::size_t, const IovList& list) { return list.total() > 0 ? 1 : 0; });
                const End end = drive(info.name, lengths, one_by_one, bytes, 1000);
                const bool spins = end.place == "spin" || info.name == std::string("keep-prefix");
                CHECK((end.want == Want::Done || end.want == Want::Fail || spins));
            }
        }
    }
}
