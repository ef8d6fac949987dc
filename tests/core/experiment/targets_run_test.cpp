// Runs against targets that are neither pipe nor file: what is written down about them, and what is dropped when
// the kernel is not as the rules say.
#include "core/experiment/foretell.h"
#include "core/kernel/model/dropped.h"
#include "core/kernel/model/pipe_model.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>

using namespace iovlab;
using namespace iovlab::test;

namespace {

Experiment into(const char* kind, std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment = writev_of(sizes);
    experiment.target = TargetSpec{};
    experiment.target.kind = kind;
    return experiment;
}

std::vector<ResizeStep> resizes(const Trace& trace) {
    std::vector<ResizeStep> found;
    for (const Step& step : trace) {
        if (const auto* resize = std::get_if<ResizeStep>(&step.what)) found.push_back(*resize);
    }
    return found;
}

}  // namespace

TEST_CASE("what nobody can read back has no SHA-256, and the verdict says what it is about", "[run][targets]") {
    const Ran ran = run(into("null", {10, 20}));
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.sha256.empty());
    CHECK(ran.end.note.find("nothing can be read back") != std::string::npos);
    CHECK(ran.sink.size == 0);
    CHECK(run(into("full", {10})).end.note.find("read back") == std::string::npos);
}

TEST_CASE("the descriptor of each target is the one that the calls name", "[run][targets]") {
    Run closed(into("closed", {1}), {});
    CHECK(closed.target_fd() == 4);
    Run minus(into("minus-one", {1}), {});
    CHECK(minus.target_fd() == -1);
}

TEST_CASE("a memory file is read back whole", "[run][targets]") {
    Experiment experiment = into("memfd", {6});
    experiment.target.size = 10;
    const Ran ran = run(experiment);
    CHECK(ran.end.verdict == Verdict::Intact);
    REQUIRE(ran.sink.bytes.size() == 10);
    CHECK(ran.sink.bytes[0] == std::byte{'a'});
    CHECK(ran.sink.bytes[6] == std::byte{0});
    CHECK(ran.end.target.size == 10);
    CHECK(ran.end.target.offset == 6);
}

TEST_CASE("every target is run by the model alone as well", "[run][targets][model]") {
    for (const char* kind : {"null", "zero", "full", "closed", "directory", "minus-one", "memfd", "eventfd",
                             "unix-stream", "unix-datagram", "unix-seqpacket"}) {
        CAPTURE(kind);
        Experiment experiment = into(kind, {8, 8});
        experiment.target.flags.names = std::string(kind).starts_with("unix-")
                                            ? std::vector<std::string>{"O_NONBLOCK"}
                                            : std::vector<std::string>{};
        const Ran real = run(experiment);
        RunOptions options;
        options.model = true;
        const Ran model = run(experiment, options);
        CHECK(model.outcome().origin == Origin::Model);
        CHECK(model.result() == real.result());
        CHECK(model.end.verdict == real.end.verdict);
        CHECK(model.end.target.value == real.end.target.value);
        CHECK(model.end.target.queued == real.end.target.queued);
        CHECK(model.end.sha256 == real.end.sha256);
    }
}

TEST_CASE("an eventfd's counter is held against the numbers that went in", "[run][targets]") {
    Experiment experiment = into("eventfd", {8, 8});
    for (BufferSpec& buffer : experiment.buffers) {
        buffer.content = Content{.kind = ContentKind::Hex, .text = "0500000000000000"};
    }
    experiment.target.value = 2;
    const Ran ran = run(experiment);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.target.value == 12);
    CHECK(ran.end.note.find("an eventfd keeps a sum") != std::string::npos);
}

TEST_CASE("a pipe is resized right before its call", "[run][pipe][resize]") {
    Experiment experiment = into_pipe({10000}, 4096, true);
    experiment.calls.push_back(experiment.calls[0]);
    experiment.calls.push_back(experiment.calls[0]);
    experiment.calls[1].resize = 8193;
    experiment.calls[2].resize = 4096;
    const Ran ran = run(experiment);
    CHECK(ran.result(0) == 4096);
    CHECK(ran.result(1) == 10000);
    CHECK(ran.result(2) == 1808);  // what is no whole page still fits behind the last bytes
    CHECK(ran.after[1].capacity == 16384);
    CHECK(ran.pipe.agrees);
    const auto steps = resizes(ran.trace);
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].result == 16384);
    CHECK(steps[0].model == 16384);
    CHECK(steps[1].result == -EBUSY);
    CHECK(steps[1].model == -EBUSY);
}

TEST_CASE("a rule that the kernel breaks is dropped, and said once", "[run][model][dropped]") {
    forget_dropped_rules();
    const Experiment experiment = into_pipe({10000}, 65536, true);
    const Buffers buffers = resolve_buffers(experiment.buffers);
    const Arena arena(buffers, {experiment.calls[0].iov});
    const auto wrong = [&] {  // a model of a smaller pipe than the kernel has
        auto pipe = std::make_unique<PipeModel>(arena, PipeModelSetup{.capacity = 4096, .nonblock = true});
        return Foreteller(std::make_unique<ModelKernel>(arena, std::move(pipe), false));
    };
    CallStep step;
    step.n = 1;
    step.call.list = arena.list(0);
    step.outcome.result = 10000;

    Foreteller first = wrong();
    first.start(step.call);
    first.answer(step);
    REQUIRE(step.model);
    CHECK(step.model->result == 4096);
    CHECK(first.note().find("pipe.full-nonblock") != std::string::npos);
    CHECK(rule_dropped("pipe.full-nonblock"));

    SECTION("the next run claims nothing by it and says nothing more") {
        Foreteller second = wrong();
        CallStep again = step;
        again.model.reset();
        second.start(again.call);
        second.answer(again);
        CHECK_FALSE(again.model);
        CHECK(second.note().empty());
    }
    SECTION("what a reader beside the call may explain is no news about the kernel") {
        forget_dropped_rules();
        Foreteller disturbed = wrong();
        disturbed.start(step.call);
        disturbed.read(1);
        disturbed.answer(step);
        CHECK(disturbed.note().empty());
        CHECK_FALSE(rule_dropped("pipe.full-nonblock"));
    }
    forget_dropped_rules();
}
