#include "app/lab/cut.h"

#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

/// A list of these lengths, each a buffer a, b, c... of its own.
void list_of(TestLab& test, const std::vector<std::uint64_t>& lengths) {
    test.lab.apply(NewDocument{});
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const std::string name(1, static_cast<char>('a' + i));
        test.lab.apply(AddBuffer{fill_buffer(name, lengths[i])});
        test.lab.apply(AddEntry{0, entry_of(name), {}});
    }
}

void cut_at(TestLab& test, std::uint64_t at) {
    const Cut cut = cut_of(test.state());
    test.lab.apply(move_cut(test.state(), cut, at, false));
}

}  // namespace

TEST_CASE("the cut is said in the list's own words") {
    TestLab test;  // header 24, body 30000, window 24000, tail 16000
    CHECK(cut_words(test.state(), cut_of(test.state())) == "call 1 asks for all 70,024 bytes");
    cut_at(test, 24);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 24 bytes: header whole, body+0");
    CHECK(test.state().experiment().faults.script == "short 24");
    cut_at(test, 30025);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 30,025 bytes: header, body whole, window+1");
    cut_at(test, 65536);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 65,536 bytes: 3 entries whole, tail+11,512");
    test.lab.apply(SetFaults{{"20%short 24", false}, "x", false});
    CHECK(cut_words(test.state(), cut_of(test.state())) ==
          "with a chance of 20 % cut after 24 bytes: header whole, body+0");
    cut_at(test, 1);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 1 byte: header+1");
    cut_at(test, 0);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 0 bytes: nothing goes out, header+0");
    cut_at(test, UINT64_MAX);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 70,024 bytes: that is all, nothing is cut");
    test.lab.apply(remove_cut(test.state(), cut_of(test.state())));
    CHECK_FALSE(cut_of(test.state()).at);
    CHECK(test.state().experiment().faults == FaultSpec{});
}

TEST_CASE("empty entries are passed over, and repeated ones are told apart") {
    TestLab test;
    list_of(test, {0, 3, 0, 0, 4, 0});
    cut_at(test, 0);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 0 bytes: nothing goes out, b+0");
    cut_at(test, 3);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 3 bytes: b whole, e+0");
    EntrySpec many = entry_of("b");
    many.times = 1000;
    test.lab.apply(AddEntry{0, many, {}});
    cut_at(test, 7 + 3 * 500 + 2);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 1,509 bytes: 502 entries whole, iov[506]+2");
    const ListFacts& list = test.state().list();
    const Cut cut = cut_of(test.state());
    CHECK(next_edge(list, cut, 1509, true) == 1510);
    CHECK(next_edge(list, cut, 1510, true) == 1513);
    CHECK(next_edge(list, cut, 1509, false) == 1507);
    CHECK(next_edge(list, cut, 1507, false) == 1504);
}

TEST_CASE("arrow keys reach every byte and every edge, and stop at the ends") {
    TestLab test;
    list_of(test, {2, 0, 5, 1});
    const Cut cut = cut_of(test.state());
    CHECK(cut.line() == 8);
    std::vector<std::uint64_t> edges;
    for (std::uint64_t at = 0; at < 8;) {
        const std::uint64_t next = next_edge(test.state().list(), cut, at, true);
        REQUIRE(next > at);
        edges.push_back(at = next);
    }
    CHECK(edges == std::vector<std::uint64_t>{2, 7, 8});
    CHECK(next_edge(test.state().list(), cut, 8, true) == 8);
    CHECK(next_edge(test.state().list(), cut, 8, false) == 7);
    CHECK(next_edge(test.state().list(), cut, 7, false) == 2);
    CHECK(next_edge(test.state().list(), cut, 2, false) == 0);
    CHECK(next_edge(test.state().list(), cut, 0, false) == 0);
    CHECK(moved(cut, 8, -1) == 7);
    CHECK(moved(cut, 3, -16) == 0);
    CHECK(moved(cut, 3, 16) == 8);
}

TEST_CASE("a lying length does not break the cut") {
    TestLab test;
    list_of(test, {10, 5});
    EntrySpec lie = entry_of("a");
    lie.length = UINT64_MAX;
    test.lab.apply(AddEntry{0, lie, 1});
    CHECK(cut_of(test.state()).asked == UINT64_MAX);
    cut_at(test, 15);
    CHECK(cut_words(test.state(), cut_of(test.state())) == "cut after 15 bytes: a whole, iov[1]+5");
    cut_at(test, UINT64_MAX);
    CHECK(cut_of(test.state()).at == UINT64_MAX);
    CHECK(next_edge(test.state().list(), cut_of(test.state()), 10, true) == UINT64_MAX);
}

TEST_CASE("the cut is the next call's while the run is looked at") {
    TestLab test;
    cut_at(test, 24);
    test.lab.apply(StepRun{});
    REQUIRE(test.until([&] { return test.run().paused(); }));
    Cut cut = cut_of(test.state());
    CHECK(cut.call == 2);
    CHECK(cut.from == 24);
    CHECK(cut.asked == 70000);
    CHECK_FALSE(cut.at);
    cut_at(test, 30024);
    CHECK(test.state().experiment().faults.script == "short 24 -> short 30000");
    CHECK(cut_words(test.state(), cut_of(test.state())) ==
          "cut after 30,000 bytes of call 2: body whole, window+0");
    CHECK(test.run().current);
    test.lab.apply(StepRun{});  // the run under way takes it
    REQUIRE(test.until([&] { return test.run().paused() && test.run().calls.size() == 2; }));
    const auto& cut_call = std::get<CallStep>(test.run().steps[test.run().calls[1]].what);
    CHECK(cut_call.outcome.result == 30000);
    CHECK(cut_call.outcome.origin == Origin::Capped);
    test.lab.apply(Undo{});  // also in the run: the third call is not cut, the second stays as it was
    cut_at(test, 30025);
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    const auto& third = std::get<CallStep>(test.run().steps[test.run().calls[2]].what);
    CHECK(third.outcome.result == 1);
    CHECK(cut_of(test.state()).call == 1);  // over: the next run's first
    test.lab.apply(SelectStep{test.run().calls[0]});
    CHECK(cut_of(test.state()).call == 2);
    CHECK_FALSE(cut_of(test.state()).at);
    test.lab.apply(SelectStep{test.run().calls[1]});
    CHECK(cut_of(test.state()).call == 3);
    CHECK(cut_of(test.state()).at == 30025);
}

TEST_CASE("every position of a list with empties is what the sink then holds") {
    TestLab test;
    list_of(test, {0, 3, 1, 0, 2, 0, 0, 4});
    test.lab.apply(SetLoop{{"once", 10}, "the kind"});
    for (std::uint64_t at = 0; at <= 10; ++at) {
        cut_at(test, at);
        CAPTURE(at);
        test.lab.apply(StartRun{});
        REQUIRE(test.until_over());
        CHECK(test.run().sink.size == at);
    }
}

TEST_CASE("there is nothing to cut where nothing is asked for, or where the script cannot be read") {
    TestLab test;
    test.lab.apply(SetFaults{{"shrt 3", false}, "x", false});
    CHECK_FALSE(cut_of(test.state()).obstacle.empty());
    test.lab.apply(Undo{});
    CHECK(cut_of(test.state()).obstacle.empty());
    list_of(test, {});
    CHECK_FALSE(cut_of(test.state()).obstacle.empty());
}

TEST_CASE("writes are cut one entry at a time, and a count shortens the list") {
    TestLab test;
    list_of(test, {3, 4});
    CallSpec call = test.state().call();
    call.count = 1;
    test.lab.apply(SetCall{0, call, "iovcnt"});
    CHECK(cut_of(test.state()).asked == 3);
    call.count.reset();
    call.op = Op::Writes;
    test.lab.apply(SetCall{0, call, "the operation"});
    CHECK(cut_of(test.state()).asked == 3);
}

TEST_CASE("places are read as they are written") {
    TestLab test;
    std::string problem;
    for (const std::uint64_t at : {0ULL, 23ULL, 24ULL, 30024ULL, 65536ULL, 70024ULL}) {
        const std::string text = place_text(test.state().experiment(), 0, test.state().list(), at);
        CAPTURE(text);
        CHECK(parse_place(test.state(), text, problem) == at);
        CHECK(problem.empty());
    }
    CHECK(parse_place(test.state(), "iov[3]+11,512", problem) == 65536);
    CHECK(parse_place(test.state(), "tail", problem) == 54024);
    CHECK(parse_place(test.state(), "65,536", problem) == 65536);
    CHECK_FALSE(parse_place(test.state(), " ", problem));
    CHECK(problem.empty());
    for (const char* text : {"tale+3", "iov[9]", "header+25", "70,025", "header+", "+"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_place(test.state(), text, problem));
        CHECK_FALSE(problem.empty());
    }
}
