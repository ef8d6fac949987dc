#include "app/lab/document.h"

#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {
Document::Change retitle(const std::string& title) {
    return [title](Experiment& next) { next.title = title; };
}
}  // namespace

TEST_CASE("an edit can be undone and redone, and is named") {
    Document document;
    document.edit("change the title", "", retitle("one"));
    CHECK(document.undo_what() == "change the title");
    document.undo();
    CHECK(document.experiment().title.empty());
    CHECK_FALSE(document.can_undo());
    CHECK(document.redo_what() == "change the title");
    document.redo();
    CHECK(document.experiment().title == "one");
    CHECK_FALSE(document.can_redo());
}

TEST_CASE("keystrokes of one edit are one step") {
    Document document;
    for (const char* typed : {"a", "ab", "abc"}) document.edit("change the title", "title", retitle(typed));
    document.end_edit();
    document.edit("change the title", "title", retitle("abcd"));
    document.undo();
    CHECK(document.experiment().title == "abc");
    document.undo();
    CHECK(document.experiment().title.empty());
    CHECK_FALSE(document.can_undo());
}

TEST_CASE("typing back to where it was leaves no step") {
    Document document;
    document.edit("change the title", "title", retitle("a"));
    document.edit("change the title", "title", retitle(""));
    CHECK_FALSE(document.can_undo());
    CHECK_FALSE(document.dirty());
}

TEST_CASE("a change that changes nothing leaves no step and keeps what can be redone") {
    Document document;
    document.edit("change the title", "", retitle("one"));
    document.undo();
    document.edit("change the title", "", retitle(""));
    CHECK_FALSE(document.can_undo());
    CHECK(document.can_redo());
}

TEST_CASE("a new edit forgets what could be redone") {
    Document document;
    document.edit("one", "", retitle("one"));
    document.undo();
    document.edit("two", "", retitle("two"));
    CHECK_FALSE(document.can_redo());
}

TEST_CASE("dirty means: differs from the file") {
    Document document(Experiment{}, "/tmp/x.toml");
    CHECK_FALSE(document.dirty());
    document.edit("change the title", "", retitle("one"));
    CHECK(document.dirty());
    document.undo();
    CHECK_FALSE(document.dirty());
    document.redo();
    const Experiment as_saved = document.experiment();
    document.edit("change the title", "", retitle("edited while it was written"));
    document.saved("/tmp/y.toml", as_saved);
    CHECK(document.dirty());
    document.undo();
    CHECK_FALSE(document.dirty());
    CHECK(document.path() == "/tmp/y.toml");
}

TEST_CASE("long lists do not pile up without bound") {
    Document document;
    Experiment big;
    big.calls.front().iov.assign(65536, entry_of("a"));
    document.edit("fill", "", [&](Experiment& next) { next = big; });
    for (int i = 0; i < 100; ++i) document.edit("change the title", "", retitle(std::to_string(i)));
    int steps = 0;
    for (; document.can_undo(); document.undo()) ++steps;
    CHECK(steps > 10);
    CHECK(steps < 90);  // 65,536 entries a snapshot: about forty of them are 256 MiB
}
