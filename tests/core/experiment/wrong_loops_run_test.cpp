// The wrong loops on the real kernel: each experiment of assets/examples/wrong ends in the damage that its title
// speaks of. And the right loops, which end in none.
#include "core/experiment/toml.h"
#include "core/loops/loop.h"
#include "core/report/damage_words.h"
#include "core/report/report.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <filesystem>
#include <map>
#include <set>

using namespace iovlab;
using namespace iovlab::test;

namespace {

struct ExpectedDamage {
    Verdict verdict;
    Status status;
    std::vector<std::string> damage;
    std::uint64_t believed;
    std::uint64_t delivered;
    std::uint64_t spun;
};

const std::map<std::string, ExpectedDamage>& expected() {
    static const std::map<std::string, ExpectedDamage> all = {
        {"ignore-short",
         {Verdict::Incomplete, Status::Done, {"bytes 14,936 to 19,999 of rows lost"}, 20064, 15000, 0}},
        {"restart",
         {Verdict::Duplicated, Status::Done, {"length and bytes 0 to 4,087 of message twice"}, 6008, 10104, 0}},
        {"keep-prefix",
         {Verdict::Duplicated,
          Status::Done,
          {"bytes 0 to 2 of hello twice", "bytes 3 to 4 of hello lost"},
          10,
          11,
          0}},
        {"skip-entry", {Verdict::Lost, Status::Done, {"bytes 4,055 to 5,999 of body lost"}, 6070, 4125, 0}},
        {"count-entries",
         {Verdict::Lost,
          Status::Done,
          {"bytes 1,284 to 1,399 of entry (iov[5]), length (iov[6]) and entry (iov[7]) of list 1 lost"},
          1404,
          5500,
          0}},
        {"eagain-fatal",
         {Verdict::Incomplete, Status::Error, {"bytes 65,536 to 99,999 of page never sent"}, 0, 65536, 0}},
        {"eagain-spin",
         {Verdict::Incomplete, Status::Stopped, {"bytes 4,096 to 4,999 of event never sent"}, 4096, 4096, 499}},
        {"eintr-fatal", {Verdict::Incomplete, Status::Error, {"limit never sent"}, 0, 0, 0}},
        {"spin-on-empty", {Verdict::Intact, Status::Stopped, {}, 28, 28, 99}},
    };
    return all;
}

std::string example(const std::string& name) {
    return IOVLAB_SOURCE_DIR "/assets/examples/wrong/" + name + ".toml";
}

Experiment read(const std::string& path) {
    const ReadResult result = read_experiment_file(path);
    for (const FileProblem& problem : result.problems) FAIL(problem.text());
    return result.experiment;
}

/// The damage in words, which needs the run's own memory.
std::vector<std::string> damage_of_run(const Experiment& experiment, EndStep& end, Trace& trace) {
    Run run(experiment, {});
    run.execute();
    run.steps_since(0, trace);
    end = std::get<EndStep>(trace.back().what);
    const ReportContext context{&experiment, run.buffers(), run.arena(), run.target_fd()};
    return damage_words(end.damage, context);
}

}  // namespace

TEST_CASE("every wrong loop has an example, and each does the damage that it is about", "[run][loops]") {
    std::set<std::string> examples;
    for (const auto& file : std::filesystem::directory_iterator(IOVLAB_SOURCE_DIR "/assets/examples/wrong")) {
        examples.insert(file.path().stem());
    }
    std::set<std::string> wrong;
    for (const LoopInfo& info : loops()) {
        if (!info.right) wrong.insert(info.name);
    }
    CHECK(examples == wrong);
    for (const std::string& name : wrong) {
        CAPTURE(name);
        REQUIRE(expected().count(name) == 1);
        const ExpectedDamage& should = expected().at(name);
        const Experiment experiment = read(example(name));
        CHECK(experiment.loop.kind == name);
        EndStep end;
        Trace trace;
        CHECK(damage_of_run(experiment, end, trace) == should.damage);
        CHECK(end.verdict == should.verdict);
        CHECK(end.status == should.status);
        CHECK(end.delivered == should.delivered);
        CHECK(end.spun == should.spun);
        const Sent sent = sent_after(trace, trace.size());
        CHECK(sent.believed.back() == should.believed);
        // What the trace alone tells of the calls is the same.
        std::vector<IovList> lists;
        for (const CallSpec& call : experiment.calls) {
            std::vector<Iov> iov;
            const Buffers buffers = resolve_sizes(experiment.buffers);
            for (const EntrySpec& entry : call.iov) {
                iov.push_back(
                    {.length = buffers.find(entry.buffer)->size, .entry = static_cast<std::uint32_t>(iov.size())});
            }
            lists.emplace_back(iov);
        }
        CHECK(damage_of(without_rewritten(sent.pieces), lists, sent.believed).ranges == end.damage.ranges);
    }
}

TEST_CASE("the same lists and targets are intact with a right loop", "[run][loops]") {
    for (const auto& [name, should] : expected()) {
        for (const char* right : {"write-all-poll", "chunked", "copying"}) {
            CAPTURE(name, right);
            Experiment experiment = read(example(name));
            experiment.loop.kind = right;
            // Two of them have a target that never takes the rest: nobody reads, or the file may not grow.
            if (experiment.target.kind == "pipe" && experiment.reader.policy == ReaderPolicy::None) {
                experiment.reader = {.policy = ReaderPolicy::WhenFull, .bytes = 4096};
            }
            experiment.limits.file_size.reset();
            const Ran ran = run(experiment);
            CHECK(ran.end.verdict == Verdict::Intact);
            CHECK(ran.end.status == Status::Done);
            CHECK(ran.end.damage.none());
            CHECK(ran.end.spun == 0);
            for (const CallStep& call : ran.calls) CHECK(call.asked > 0);
        }
    }
}

TEST_CASE("right loops on the real kernel: every pair of cuts, empties between", "[run][loops]") {
    const bool file = GENERATE(true, false);
    for (const char* loop : {"write-all", "write-all-poll", "chunked", "copying"}) {
        Experiment experiment = file ? into_file({0, 3, 0, 2, 4, 0}) : into_pipe({0, 3, 0, 2, 4, 0}, 4096, true);
        experiment.loop.kind = loop;
        for (int first = 1; first < 9; ++first) {
            for (int second = 1; second < 9 - first; second += 2) {
                CAPTURE(loop, first, second);
                experiment.faults.script =
                    "short " + std::to_string(first) + " -> EINTR -> short " + std::to_string(second);
                const Ran ran = run(experiment);
                CHECK(ran.end.verdict == Verdict::Intact);
                CHECK(ran.end.damage.none());
                CHECK(ran.calls.size() == 4);
                std::string text;
                for (const std::byte byte : ran.sink.bytes) text += static_cast<char>(byte);
                CHECK(text == "hijvwcdef");  // b1, b3 and b4 of runs.h
            }
        }
    }
}

TEST_CASE("restart by pwritev puts the same bytes in the same place: no damage", "[run][loops]") {
    Experiment experiment = into_file({8, 100});
    experiment.loop.kind = "restart";
    experiment.faults.script = "short 50 -> EAGAIN";
    CHECK(run(experiment).end.verdict == Verdict::Duplicated);
    experiment.calls[0].op = Op::Pwritev;
    const Ran ran = run(experiment);
    CHECK(ran.end.delivered == 158);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.damage.none());
}

TEST_CASE("copying: the worker really makes the copy, and the kernel gets the same bytes", "[run][loops]") {
    Experiment experiment = into_pipe({10, 0, 20}, 4096, false);
    experiment.loop.kind = "copying";
    experiment.faults = {"short 3", true};
    const Ran copied = run(experiment);
    experiment.loop.kind = "write-all";
    const Ran in_place = run(experiment);
    CHECK(copied.end.verdict == Verdict::Intact);
    CHECK(copied.sink.bytes == in_place.sink.bytes);
    CHECK(copied.end.sha256 == in_place.end.sha256);
    CHECK(in_place.end.copied == 0);
    // Cut at 3, 6, 9 in the first; at 2, 5, 8, 11, 14, 17 in the second.
    CHECK(copied.end.copied == 7 + 4 + 1 + 18 + 15 + 12 + 9 + 6 + 3);
    REQUIRE(copied.calls.size() == in_place.calls.size());
    CHECK(copied.calls[0].copied == 7);
    CHECK(copied.calls[1].call.copy_first == 7);
    CHECK(in_place.calls[1].call.copy_first == 0);
    for (std::size_t i = 0; i < copied.calls.size(); ++i) {
        CHECK(copied.calls[i].consumed == in_place.calls[i].consumed);
    }
    SECTION("as write, entry by entry") {
        experiment.calls[0].op = Op::Writes;
        experiment.loop.kind = "copying";
        const Ran writes = run(experiment);
        CHECK(writes.end.verdict == Verdict::Intact);
        CHECK(writes.sink.bytes == in_place.sink.bytes);
    }
    SECTION("copy+write joins everything that is left, at each call") {
        experiment.calls[0].op = Op::CopyWrite;
        experiment.faults = {"short 12", false};
        CHECK(run(experiment).end.copied == 12 + 18);
    }
}
