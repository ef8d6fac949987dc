// What loops believe, what they make of a list, and what another one would make of the same results.
#include "app/lab/thinking.h"

#include "app/lab/belief.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

BufferSpec text_buffer(const std::string& name, const std::string& text) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.content = {ContentKind::Text, text, 0, 0};
    return buffer;
}

/// [hello, (empty), world] into an empty pipe whose first call is cut after 3 bytes.
void set_up(TestLab& test, const std::string& loop, const std::string& script) {
    test.lab.apply(NewDocument{});
    for (const char* name : {"hello", "", "world"})
        test.lab.apply(AddBuffer{text_buffer(*name == '\0' ? "nothing" : name, name)});
    for (const char* name : {"hello", "nothing", "world"}) test.lab.apply(AddEntry{0, entry_of(name), {}});
    TargetSpec target;
    target.flags.names = {"O_NONBLOCK"};
    test.lab.apply(SetTarget{target, "flags"});
    test.lab.apply(SetLoop{{loop, 100}, "the kind"});
    test.lab.apply(SetFaults{{script, false}, "cut", false});
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
}

std::vector<Fate> fates(const Advance& advance) {
    std::vector<Fate> all;
    for (const AdvanceBlock& block : advance.blocks) all.push_back(block.fate);
    return all;
}

void show_call(TestLab& test, std::size_t n) {
    test.lab.apply(SelectStep{test.run().calls.at(n - 1)});
}

}  // namespace

TEST_CASE("a right loop is calm at every step, and believes what went out") {
    TestLab test;
    set_up(test, "write-all-poll", "short 3");
    for (std::size_t i = 0; i + 1 < test.run().steps.size(); ++i) {
        test.lab.apply(SelectStep{i});
        CAPTURE(i);
        CHECK(test.state().belief.calm());
        CHECK(test.state().belief.wrong.empty());
    }
    show_call(test, 1);
    CHECK(test.state().belief.believed == 3);
    CHECK(test.state().belief.calm_words() == "The loop believes that 3 of 10 B went out: so they did, in order.");
    CHECK(fates(test.state().thinking.advance) == std::vector<Fate>{Fate::Trimmed, Fate::Kept, Fate::Kept});
    CHECK(test.state().thinking.advance.words == "go on at hello+3");
    test.lab.apply(SelectStep{});
    CHECK(test.state().belief.calm_words() == "The loop believes that all 10 B went out: so they did, in order.");
    CHECK(fates(test.state().thinking.advance) == std::vector<Fate>{Fate::Gone, Fate::Empty, Fate::Gone});
    CHECK(test.state().thinking.advance.next == "done: it reports 10 B as sent");
}

TEST_CASE("the wrong end kept: what is doubled and lost is marked in the stream and named") {
    TestLab test;
    set_up(test, "keep-prefix", "short 3");
    show_call(test, 1);
    const Thinking& thinking = test.state().thinking;
    CHECK(test.state().belief.calm());  // nothing has gone wrong yet, but what goes out next will
    REQUIRE(thinking.advance.blocks.size() == 3);
    CHECK(thinking.advance.blocks[0].fate == Fate::Shortened);
    CHECK(thinking.advance.blocks[0].length == 3);
    CHECK(thinking.advance.words == "keep the first 3 B of hello");
    test.lab.apply(SelectStep{});
    const Belief& belief = test.state().belief;
    CHECK_FALSE(belief.calm());
    CHECK(belief.taken == 11);
    CHECK(belief.real == std::vector<Belief::Run>{{0, 3, 2}, {5, 10, 1}});
    REQUIRE(belief.marks.size() == 2);
    CHECK(belief.marks[0].kind == DamageKind::Doubled);
    CHECK(belief.marks[1].kind == DamageKind::Lost);
    CHECK(belief.marks[1].begin == 3);
    CHECK(belief.marks[1].end == 5);
    CHECK(belief.words[1] == "bytes 3 to 4 of hello lost");
    CHECK(belief.wrong == "First wrong byte: 3, hello+0 instead of hello+3.");
    CHECK(belief.wrong_at == 3);
}

TEST_CASE("starting over forgets what was sent: belief and truth part before a byte is wrong") {
    TestLab test;
    set_up(test, "restart", "short 3 -> EAGAIN");
    show_call(test, 2);
    CHECK(test.state().belief.believed == 0);
    CHECK(test.state().belief.real == std::vector<Belief::Run>{{0, 3, 1}});
    CHECK_FALSE(test.state().belief.calm());
    CHECK(test.state().belief.marks.empty());
    const Thinking& thinking = test.state().thinking;
    CHECK(thinking.own->want == Want::Wait);
    CHECK(fates(thinking.advance) == std::vector<Fate>{Fate::Again, Fate::Kept, Fate::Kept});
    CHECK(thinking.advance.words.find("EAGAIN") == 0);
    CHECK(thinking.advance.next.find("POLLOUT), then writev(") != std::string::npos);
}

TEST_CASE("what is taken for sent and was not is forgotten, and lost at once") {
    TestLab test;
    set_up(test, "ignore-short", "short 3");
    CHECK(test.run().calls.size() == 1);
    CHECK(fates(test.state().thinking.advance) == std::vector<Fate>{Fate::Forgotten, Fate::Empty, Fate::Forgotten});
    REQUIRE(test.state().belief.marks.size() == 1);
    CHECK(test.state().belief.marks[0].kind == DamageKind::Lost);
    CHECK(test.state().belief.wrong == "First wrong byte: 3, hello+3 never came.");
}

TEST_CASE("another rule is told the same results, and shows at once what would go out next") {
    TestLab test;
    set_up(test, "write-all-poll", "short 3");
    const std::size_t calls = test.run().calls.size();
    show_call(test, 1);
    CHECK_FALSE(test.state().thinking.other);
    test.lab.apply(SetLoop{{"skip-entry", 100}, "the kind"});
    const Thinking& thinking = test.state().thinking;
    REQUIRE(thinking.other);
    CHECK(thinking.own->next.total() == 7);
    CHECK(thinking.other->next.total() == 5);
    CHECK(thinking.other_advance.next.find("[5], 1)") != std::string::npos);
    CHECK(thinking.chosen()->loop == "skip-entry");
    test.lab.apply(SetLoop{{"once", 100}, "the kind"});
    CHECK(thinking.other->want == Want::Done);
    CHECK(thinking.other->ended_after == 1);
    test.lab.apply(SelectStep{});
    CHECK(thinking.other_advance.words.find("It would have ended after call 1.") == 0);
    CHECK(test.run().calls.size() == calls);
    for (const LoopInfo& loop : loops()) {  // none of them minds results that it did not get itself
        test.lab.apply(SetLoop{{loop.name, 100}, "the kind"});
        CAPTURE(loop.name);
        CHECK(thinking.chosen()->loop == loop.name);
    }
    test.lab.apply(Undo{});
}

TEST_CASE("thinking for the run's own loop is what the run did, call by call") {
    const std::string loop = GENERATE("write-all-poll", "chunked", "copying", "restart", "keep-prefix",
                                      "skip-entry", "count-entries", "eagain-spin", "spin-on-empty");
    TestLab test;
    CAPTURE(loop);
    set_up(test, loop, "short 5 -> EAGAIN -> EINTR -> short 2");
    for (std::size_t n = 1; n < test.run().calls.size(); ++n) {
        show_call(test, n);
        CAPTURE(n);
        const auto& next = std::get<CallStep>(test.run().steps[test.run().calls[n]].what);
        REQUIRE(test.state().thinking.own);
        CHECK(test.state().thinking.own->place == test.run().shown_call()->place);
        CHECK(test.state().thinking.own->next.total() == next.call.list.total());
        CHECK(test.state().thinking.own->next.begin_at() == next.call.list.begin_at());
    }
}

TEST_CASE("10,000 calls: belief and thinking cost little more than looking") {
    TestLab test;
    set_up(test, "eagain-fatal", "short 3");
    RunView run = test.run();
    const Step first = run.steps.front();
    run.steps.clear();
    run.calls.clear();
    for (std::uint64_t n = 1; n <= 10000; ++n) {
        Step step = first;
        auto& call = std::get<CallStep>(step.what);
        call.n = n;
        call.taken = 1;
        call.outcome.result = 1;
        run.steps.push_back(step);
    }
    run.count_calls(0);
    const Belief belief = belief_after(run, test.state().run_derived, run.steps.size());
    REQUIRE(belief.marks.size() >= 1);
    CHECK(belief.taken == 10000);
    CHECK(belief.real == std::vector<Belief::Run>{{0, 1, 10000}});
    CHECK(thinking_of(run, test.state().run_derived, "restart").other->ended_after > 0);
}

TEST_CASE("what a right loop leaves behind is not forgotten, and stands beside its place") {
    struct Row {
        const char* loop;
        const char* script;
        const char* place;
        std::uint64_t left;
        bool forgets;
    };
    // A wrong one believes that nothing is left: that is what it forgets.
    const Row row = GENERATE(Row{"once", "short 3", "done", 7, false}, Row{"once", "EIO", "done", 10, false},
                             Row{"write-all", "short 3 -> EAGAIN", "failed", 7, false},
                             Row{"ignore-short", "short 3", "done", 0, true});
    CAPTURE(row.loop, row.script);
    TestLab test;
    set_up(test, row.loop, row.script);
    REQUIRE(test.state().thinking.own);
    CHECK(test.state().thinking.own->place == row.place);
    CHECK(test.state().thinking.own->left == row.left);
    const std::vector<Fate> all = fates(test.state().thinking.advance);
    CHECK((std::count(all.begin(), all.end(), Fate::Forgotten) > 0) == row.forgets);
}
