// Loops of blocks that offer what their list does not have: no call is made, nobody dies, and no rule is dropped.
#include "core/kernel/model/dropped.h"
#include "core/loops/blocks.h"
#include "core/loops/loop.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <csignal>

using namespace iovlab;
using namespace iovlab::test;

namespace {

const char* const kOverrunning[] = {
    "blocks: offer, skip-entries",
    "blocks: offer, skip-cut",
    "blocks: offer, count-entries",
    "blocks: offer, trim",
    "blocks: offer, trim-keep, trim",
    "blocks: drop-empties, offer, skip-entries",
    "blocks: offer, restart",
    "blocks: offer, trim-backwards",
    "blocks: skip-entries, offer, trim",
    "blocks: offer",
    "blocks: drop-empties, offer",
    "blocks: offer, skip-entries, give-up",
};

void never_past_its_list(const Ran& ran, Op op) {
    CHECK(ran.end.signal == 0);
    CHECK(ran.end.status != Status::Killed);
    for (const CallStep& call : ran.calls) {
        CHECK(call.outcome.signal == 0);
        if (op == Op::Write || op == Op::Writes) CHECK(call.call.list.size() == 1);
        if (call.outcome.origin == Origin::Kernel) {
            REQUIRE(call.model);
            CHECK(call.model->result == call.outcome.result);
            CHECK(call.model->error == call.outcome.error);
        }
    }
}

}  // namespace

TEST_CASE("a loop of blocks that runs past its list makes no call there", "[run][blocks]") {
    const Op op = GENERATE(Op::Write, Op::Writes, Op::Writev, Op::CopyWrite, Op::Pwritev);
    const bool model = GENERATE(false, true);
    for (const char* kind : kOverrunning) {
        for (const bool empty : {false, true}) {
            CAPTURE(to_string(op), model, kind, empty);
            Experiment experiment = into_file({empty ? 0u : 9u});
            if (op != Op::Write) experiment.calls[0].iov.push_back(entry("b0"));
            experiment.calls[0].op = op;
            experiment.loop = {kind, 12};
            RunOptions options;
            options.model = model;
            never_past_its_list(run(experiment, options), op);
        }
    }
    CHECK_FALSE(rule_dropped("file.whole"));
    CHECK_FALSE(rule_dropped("args.range"));
    CHECK_FALSE(rule_dropped("args.empty"));
}

TEST_CASE("the end says that a loop went past its list", "[run][blocks]") {
    Experiment experiment = into_file({9});
    experiment.calls[0].op = GENERATE(Op::Write, Op::Writes);
    experiment.loop.kind = "blocks: offer, skip-entries";
    const Ran ran = run(experiment);
    CHECK(ran.calls.size() == 1);
    CHECK(ran.end.status == Status::Error);
    CHECK(ran.end.gave_up == GaveUp::PastItsList);
    CHECK(ran.end.error == 0);
    CHECK(ran.end.verdict == Verdict::Intact);
    experiment.loop.kind = "blocks: drop-empties, skip-entries";  // never calls
    CHECK(run(experiment).end.gave_up == GaveUp::Turned);
}

TEST_CASE("slicing an entry that may not be read kills the program, as foretold", "[run][blocks]") {
    Experiment experiment = writev_of({5});
    experiment.target = TargetSpec{};
    experiment.target.kind = "null";
    experiment.calls[0].iov.push_back(bad(BadBase::Unmapped, 100));
    experiment.loop.kind = "copying";
    experiment.faults.script = "short 9";
    const Ran ran = run(experiment);
    REQUIRE(ran.calls.size() == 2);
    CHECK(ran.outcome(1).signal == SIGSEGV);
    REQUIRE(ran.calls[1].model);
    CHECK(ran.calls[1].model->signal == SIGSEGV);
    CHECK_FALSE(rule_dropped("null.swallowed"));
}
