// Rows of the list and of memory: chosen, copied as TOML, pasted, duplicated and removed, each as one step.
#include "app/lab/rows.h"

#include "app/lab/actions.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

using How = ChooseRow::How;
using Of = Rows::Of;

std::vector<std::string> entries(const Experiment& experiment) {
    std::vector<std::string> names;
    for (const EntrySpec& entry : experiment.calls.front().iov) names.push_back(entry.buffer);
    return names;
}

std::vector<std::string> buffers(const Experiment& experiment) {
    std::vector<std::string> names;
    for (const BufferSpec& buffer : experiment.buffers) names.push_back(buffer.name);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a click chooses one row, Ctrl adds and takes away, Shift reaches from the first") {
    TestLab test;
    const Rows& rows = test.state().look.chosen.now;
    test.lab.apply(ChooseRow{Of::Entries, 1, How::Only});
    CHECK(rows.rows == std::set<std::size_t>{1});
    test.lab.apply(ChooseRow{Of::Entries, 3, How::Toggle});
    CHECK(rows.rows == std::set<std::size_t>{1, 3});
    test.lab.apply(ChooseRow{Of::Entries, 1, How::Toggle});
    CHECK(rows.rows == std::set<std::size_t>{3});
    test.lab.apply(ChooseRow{Of::Entries, 1, How::Only});
    test.lab.apply(ChooseRow{Of::Entries, 3, How::Extend});
    CHECK(rows.rows == std::set<std::size_t>{1, 2, 3});
    test.lab.apply(ChooseRow{Of::Entries, 0, How::Extend});
    CHECK(rows.rows == std::set<std::size_t>{0, 1});
    test.lab.apply(ChooseAllRows{});
    CHECK(rows.rows.size() == 4);
    test.lab.apply(ChooseRow{Of::Buffers, 2, How::Toggle});  // another kind: a new choice
    CHECK(rows.rows == std::set<std::size_t>{2});
    CHECK(rows.of == Of::Buffers);
    test.lab.apply(ChooseRow{Of::Buffers, 99, How::Only});
    CHECK(rows.rows == std::set<std::size_t>{2});
    test.lab.apply(ChooseNoRows{});
    CHECK(rows.rows.empty());
}

TEST_CASE("entries are copied with the buffers that they need, and mean the same where they are pasted") {
    TestLab test;
    const Rows rows{Of::Entries, 0, {2, 3}};  // window, a view of body; tail, a slice of it
    const std::string toml = rows_toml(rows, test.state().experiment());
    CHECK(toml.find("[target]") == std::string::npos);
    const Pasted here = pasted(toml, test.state().experiment());
    CHECK(here.problem == "");
    CHECK(here.buffers.empty());  // they are there already
    CHECK(here.entries.size() == 2);
    const Pasted there = pasted(toml, Experiment{});
    CHECK(there.problem == "");
    REQUIRE(there.buffers.size() == 3);
    CHECK(there.buffers[0].name == "body");
    CHECK(there.buffers[1].of == "body");
    test.lab.apply(NewDocument{});
    test.lab.apply(PasteRows{toml});
    CHECK(buffers(test.state().experiment()) == Names{"body", "window", "tail"});
    CHECK(entries(test.state().experiment()) == Names{"window", "tail"});
    CHECK(test.state().problems.empty());
    CHECK(test.state().document.undo_what() == "paste 2 entries");
    test.lab.apply(Undo{});
    CHECK(test.state().experiment().buffers.empty());
}

TEST_CASE("pasted buffers get names that are free, and what refers to them follows") {
    TestLab test;
    const std::string toml = rows_toml({Of::Buffers, 0, {1, 2}}, test.state().experiment());
    test.lab.apply(PasteRows{toml});
    const auto& all = test.state().experiment().buffers;
    CHECK(buffers(test.state().experiment()) == Names{"header", "body", "window", "tail", "body2", "window2"});
    CHECK(all[5].of == "body2");
    CHECK(test.state().problems.empty());
    CHECK(test.state().document.undo_what() == "paste 2 buffers");
    CHECK(test.state().look.chosen.now.rows == std::set<std::size_t>{4, 5});
}

TEST_CASE("a paste that cannot be read says where, and changes nothing") {
    TestLab test;
    const Experiment before = test.state().experiment();
    const auto [text, where] = GENERATE(
        std::pair<std::string, std::string>{"[[buffer]]\nname = \"a\n", "clipboard:2:"},
        std::pair<std::string, std::string>{"format = 1\n\n[[buffer]]\nnom = \"a\"\ntext = \"x\"\n", "clipboard:"},
        std::pair<std::string, std::string>{"hello", "clipboard:1:"},
        std::pair<std::string, std::string>{"title = \"x\"\n", "no buffers"},
        std::pair<std::string, std::string>{" \n", "empty"});
    CAPTURE(text);
    test.lab.apply(PasteRows{text});
    CHECK(test.state().experiment() == before);
    CHECK_FALSE(test.state().document.can_undo());
    REQUIRE(test.state().notices.size() == 1);
    CHECK(test.state().notices[0].text.find(where) != std::string::npos);
}

TEST_CASE("Esc stops a run, and lets go of what is chosen only when nothing runs") {
    TestLab test;
    test.lab.apply(ChooseRow{Of::Entries, 1, How::Only});
    CHECK(action("edit.none").obstacle(test.state()).empty());
    CHECK_FALSE(action("run.stop").obstacle(test.state()).empty());
    test.lab.apply(StepRun{});
    CHECK_FALSE(action("edit.none").obstacle(test.state()).empty());
    CHECK(action("run.stop").obstacle(test.state()).empty());
    test.lab.apply(StopRun{});
    REQUIRE(test.until_over());
}

TEST_CASE("rows multiply up to a bound, and it is said") {
    TestLab test;
    for (int i = 0; i < 30; ++i) {
        test.lab.apply(ChooseAllRows{});
        test.lab.apply(DuplicateRows{});
    }
    CHECK(test.state().experiment().calls[0].iov.size() <= 16384);
    REQUIRE_FALSE(test.state().notices.empty());
    CHECK(test.state().notices.back().heading == "Nothing was duplicated.");
}

TEST_CASE("rows are duplicated behind themselves and removed together, a step each that names them") {
    TestLab test;
    const Experiment before = test.state().experiment();
    test.lab.apply(ChooseRow{Of::Entries, 0, How::Only});
    test.lab.apply(ChooseRow{Of::Entries, 2, How::Toggle});
    test.lab.apply(DuplicateRows{});
    CHECK(entries(test.state().experiment()) == Names{"header", "header", "body", "window", "window", "tail"});
    CHECK(test.state().document.undo_what() == "duplicate 2 entries");
    test.lab.apply(ChooseRow{Of::Buffers, 1, How::Only});
    test.lab.apply(DuplicateRows{});
    CHECK(buffers(test.state().experiment()) == Names{"header", "body", "body2", "window", "tail"});
    CHECK(test.state().document.undo_what() == "duplicate body");
    test.lab.apply(ChooseRow{Of::Buffers, 0, How::Only});
    test.lab.apply(ChooseRow{Of::Buffers, 2, How::Extend});
    test.lab.apply(RemoveRows{true});
    CHECK(buffers(test.state().experiment()) == Names{"window", "tail"});
    CHECK(entries(test.state().experiment()) == Names{"window", "window", "tail"});
    CHECK(test.state().document.undo_what() == "cut 3 buffers");
    CHECK(test.state().look.chosen.now.rows.empty());
    for (int i = 0; i < 3; ++i) test.lab.apply(Undo{});
    CHECK(test.state().experiment() == before);
}

TEST_CASE("several chosen entries move as one block, keep their order, and undo names them") {
    TestLab test;  // header, body, window, tail
    const Rows& rows = test.state().look.chosen.now;
    test.lab.apply(ChooseRow{Of::Entries, 0, How::Only});
    test.lab.apply(ChooseRow{Of::Entries, 2, How::Toggle});
    SECTION("down, behind the last") {
        test.lab.apply(MoveEntry{0, 0, 3});
        CHECK(entries(test.state().experiment()) == Names{"body", "tail", "header", "window"});
        CHECK(rows.rows == std::set<std::size_t>{2, 3});
    }
    SECTION("dropped beside itself it closes up") {
        test.lab.apply(MoveEntry{0, 2, 2});
        CHECK(entries(test.state().experiment()) == Names{"body", "header", "window", "tail"});
        CHECK(rows.rows == std::set<std::size_t>{1, 2});
    }
    SECTION("up, before the first") {
        test.lab.apply(MoveEntry{0, 2, 0});
        CHECK(entries(test.state().experiment()) == Names{"header", "window", "body", "tail"});
        CHECK(rows.rows == std::set<std::size_t>{0, 1});
    }
    CHECK(test.state().document.undo_what() == "move 2 entries");
    test.lab.apply(Undo{});
    CHECK(entries(test.state().experiment()) == Names{"header", "body", "window", "tail"});
    CHECK_FALSE(test.state().document.can_undo());
}

TEST_CASE("a row that is not chosen moves alone, and a block that goes nowhere is no edit") {
    TestLab test;
    test.lab.apply(ChooseRow{Of::Entries, 0, How::Only});
    test.lab.apply(ChooseRow{Of::Entries, 1, How::Toggle});
    test.lab.apply(MoveEntry{0, 0, 0});
    CHECK_FALSE(test.state().document.can_undo());
    test.lab.apply(MoveEntry{0, 3, 0});
    CHECK(entries(test.state().experiment()) == Names{"tail", "header", "body", "window"});
    CHECK(test.state().document.undo_what() == "move entry tail");
}

TEST_CASE("a key takes a buffer away as its button does: from the second writer's record too") {
    TestLab test;
    test.lab.apply(NewDocument{});
    test.lab.apply(AddBuffer{fill_buffer("data", 100)});
    test.lab.apply(AddEntry{0, entry_of("data"), {}});
    test.lab.apply(SetSecond{SecondSpec{}, "add"});
    const std::size_t theirs = test.state().experiment().buffers.size() - 1;
    Experiment by_button = test.state().experiment();
    edit_step(RemoveBuffer{theirs}, by_button)->change(by_button);
    test.lab.apply(ChooseRow{Of::Buffers, theirs, How::Only});
    test.lab.apply(RemoveRows{});
    CHECK(test.state().experiment() == by_button);
    CHECK(test.state().experiment().second->iov.empty());
    test.lab.apply(Undo{});
    CHECK(test.state().problems.empty());
}

TEST_CASE("one row is moved and taken away as several are") {
    for (std::size_t from = 0; from < 4; ++from) {
        for (std::size_t to = 0; to < 4; ++to) {
            if (from == to) continue;
            Experiment moved = ready_experiment();
            edit_step(MoveEntry{0, from, to}, moved)->change(moved);
            Names expected = entries(ready_experiment());
            const std::string name = expected[from];
            expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(from));
            expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(to), name);
            CHECK(entries(moved) == expected);
        }
    }
    Experiment one = ready_experiment(), other = ready_experiment();
    edit_step(RemoveEntry{0, 2}, one)->change(one);
    removal(Rows{Of::Entries, 0, {2}}, other, false).change(other);
    CHECK(one == other);
}
