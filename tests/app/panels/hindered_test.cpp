// What this machine forbids: grey in the chooser, with the reason in words, and said beside a target that needs it.
#include "core/experiment/vocabulary.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <atomic>
#include <stdexcept>
#include <string>

using namespace iovlab;

namespace {

const std::string kNoPty = "No pseudoterminal is to be had (/dev/ptmx): No such file or directory.";
const std::string kNoDisk = "This machine forbids user namespaces.";

/// A machine without terminals and without small disks.
void forbid(TestWindow& test) {
    test.window->lab().ask_machine([] {
        Hindrances found;
        found.kinds["pty"] = kNoPty;
        found.disk = kNoDisk;
        return found;
    });
    test.driver.until([&] { return !test.state().machine.kinds.empty(); });
    test.driver.frames(4);
}

std::string item_of(const std::string& kind) {
    std::size_t index = 0;
    for (const TargetKind& one : target_kinds()) {
        if (one.name == kind) return "target.kind." + std::to_string(index);
        if (one.runs) ++index;
    }
    throw std::runtime_error("no target is called " + kind);
}

}  // namespace

TEST_CASE("a forbidden target is grey in the chooser, with the reason below it and on hover") {
    TestWindow test;
    forbid(test);
    test.driver.click("target.kind");
    test.driver.frames(4);
    const std::string pty = item_of("pty");
    REQUIRE(test.driver.has(pty));
    CHECK_FALSE(test.driver.enabled(pty));
    CHECK(test.driver.text_of(pty + ".why") == kNoPty);
    CHECK(test.driver.enabled(item_of("file")));
    CHECK_FALSE(test.driver.has(item_of("file") + ".why"));
    test.driver.hover(pty);
    test.driver.until([&] { return test.driver.has("tooltip"); });
    CHECK(test.driver.text_of("tooltip").find(kNoPty) != std::string::npos);
    test.driver.click(pty);
    test.driver.frames(4);
    CHECK(test.experiment().target.kind == "pipe");
}

TEST_CASE("a target of a file that this machine forbids says so before it is run") {
    TestWindow test;
    forbid(test);
    CHECK_FALSE(test.driver.has("target.hindrance"));
    TargetSpec target;
    target.kind = "pty";
    test.window->lab().apply(SetTarget{target, "the kind"});
    test.driver.frames(6);
    CHECK(test.driver.text_of("target.hindrance") == kNoPty);
}

TEST_CASE("a small disk that this machine forbids cannot be typed, but one that is there can be taken away") {
    TestWindow test;
    forbid(test);
    TargetSpec target;
    target.kind = "file";
    test.window->lab().apply(SetTarget{target, "the kind"});
    test.driver.frames(6);
    CHECK_FALSE(test.driver.enabled("target.disk"));
    CHECK(test.driver.text_of("target.disk.hindrance") == kNoDisk);
    target.disk = 4096;
    test.window->lab().apply(SetTarget{target, "the disk"});
    test.driver.frames(6);
    REQUIRE(test.driver.enabled("target.disk"));
    test.driver.enter("target.disk", "");
    CHECK_FALSE(test.experiment().target.disk);
}

TEST_CASE("the window really asks the machine, off its thread, and greys nothing that can be had") {
    TestLab test;
    std::atomic<bool> asked{false};
    test.lab.ask_machine([&asked] {
        const Hindrances found = ask_this_machine();
        asked = true;
        return found;
    });
    test.until([&] { return asked.load(); });
    for (const TargetKind& kind : target_kinds()) {
        CAPTURE(kind.name);
        if (kind.name == "pipe" || kind.name == "closed" || kind.name == "minus-one")
            CHECK(test.state().machine.of(kind.name).empty());
    }
}
