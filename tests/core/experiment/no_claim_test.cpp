// The model alone, where its rules say nothing: no answer, no verdict, and nothing of an earlier answer.
#include "core/report/report.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>

using namespace iovlab;
using namespace iovlab::test;

namespace {

Ran model_run(const Experiment& experiment) {
    RunOptions options;
    options.model = true;
    return run(experiment, options);
}

Experiment into_kind(const char* kind) {
    Experiment experiment = writev_of({10, 20});
    experiment.target = TargetSpec{};
    experiment.target.kind = kind;
    experiment.deadline_s = 0.1;
    return experiment;
}

Experiment with_flags(const char* kind, std::vector<std::string> names, std::optional<std::uint32_t> number = {}) {
    Experiment experiment = into_kind(kind);
    experiment.calls[0].op = Op::Pwritev2;
    experiment.calls[0].offset = -1;
    experiment.calls[0].flags = FlagSet{std::move(names), number};
    return experiment;
}

Experiment full_with_timeout(const char* kind) {
    Experiment experiment = into_kind(kind);
    experiment.target.sndbuf = 4608;
    experiment.target.timeout_s = 0.05;
    for (int i = 0; i < 100; ++i) experiment.calls.push_back(experiment.calls[0]);
    return experiment;
}

Experiment reading_from(const char* kind) {
    Experiment experiment = into_kind(kind);
    experiment.calls[0].op = Op::Readv;
    for (BufferSpec& buffer : experiment.buffers) buffer.kind = BufferKind::Bytearray;
    experiment.target.content = Content{.text = "hello"};
    return experiment;
}

Experiment direct_file(Op op) {
    Experiment experiment = op == Op::Readv ? reading_from("file") : into_kind("file");
    experiment.target.flags.names = {"O_DIRECT"};
    return experiment;
}

void check_unclaimed(const Experiment& experiment) {
    const Ran ran = model_run(experiment);
    REQUIRE_FALSE(ran.calls.empty());
    const CallStep& last = ran.calls.back();
    CHECK(last.outcome.origin == Origin::Model);
    REQUIRE(last.outcome.unclaimed);
    CHECK(std::string(last.outcome.unclaimed).size() > 20);
    CHECK_FALSE(last.outcome.result);
    CHECK(last.outcome.error == 0);
    CHECK(last.outcome.signal == 0);
    CHECK_FALSE(last.outcome.blocked);
    CHECK_FALSE(last.model);
    CHECK(last.taken == 0);
    CHECK_FALSE(ran.end.judged);
    CHECK(ran.end.status == Status::Stopped);
    CHECK(ran.end.sha256.empty());
    CHECK(ran.end.note.find(last.outcome.unclaimed) != std::string::npos);
    for (std::size_t i = 0; i + 1 < ran.calls.size(); ++i) CHECK_FALSE(ran.calls[i].outcome.unclaimed);
}

}  // namespace

TEST_CASE("where the model makes no claim it gives no answer", "[run][model][claim]") {
    SECTION("O_DIRECT") {
        check_unclaimed(direct_file(Op::Writev));
        check_unclaimed(direct_file(Op::Readv));
    }
    SECTION("flags that depend on kernel and target") {
        for (const char* kind : {"file", "memfd", "pipe", "unix-stream", "unix-datagram", "null"}) {
            CAPTURE(kind);
            check_unclaimed(with_flags(kind, {}, 0x1000));
            check_unclaimed(with_flags(kind, {"RWF_NOSIGNAL"}));
            check_unclaimed(with_flags(kind, {"RWF_ATOMIC"}));
        }
        check_unclaimed(with_flags("file", {"RWF_NOWAIT"}));
        check_unclaimed(with_flags("memfd", {"RWF_DONTCACHE"}));
    }
    SECTION("the second call, after one that was answered") {
        Experiment experiment = with_flags("pipe", {});
        experiment.calls.push_back(experiment.calls[0]);
        experiment.calls[1].flags = FlagSet{{}, 4096};
        experiment.calls.push_back(experiment.calls[0]);
        const Ran ran = model_run(experiment);
        REQUIRE(ran.calls.size() == 2);
        CHECK(ran.result(0) == 30);
        check_unclaimed(experiment);
    }
    SECTION("SO_SNDTIMEO") {
        for (const char* kind : {"unix-stream", "unix-datagram", "unix-seqpacket"})
            check_unclaimed(full_with_timeout(kind));
    }
    SECTION("calls that read from sockets") {
        for (const char* kind : {"unix-stream", "unix-datagram", "unix-seqpacket"})
            check_unclaimed(reading_from(kind));
    }
    SECTION("targets without rules") {
        for (const char* kind : {"tcp", "udp", "pty"}) {
            CAPTURE(kind);
            check_unclaimed(into_kind(kind));
            Experiment many = into_kind(kind);
            many.calls[0].count = 1025;  // refused before the target is looked at
            CHECK(model_run(many).result() == -EINVAL);
        }
    }
}

TEST_CASE("an answer that the model does not have, in each notation", "[run][model][claim][report]") {
    const Experiment experiment = direct_file(Op::Writev);
    const Ran ran = model_run(experiment);
    const auto lines = [&](std::unique_ptr<Report> report) {
        std::string all;
        for (const Step& step : ran.trace) all += report->step(step);
        return all;
    };
    ReportContext context;
    context.experiment = &experiment;
    const std::string json = lines(make_json_report(context));
    CHECK(json.find(R"("result":null,"error":null,"signal":null,"blocked":false,"origin":"model")") !=
          std::string::npos);
    CHECK(json.find(R"("model":null)") != std::string::npos);
    CHECK(json.find(R"("verdict":null)") != std::string::npos);
    CHECK(json.find(R"("sha256":null)") != std::string::npos);
    CHECK(lines(make_text_report(context)).find("= ? no claim") != std::string::npos);
    CHECK(lines(make_strace_report(context)).find("= ? no claim (MODEL)") != std::string::npos);
}

TEST_CASE("a writer that was killed in its sleep puts nothing more in, in the model too", "[run][model][claim]") {
    for (const char* kind : {"pipe", "unix-stream"}) {
        CAPTURE(kind);
        Experiment experiment = into_kind(kind);
        experiment.buffers[0] = bytes("b0", 300000);
        experiment.target.capacity = 4096;
        experiment.target.sndbuf = 8192;
        const Ran model = model_run(experiment);
        const Ran real = run(experiment);
        CHECK(model.outcome().blocked);
        CHECK(model.calls[0].taken == real.calls[0].taken);
        CHECK(model.end.delivered == model.sink.size);
        CHECK(model.sink.size == real.sink.size);
        CHECK(model.end.sha256 == real.end.sha256);
    }
}
