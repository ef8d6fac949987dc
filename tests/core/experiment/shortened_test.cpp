// `short N` makes a call short that could have been: one that the kernel refuses whole is refused all the same, and
// no errno comes that the shortening alone has made.
#include "core/experiment/making.h"
#include "core/report/explain.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>
#include <csignal>
#include <limits>

using namespace iovlab;
using namespace iovlab::test;

namespace {

constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

Experiment shortened(Experiment experiment, std::uint64_t bytes) {
    experiment.faults.script = "short " + std::to_string(bytes);
    return experiment;
}

void same_but_for_time(const Ran& a, const Ran& b) {
    REQUIRE(a.calls.size() == b.calls.size());
    CHECK(a.result() == b.result());
    CHECK(a.outcome().origin == b.outcome().origin);
    CHECK(a.outcome().signal == b.outcome().signal);
    CHECK_FALSE(b.calls[0].call.cap);
    CHECK(a.end.delivered == b.end.delivered);
}

void refused_shortened_or_not(const Experiment& experiment, std::int64_t refused, bool model) {
    RunOptions options;
    options.model = model;
    const Ran whole = run(experiment, options);
    const Ran cut = run(shortened(experiment, 2), options);
    CHECK(whole.result() == refused);
    same_but_for_time(whole, cut);
}

}  // namespace

TEST_CASE("a count beside a shortened call speaks of what is left of it", "[run][faults][short]") {
    const bool model = GENERATE(false, true);
    CAPTURE(model);
    RunOptions options;
    options.model = model;
    Experiment experiment = into_pipe({3, 5, 7}, 65536, true);
    for (const std::int32_t count : {1, 2, 3}) {
        CAPTURE(count);
        experiment.calls[0].count = count;
        const std::uint64_t asked = count == 1 ? 3 : count == 2 ? 8 : 15;
        for (std::uint64_t cut = 0; cut < asked; ++cut) {
            CAPTURE(cut);
            const Ran ran = run(shortened(experiment, cut), options);
            CHECK(ran.result() == static_cast<std::int64_t>(cut));
            CHECK(ran.calls[0].asked == asked);
            CHECK(ran.calls[0].call.cap == cut);
            CHECK(ran.end.delivered == cut);
        }
        CHECK_FALSE(run(shortened(experiment, asked), options).calls[0].call.cap);
    }
}

TEST_CASE("a call that the kernel refuses whole is not shortened", "[run][faults][short]") {
    const bool model = GENERATE(false, true);
    CAPTURE(model);
    Experiment experiment = into_pipe({3, 5}, 65536, true);
    CallSpec& call = experiment.calls[0];
    std::int64_t refused = -EFAULT;
    SECTION("more entries than IOV_MAX") {
        call.iov[0].times = 1025;
        refused = -EINVAL;
    }
    SECTION("a negative count") {
        call.count = -1;
        refused = -EINVAL;
    }
    SECTION("a count of more than there is") {
        call.count = 3;
    }
    SECTION("an array that cannot be read") {
        call.bad_array = true;
    }
    SECTION("a length that is negative, behind the cut") {
        call.iov[1].length = 1ull << 63;
        refused = -EINVAL;
    }
    SECTION("an address of the kernel's, behind the cut") {
        call.iov.push_back(bad(BadBase::Kernel, 0));
    }
    SECTION("the same for write") {
        call.op = Op::Write;
        call.iov = {bad(BadBase::Kernel, 100)};
    }
    SECTION("the same for readv") {
        experiment = into_file({3, 5});
        experiment.target.content = Content{ContentKind::Text, "abcdefgh", 0, 0};
        experiment.calls[0].op = Op::Readv;
        experiment.calls[0].count = 5;
    }
    refused_shortened_or_not(experiment, refused, model);
}

TEST_CASE("a position or a message that the kernel refuses whole is not shortened", "[run][faults][short]") {
    const bool model = GENERATE(false, true);
    CAPTURE(model);
    Experiment experiment = into_pipe({3, 5}, 65536, true);
    std::int64_t refused = -EFAULT;
    SECTION("preadv past the last position") {
        experiment = into_file({3, 5});
        experiment.target.content = Content{ContentKind::Text, "abcdefgh", 0, 0};
        experiment.calls[0].op = Op::Preadv;
        experiment.calls[0].offset = kLast - 4;
        refused = -EINVAL;
    }
    SECTION("pwritev past the last position") {
        experiment = into_file({3, 5});
        experiment.target.kind = "memfd";
        experiment.calls[0].op = Op::Pwritev;
        experiment.calls[0].offset = kLast - 4;
        refused = -EINVAL;
    }
    SECTION("pwritev2 past the last position") {
        experiment = into_file({3, 5});
        experiment.target.kind = "memfd";
        experiment.calls[0].op = Op::Pwritev2;
        experiment.calls[0].offset = kLast - 4;
        refused = -EINVAL;
    }
    SECTION("a message that is too long") {
        experiment = writev_of({200'000, 200'000});
        experiment.target = TargetSpec{};
        experiment.target.kind = GENERATE("unix-datagram", "unix-seqpacket");
        experiment.target.sndbuf = 4608;
        refused = -EMSGSIZE;
    }
    SECTION("a message with a byte that cannot be read") {
        experiment.target = TargetSpec{};
        experiment.target.kind = "unix-datagram";
        experiment.calls[0].iov.push_back(bad(BadBase::Unmapped, 10));
    }
    refused_shortened_or_not(experiment, refused, model);
}

TEST_CASE("a list that cannot be joined kills its program, shortened or not", "[run][faults][short]") {
    Experiment experiment = into_pipe({3}, 65536, true);
    experiment.calls[0].op = Op::CopyWrite;
    experiment.calls[0].iov.push_back(bad(BadBase::Unmapped, 10));
    const Ran whole = run(experiment);
    const Ran cut = run(shortened(experiment, 2));
    CHECK(whole.outcome().signal == SIGSEGV);
    same_but_for_time(whole, cut);
}

TEST_CASE("a udp datagram that is too long is not shortened into one that goes", "[run][faults][short]") {
    Experiment experiment = writev_of({40'000, 40'000});
    experiment.target = TargetSpec{};
    experiment.target.kind = "udp";
    experiment.target.peer = "open";
    const Ran whole = run(experiment);
    CHECK(whole.result() == -EMSGSIZE);
    same_but_for_time(whole, run(shortened(experiment, 2)));
}

TEST_CASE("what can end short is shortened, whatever lies behind the cut", "[run][faults][short]") {
    Experiment experiment = into_pipe({3, 5}, 65536, true);
    experiment.calls[0].iov.push_back(bad(BadBase::Unmapped, 10));
    const Ran ran = run(shortened(experiment, 2));
    CHECK(ran.result() == 2);
    CHECK(ran.outcome().origin == Origin::Capped);
    experiment.target = TargetSpec{};
    experiment.target.kind = "unix-datagram";
    experiment.calls[0].iov.pop_back();
    CHECK(run(shortened(experiment, 2)).result() == 2);
}

TEST_CASE("short 0 moves nothing, and nothing else is said of it", "[run][faults][short]") {
    for (const Op op : {Op::Writev, Op::Write, Op::CopyWrite, Op::Readv}) {
        CAPTURE(to_string(op));
        Experiment experiment = into_file({9});
        experiment.calls[0].op = op;
        if (op == Op::Readv) experiment.target.content = Content{ContentKind::Text, "abcdefgh", 0, 0};
        const Ran ran = run(shortened(experiment, 0));
        CHECK(ran.result() == 0);
        CHECK(ran.outcome().origin == Origin::Capped);
        CHECK(ran.end.delivered == 0);
        REQUIRE(ran.calls[0].model);
        CHECK(ran.calls[0].model->result == 0);
        const Explanation why = explain(ran.trace.front(), ran.trace.front().after, {.experiment = &experiment});
        CHECK(why.why.find("really") == std::string::npos);
    }
    // A device keeps no prefix either.
    Experiment experiment = writev_of({9});
    experiment.target = TargetSpec{};
    experiment.target.kind = "null";
    const Ran ran = run(shortened(experiment, 4));
    CHECK(ran.result() == 4);
    const Explanation why = explain(ran.trace.front(), ran.trace.front().after, {.experiment = &experiment});
    CHECK(why.why.find("really") == std::string::npos);
}

TEST_CASE("offsets are added up as far as there are any", "[short][offsets]") {
    for (const Op op : {Op::Pwritev, Op::Pwritev2, Op::Preadv}) {
        CallSpec spec;
        spec.op = op;
        const auto offset = [&](std::int64_t begin, std::uint64_t sent) -> std::optional<std::int64_t> {
            spec.offset = begin;
            const auto call = call_of(spec, IovList(), sent, false);
            return call ? std::optional(call->offset) : std::nullopt;
        };
        CHECK(offset(0, 0) == 0);
        CHECK(offset(7, 5) == 12);
        CHECK(offset(kLast - 5, 5) == kLast);
        CHECK_FALSE(offset(kLast - 5, 6));
        CHECK_FALSE(offset(kLast, UINT64_MAX));
        CHECK_FALSE(offset(1, UINT64_MAX));
        CHECK(offset(-5, 0) == -5);
        CHECK(offset(-5, 8) == 3);
        CHECK(offset(std::numeric_limits<std::int64_t>::min(), 1) == std::numeric_limits<std::int64_t>::min() + 1);
        CHECK_FALSE(offset(-5, UINT64_MAX));
        if (op == Op::Pwritev2) CHECK(offset(-1, 100) == -1);
    }
    CallSpec idle;
    idle.offset = kLast;  // lies idle there
    CHECK(call_of(idle, IovList(), 100, false));
}

TEST_CASE("no loop calls at an offset that there is not", "[run][offsets]") {
    const bool reading = GENERATE(false, true);
    for (const char* loop : {"write-all", "skip-entry", "keep-prefix", "chunked", "ignore-short", "restart"}) {
        for (const std::int64_t room : {0, 5, 10, 11, 20, 21}) {
            CAPTURE(loop, room, reading);
            Experiment experiment = into_file({10, 10});
            experiment.target.kind = "memfd";
            experiment.calls[0].op = reading ? Op::Preadv : Op::Pwritev;
            experiment.calls[0].offset = kLast - room;
            experiment.loop.kind = reading ? "write-all" : loop;
            experiment.loop.max_calls = 8;
            experiment.faults = {"short 3 -> short 4", true};
            const Ran ran = run(experiment);
            for (const CallStep& call : ran.calls) {
                CHECK(call.call.offset >= kLast - room);
                if (call.model) CHECK(call.model->error == call.outcome.error);
            }
            if (room < 20) CHECK(ran.result() == (reading || room < 20 ? -EINVAL : 3));
        }
    }
}
