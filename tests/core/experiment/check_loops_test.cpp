// Which loops an experiment may name, and what they may be given.
#include "core/experiment/check.h"
#include "core/experiment/vocabulary.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

using namespace iovlab;

namespace {

Experiment sound() {
    return test::into_pipe({10, 20}, 4096, false);
}

}  // namespace

TEST_CASE("every loop that can be made may be named, and no other") {
    for (const std::string& name : loop_names()) {
        Experiment e = sound();
        e.loop.kind = name;
        CAPTURE(name);
        CHECK(check(e).empty());
        CHECK(unsupported(e).empty());
    }
    Experiment e = sound();
    e.loop.kind = "skip-entrys";
    REQUIRE(check(e).size() == 1);
    CHECK(check(e)[0].what.find("did you mean \"skip-entry\"") != std::string::npos);
}

TEST_CASE("the loop that copies may not be given what would kill it") {
    Experiment e = sound();
    e.loop.kind = "copying";
    EntrySpec crossing;
    crossing.bad = BadBase::Crossing;
    crossing.length = 20;
    crossing.good = 10;
    e.calls[0].iov.push_back(crossing);
    REQUIRE(check(e).size() == 1);
    CHECK(check(e)[0].what.find("write-all") != std::string::npos);
    e.calls[0].iov.back() = EntrySpec();
    e.calls[0].iov.back().buffer = e.buffers[0].name;
    e.calls[0].iov.back().length = kMaxContent + 1;
    REQUIRE(check(e).size() == 1);
    e.calls[0].iov.back().length = kMaxContent;
    CHECK(check(e).empty());
}
