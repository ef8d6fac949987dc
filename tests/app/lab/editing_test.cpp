#include "app/lab/editing.h"

#include "app/lab/derived.h"
#include "app/lab/lab.h"
#include "app/lab/problems.h"
#include "core/experiment/check.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {
Experiment after(const Intent& intent, Experiment experiment) {
    const auto step = edit_step(intent, experiment);
    REQUIRE(step);
    step->change(experiment);
    return experiment;
}
}  // namespace

TEST_CASE("the ready experiment can be run") {
    CHECK(check(ready_experiment()).empty());
    CHECK(derive(ready_experiment()).lists.front().asked == 70024);
}

TEST_CASE("renaming a buffer renames what names it") {
    const Experiment experiment = ready_experiment();
    SetBuffer rename{1, experiment.buffers[1], "name"};
    rename.buffer.name = "text";
    const Experiment next = after(rename, experiment);
    CHECK(next.buffers[2].of == "text");
    CHECK(next.calls.front().iov[1].buffer == "text");
    CHECK(check(next).empty());
}

TEST_CASE("typing a name through another's name does not mix the two up") {
    Document document(ready_experiment(), "");
    for (const char* typed : {"header", "heade", "tail", "tailor"}) {
        SetBuffer rename{0, ready_experiment().buffers[0], "name"};
        rename.buffer.name = typed;
        const auto step = edit_step(rename, document.experiment());
        document.edit(step->what, step->merge_key, step->change);
    }
    CHECK(document.experiment().calls.front().iov[0].buffer == "tailor");
    CHECK(document.experiment().calls.front().iov[3].buffer == "tail");
}

namespace {
/// Another name for a buffer, and the field is left.
void rename_to(TestLab& test, std::size_t index, const std::string& name) {
    SetBuffer rename{index, test.state().experiment().buffers[index], "name"};
    rename.buffer.name = name;
    test.lab.apply(rename);
    test.lab.apply(EditDone{});
}
std::vector<std::string> listed(const Experiment& experiment) {
    std::vector<std::string> names;
    for (const EntrySpec& entry : experiment.calls.front().iov) names.push_back(entry.buffer);
    return names;
}
using Listed = std::vector<std::string>;
}  // namespace

TEST_CASE("a name that is none for a while tears no buffer out of its lists") {
    TestLab test;
    const std::string bad = GENERATE(as<std::string>(), "", "no good", "header", "tail");
    CAPTURE(bad);
    rename_to(test, 1, bad);
    CHECK_FALSE(test.state().problems.empty());
    rename_to(test, 1, "other");
    CHECK(test.state().problems.empty());
    CHECK(check(test.state().experiment()).empty());
    CHECK(listed(test.state().experiment()) == Listed{"header", "other", "window", "tail"});
    CHECK(test.state().experiment().buffers[0].of.empty());
    CHECK(test.state().experiment().buffers[2].of == "other");
    test.lab.apply(Undo{});
    test.lab.apply(Undo{});
    CHECK(test.state().experiment() == ready_experiment());
}

TEST_CASE("two buffers without a name are told apart when they get one again") {
    TestLab test;
    const bool first = GENERATE(true, false);
    rename_to(test, first ? 0 : 1, "");
    rename_to(test, first ? 1 : 0, "");
    rename_to(test, 0, "one");
    rename_to(test, 1, "two");
    CHECK(test.state().problems.empty());
    CHECK(listed(test.state().experiment()) == Listed{"one", "two", "window", "tail"});
    CHECK(test.state().experiment().buffers[2].of == "two");
    // It is called by its own name from here on, typed key by key.
    for (const char* typed : {"t", "one", "one1"}) {
        SetBuffer rename{1, test.state().experiment().buffers[1], "name"};
        rename.buffer.name = typed;
        test.lab.apply(rename);
    }
    CHECK(listed(test.state().experiment()) == Listed{"one", "one1", "window", "tail"});
    CHECK(test.state().problems.empty());
}

TEST_CASE("removing a buffer takes its entries along") {
    const Experiment next = after(RemoveBuffer{0}, ready_experiment());
    CHECK(next.calls.front().iov.size() == 3);
    CHECK(check(next).empty());
}

TEST_CASE("entries move to the place they are dropped at") {
    Experiment next = after(MoveEntry{0, 0, 2}, ready_experiment());
    CHECK(next.calls.front().iov[2].buffer == "header");
    CHECK(next.calls.front().iov[0].buffer == "body");
    next = after(MoveEntry{0, 2, 0}, next);
    CHECK(next == ready_experiment());
}

TEST_CASE("an intent about what is not there is no edit") {
    CHECK_FALSE(edit_step(RemoveEntry{0, 99}, ready_experiment()));
    CHECK_FALSE(edit_step(RemoveCall{0}, ready_experiment()));
    CHECK_FALSE(edit_step(MoveEntry{0, 1, 1}, ready_experiment()));
    CHECK_FALSE(edit_step(Undo{}, ready_experiment()));
}

TEST_CASE("what follows from a document") {
    const Derived derived = derive(ready_experiment());
    REQUIRE(derived.buffers.size() == 4);
    CHECK(derived.buffers[0].preview.substr(0, 12) == "HTTP/1.1 200");
    CHECK(derived.buffers[2].root == 1);
    CHECK(derived.buffers[2].offset == 6000);
    CHECK(derived.buffers[2].size == 24000);
    CHECK(derived.buffers[3].root == 3);
    CHECK(derived.buffers[3].preview.substr(0, 4) == "bbbb");
    CHECK(derived.content == 46024);
    CHECK(derived.views == 1);
}

TEST_CASE("repeats are entries of one line") {
    Experiment experiment = ready_experiment();
    experiment.calls.front().iov[1].times = 1000;
    const ListFacts list = derive(experiment).lists.front();
    CHECK(list.entries == 1003);
    CHECK(list.line_of(0) == 0);
    CHECK(list.line_of(1) == 1);
    CHECK(list.line_of(1000) == 1);
    CHECK(list.line_of(1001) == 2);
    CHECK(list.line_of(1003) == 4);
}

TEST_CASE("lengths that cannot be summed saturate") {
    Experiment experiment = ready_experiment();
    experiment.calls.front().iov[1].length = UINT64_MAX;
    experiment.calls.front().iov[2].length = UINT64_MAX;
    CHECK(derive(experiment).lists.front().asked == UINT64_MAX);
}

TEST_CASE("problems are found by their place, and by the place they are in") {
    const Problems problems(
        {{{"buffer", std::size_t{10}, "name"}, "ten"}, {{"buffer", std::size_t{2}, "of"}, "two"}});
    CHECK(problems.at("buffer[10].name"));
    CHECK_FALSE(problems.at("buffer[10]"));
    REQUIRE(problems.under("buffer[2]"));
    CHECK(problems.under("buffer[2]")->what == "two");
    CHECK_FALSE(problems.under("buffer[1]"));
    CHECK_FALSE(problems.under("buff"));
    CHECK(place_in_words({"call", std::size_t{0}, "iov", std::size_t{2}, "length"}) == "call 1, iov[2], length");
}
