#include "app/lab/origin.h"

#include "app/lab/lab.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

/// The ready experiment's list, taken up to byte 65,536 by call 1.
Provenance first_call() {
    Provenance sink;
    sink.append({0, 24, Source::Entry, 1, 0, 0, 0});
    sink.append({0, 30000, Source::Entry, 1, 0, 1, 0});
    sink.append({0, 24000, Source::Entry, 1, 0, 2, 0});
    sink.append({0, 11512, Source::Entry, 1, 0, 3, 0});
    return sink;
}

}  // namespace

TEST_CASE("a byte of the sink is traced to its buffer, entry and call") {
    const Derived derived = derive(ready_experiment());
    const ByteOrigin origin = origin_of(first_call(), 30024 + 5, derived);
    CHECK(origin.buffer == 2);
    CHECK(origin.offset == 5);
    CHECK(origin.entry == 2);
    CHECK(origin.call == 1);
    CHECK_FALSE(origin.guard);
    CHECK(origin_of(first_call(), 65536, derived).source == Source::Hole);
}

TEST_CASE("a view's byte and its root's are the same byte, a slice's is not") {
    const Derived derived = derive(ready_experiment());
    const auto byte = root_byte(derived, 2, 5);
    REQUIRE(byte);
    CHECK(byte->root == 1);
    CHECK(byte->offset == 6005);
    CHECK(in_buffer(derived, *byte, 1) == 6005);
    CHECK(in_buffer(derived, *byte, 2) == 5);
    CHECK_FALSE(in_buffer(derived, *byte, 3));
    CHECK(in_sink(first_call(), derived, *byte) == 24 + 6005);
    CHECK_FALSE(root_byte(derived, 2, 24000));
    CHECK_FALSE(root_byte(derived, std::nullopt, 0));
}

TEST_CASE("what a lying length sent is told from the buffer's own bytes") {
    Experiment experiment = ready_experiment();
    experiment.calls.front().iov[0].length = 100;
    const Derived derived = derive(experiment);
    Provenance sink;
    sink.append({0, 100, Source::Entry, 1, 0, 0, 0});
    const auto runs = colour_runs(sink, derived, 0, 100);
    REQUIRE(runs.size() == 2);
    CHECK(runs[0] == ColourRun{0, 24, ColourRun::Kind::Buffer, 0});
    CHECK(runs[1] == ColourRun{24, 76, ColourRun::Kind::Guard, 0});
    CHECK(origin_of(sink, 24, derived).guard);
}

TEST_CASE("neighbours of one colour are one run, and a window into them is cut to size") {
    const Derived derived = derive(ready_experiment());
    Provenance sink;
    sink.append({0, 10, Source::Preload, 0, 0, 0, 0});
    for (std::uint32_t call = 1; call <= 3; ++call) sink.append({0, 8, Source::Entry, call, 0, 1, (call - 1) * 8});
    const auto runs = colour_runs(sink, derived, 4, 30);
    REQUIRE(runs.size() == 2);
    CHECK(runs[0] == ColourRun{4, 6, ColourRun::Kind::Before, 0});
    CHECK(runs[1] == ColourRun{10, 20, ColourRun::Kind::Buffer, 1});
}
