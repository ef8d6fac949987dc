// The largest legal files, and numbers in a document that size something: checked at every edit of the window, and
// refused before anything is made of them.
#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "core/lesson/amount.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <string>

using namespace iovlab;
using namespace iovlab::test;

namespace {

bool complains_about(const Experiment& experiment, const Path& where) {
    for (const Problem& problem : check(experiment)) {
        if (problem.where == where) return true;
    }
    return false;
}

BufferSpec part_of(const std::string& name, const std::string& of, BufferKind kind) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.kind = kind;
    buffer.of = of;
    return buffer;
}

/// `length` buffers, each taken from the one above it.
void chain(Experiment& experiment, std::size_t length, BufferKind kind) {
    std::string of = experiment.buffers.front().name;
    for (std::size_t i = 0; i < length; ++i) {
        experiment.buffers.push_back(part_of("v" + std::to_string(i), of, kind));
        of = experiment.buffers.back().name;
    }
}

BufferSpec filled(const std::string& name, std::uint64_t size) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.content = {.kind = ContentKind::Fill, .text = "Z", .size = size};
    return buffer;
}

Experiment two_writers_of_a_chain(std::size_t n) {
    Experiment experiment = into_pipe({10}, 65536, false);
    experiment.buffers.push_back(filled("other", 10));
    chain(experiment, n / 32, BufferKind::View);
    experiment.calls[0].iov.assign(n / 2, entry(experiment.buffers.back().name));
    experiment.second.emplace();
    experiment.second->iov.assign(n / 2, entry("other"));
    experiment.second->times = 1;
    return experiment;
}

Experiment reads_into_a_chain(std::size_t n) {
    Experiment experiment = into_file({10});
    experiment.buffers[0].kind = BufferKind::Bytearray;
    chain(experiment, n, BufferKind::View);
    experiment.calls[0].op = Op::Readv;
    experiment.calls[0].iov.clear();
    for (std::size_t i = 1; i <= n; ++i) experiment.calls[0].iov.push_back(entry(experiment.buffers[i].name));
    return experiment;
}

}  // namespace

TEST_CASE("check: as many entries as buffers, chained, are looked up and found right", "[check][limits]") {
    CHECK(check(two_writers_of_a_chain(65536)).empty());
    CHECK(check(reads_into_a_chain(65536)).empty());
}

TEST_CASE("check: entries of two writers count like all others", "[check][limits]") {
    Experiment experiment = into_pipe({10}, 65536, false);
    experiment.buffers.push_back(filled("other", 10));
    experiment.second.emplace();
    experiment.second->iov = {entry("other")};
    for (const std::uint64_t times : {std::uint64_t{70'000}, std::uint64_t{1'000'000'000'000}, UINT64_MAX}) {
        experiment.second->iov[0].times = times;
        CHECK(complains_about(experiment, {"second", "iov", std::size_t{0}}));
    }
    experiment.second->iov[0].times = kMaxEntries - 1;
    experiment.second->times = 1;
    CHECK(check(experiment).empty());
}

TEST_CASE("check: a record of huge buffers is no small one", "[check][limits]") {
    Experiment experiment = into_pipe({10}, 65536, false);
    experiment.buffers.push_back(filled("other", 1ULL << 62));
    experiment.second.emplace();
    experiment.second->iov = {entry("other")};
    experiment.second->iov[0].times = 4;  // the product is 0 in 64 bits
    CHECK_FALSE(complains_about(experiment, {"second", "iov"}));
    CHECK(complains_about(experiment, {"second", "times"}));
}

TEST_CASE("check: whatever takes memory counts towards the 64 MiB", "[check][limits]") {
    Experiment experiment = into_file({10});
    for (std::uint64_t i = 0; i < 3; ++i)
        experiment.calls[0].iov.push_back(bad(BadBase::Crossing, kMaxContent, kMaxContent / 2 + i));
    CHECK(complains_about(experiment, {"call", std::size_t{0}, "iov", std::size_t{2}, "good"}));
    experiment = into_file({10});  // the same length is laid out once
    for (std::uint64_t i = 0; i < 3; ++i)
        experiment.calls[0].iov.push_back(bad(BadBase::Crossing, kMaxContent, kMaxContent / 2));
    CHECK(check(experiment).empty());
    experiment = into_file({10});
    experiment.calls[0].op = Op::Readv;
    experiment.buffers[0].kind = BufferKind::Bytearray;
    experiment.target.kind = "unix-stream";
    experiment.target.content = Content{.kind = ContentKind::Fill, .text = "x", .size = 1ULL << 40};
    CHECK(complains_about(experiment, {"target", "content"}));
}

TEST_CASE("a kept file of a terabyte of holes is a target like any other", "[run][limits]") {
    const TemporaryFolder folder;
    Experiment experiment = into_file({12});
    experiment.calls[0].op = Op::Pwritev;
    experiment.calls[0].offset = 1LL << 40;
    for (int time = 0; time < 2; ++time) {
        const Ran ran = run(experiment, {.keep = folder.path()});
        CHECK(ran.result() == 12);
        CHECK(ran.end.verdict == Verdict::Intact);
        REQUIRE(ran.calls[0].model);
        CHECK(ran.calls[0].model->result == 12);
    }
    experiment.calls[0].op = Op::Readv;
    experiment.calls[0].offset = 0;
    experiment.buffers[0].kind = BufferKind::Bytearray;
    CHECK(run(experiment, {.keep = folder.path()}).result() == 12);
}

TEST_CASE("slices of a file are contents too, known when it has been read", "[run][limits]") {
    const TemporaryFolder folder;
    Experiment experiment = into_file({1});
    experiment.target.content = Content{.kind = ContentKind::Fill, .text = "x", .size = 1u << 20};
    experiment.buffers[0].content = {.kind = ContentKind::File, .text = experiment.target.path};
    chain(experiment, 100, BufferKind::Slice);
    REQUIRE(check(experiment).empty());
    CHECK_THROWS_AS(run(experiment, {.keep = folder.path()}), BadExperiment);
}

TEST_CASE("amounts: a text of many sums looks the buffers through once", "[lesson][limits]") {
    Experiment experiment = into_pipe({10}, 65536, false);
    chain(experiment, 20000, BufferKind::View);
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "{b0 + v19999} ";
    CHECK(filled_in(text, experiment).starts_with("20 20 20 "));
}
