// Runs with the real kernel: what is reported is what it did.
#include "core/experiment/foretell.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>
#include <csignal>
#include <fstream>

using namespace iovlab;
using namespace iovlab::test;

namespace {

std::string text_of(const Run::Sink& sink) {
    return {reinterpret_cast<const char*>(sink.bytes.data()), sink.bytes.size()};
}

template <typename T>
std::size_t count(const Trace& trace) {
    std::size_t n = 0;
    for (const Step& step : trace) n += std::holds_alternative<T>(step.what);
    return n;
}

}  // namespace

TEST_CASE("a gather write of three buffers reaches a file whole", "[run][file]") {
    const Ran ran = run(into_file({6, 5, 9}));
    REQUIRE(ran.calls.size() == 1);
    CHECK(ran.result() == 20);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.status == Status::Done);
    CHECK(ran.end.delivered == 20);
    CHECK(ran.end.expected == 20);
    CHECK(text_of(ran.sink) == "abcdefhijklopqrstuvw");
    CHECK(ran.after[0].size == 20);
    CHECK(ran.after[0].offset == 20);
    CHECK(ran.end.sha256 == "ac198467adf45b0e6a851a828df8a34980947933b6cbac7a48e873c56042f3e4");
}

TEST_CASE("a full non-blocking pipe cuts the list where its pages end", "[run][pipe]") {
    const Ran ran = run(into_pipe({24, 30000, 24000, 16000}, 65536, true));
    REQUIRE(ran.calls.size() == 1);
    CHECK(ran.result() == 65536);
    CHECK(ran.calls[0].asked == 70024);
    CHECK(ran.calls[0].consumed == Cursor{3, 11512});
    CHECK(ran.after[0].queued == 65536);
    CHECK(ran.after[0].writable == false);
    CHECK(ran.end.verdict == Verdict::Incomplete);
    CHECK(ran.pipe.slots.slots().size() == 16);
    CHECK(ran.pipe.agrees);
    CHECK(ran.sink.size == 65536);
}

TEST_CASE("write-all-poll with a reader finishes what a short write left", "[run][pipe]") {
    Experiment experiment = into_pipe({10000, 20000, 30000}, 16384, true);
    experiment.loop.kind = "write-all-poll";
    experiment.reader.policy = ReaderPolicy::WhenFull;
    const Ran ran = run(experiment);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.delivered == 60000);
    CHECK(ran.result(0) == 16384);
    CHECK(ran.result(1) == -EAGAIN);
    CHECK(std::string(ran.calls[1].place) == "wait");
    CHECK(count<WaitStep>(ran.trace) > 0);
}

TEST_CASE("a blocking write sleeps until somebody reads", "[run][pipe][sleep]") {
    Experiment experiment = into_pipe({20000}, 8192, false);
    SECTION("nobody does: the deadline ends it, and what had gone in is counted") {
        experiment.deadline_s = 0.05;
        const Ran ran = run(experiment);
        CHECK(ran.outcome().blocked);
        CHECK_FALSE(ran.outcome().result);
        CHECK(ran.end.status == Status::Blocked);
        CHECK(ran.end.delivered == 8192);
        CHECK(ran.end.verdict == Verdict::Incomplete);
        CHECK(count<SleepStep>(ran.trace) == 1);
    }
    SECTION("a reader that reads when it is full wakes it") {
        experiment.reader.policy = ReaderPolicy::WhenFull;
        const Ran ran = run(experiment);
        CHECK(ran.result() == 20000);
        CHECK(ran.end.verdict == Verdict::Intact);
    }
    SECTION("a reader that takes one byte a time frees a page in the end") {
        experiment.reader.policy = ReaderPolicy::WhenFull;
        experiment.reader.bytes = 1;
        const Ran ran = run(experiment);
        CHECK(ran.result() == 20000);
        CHECK(count<ReadStep>(ran.trace) > 4096);
    }
    SECTION("a reader that closes leaves the count that had gone in") {
        experiment.reader.policy = ReaderPolicy::CloseWhenFull;
        const Ran ran = run(experiment);
        CHECK(ran.result() == 8192);
        CHECK(ran.end.delivered == 8192);
    }
    SECTION("and with SIGPIPE's default the caller dies and never sees the count") {
        experiment.reader.policy = ReaderPolicy::CloseWhenFull;
        experiment.limits.sigpipe = Disposition::Default;
        const Ran ran = run(experiment);
        CHECK(ran.outcome().signal == SIGPIPE);
        CHECK(ran.end.status == Status::Killed);
        CHECK(ran.end.signal == SIGPIPE);
        CHECK(ran.end.delivered == 8192);
    }
    SECTION("a signal cuts it short, with or without SA_RESTART") {
        experiment.signal = SignalSpec{"SIGUSR1", GENERATE(false, true)};
        const Ran ran = run(experiment);
        CHECK(ran.result() == 8192);
        CHECK(ran.outcome().handled == 1);
        CHECK(count<SignalStep>(ran.trace) == 1);
    }
    SECTION("a steady reader takes its time") {
        experiment.reader = {ReaderPolicy::Steady, 4096, 1};
        CHECK(run(experiment).end.verdict == Verdict::Intact);
    }
}

TEST_CASE("close-after: a writer that the last read woke is let come to rest before the end is closed",
          "[run][pipe][sleep]") {
    // Twenty times, because it used to be a matter of who was faster.
    for (int round = 0; round < 20; ++round) {
        CAPTURE(round);
        Experiment experiment = into_pipe({12288}, 8192, false);
        experiment.reader = {ReaderPolicy::CloseAfter, 4096, 10};
        const Ran whole = run(experiment);
        CHECK(whole.result() == 12288);
        REQUIRE(whole.calls[0].model);
        CHECK(same_outcome(*whole.calls[0].model, whole.calls[0].outcome));
        experiment = into_pipe({16384}, 8192, false);
        experiment.reader = {ReaderPolicy::CloseAfter, 4096, 10};
        const Ran cut = run(experiment);
        CHECK(cut.result() == 12288);
        REQUIRE(cut.calls[0].model);
        CHECK(same_outcome(*cut.calls[0].model, cut.calls[0].outcome));
    }
}

TEST_CASE("EINTR comes only when nothing had gone out", "[run][pipe][signal]") {
    Experiment experiment = into_pipe({10}, 4096, false);
    experiment.target.preload = 4096;
    experiment.signal = SignalSpec{"SIGUSR2", false};
    SECTION("once: the errno is the answer") {
        const Ran ran = run(experiment);
        CHECK(ran.result() == -EINTR);
        CHECK(ran.end.verdict == Verdict::Incomplete);
    }
    SECTION("SA_RESTART: it sleeps on and is woken by the reader") {
        experiment.signal->restart = true;
        experiment.reader.policy = ReaderPolicy::WhenFull;
        const Ran ran = run(experiment);
        CHECK(ran.result() == 10);
        CHECK(ran.outcome().handled == 1);
        CHECK(ran.end.verdict == Verdict::Intact);
    }
    SECTION("write-all tries again") {
        experiment.loop.kind = "write-all";
        experiment.reader.policy = ReaderPolicy::WhenFull;
        const Ran ran = run(experiment);
        REQUIRE(ran.calls.size() == 2);
        CHECK(ran.result(0) == -EINTR);
        CHECK(std::string(ran.calls[0].place) == "retry");
        CHECK(ran.result(1) == 10);
    }
}

TEST_CASE("a bad address in the second entry: a prefix for a file, nothing for a pipe", "[run][fault]") {
    const bool file = GENERATE(true, false);
    Experiment experiment = file ? into_file({64}) : into_pipe({64}, 65536, true);
    experiment.calls[0].iov.push_back(bad(BadBase::Unmapped, 64));
    const Ran ran = run(experiment);
    CHECK(ran.result() == (file ? 64 : -EFAULT));
    CHECK(ran.end.delivered == (file ? 64u : 0u));
}

TEST_CASE("copying from a bad address kills where writev would say EFAULT", "[run][fault]") {
    Experiment experiment = into_pipe({64}, 65536, true);
    experiment.calls[0].iov.push_back(bad(BadBase::Unmapped, 64));
    experiment.calls[0].op = Op::CopyWrite;
    const Ran ran = run(experiment);
    CHECK(ran.outcome().signal == SIGSEGV);
    CHECK(ran.end.status == Status::Killed);
    CHECK(ran.end.delivered == 0);
}

TEST_CASE("a lying length reads marked guard bytes, never other data", "[run][guard]") {
    Experiment experiment = into_file({100, 100});
    experiment.calls[0].iov[0].length = 10000;
    const Ran ran = run(experiment);
    CHECK(ran.result() == 10100);
    REQUIRE(ran.sink.bytes.size() == 10100);
    CHECK(std::all_of(ran.sink.bytes.begin() + 100, ran.sink.bytes.begin() + 10000,
                      [](std::byte b) { return b == kGuardByte; }));
    CHECK(ran.end.verdict == Verdict::Intact);
}

TEST_CASE("O_APPEND beats pwritev's offset", "[run][file]") {
    Experiment experiment = into_file({10});
    experiment.target.content = Content{.kind = ContentKind::Text, .text = "0123456789"};
    experiment.target.flags.names = {"O_APPEND"};
    experiment.calls[0].op = Op::Pwritev;
    const Ran ran = run(experiment);
    CHECK(ran.result() == 10);
    CHECK(ran.calls[0].at == 10);
    CHECK(ran.after[0].size == 20);
    CHECK(ran.after[0].offset == 0);
    CHECK(text_of(ran.sink) == "0123456789abcdefghij");
    REQUIRE(ran.sink.provenance.find(3) != nullptr);
    CHECK(ran.sink.provenance.find(3)->source == Source::Content);
    CHECK(ran.sink.provenance.find(13)->source == Source::Entry);
    CHECK(ran.sink.provenance.find(13)->at == 10);
    CHECK(ran.sink.provenance.find(13)->offset == 0);
}

TEST_CASE("RLIMIT_FSIZE: short first, EFBIG after, or the signal", "[run][limits]") {
    Experiment experiment = into_file({6000, 6000, 6000});
    experiment.limits.file_size = 10000;
    experiment.loop.kind = "write-all";
    SECTION("ignored") {
        const Ran ran = run(experiment);
        CHECK(ran.result(0) == 10000);
        CHECK(ran.result(1) == -EFBIG);
        CHECK(ran.end.status == Status::Error);
        CHECK(ran.end.error == EFBIG);
        CHECK(ran.end.delivered == 10000);
    }
    SECTION("default") {
        experiment.limits.sigxfsz = Disposition::Default;
        const Ran ran = run(experiment);
        CHECK(ran.outcome(1).signal == SIGXFSZ);
        CHECK(ran.end.status == Status::Killed);
    }
}

TEST_CASE("writes makes one write for each entry, copy+write one for all", "[run][ops]") {
    Experiment experiment = into_file({5, 0, 7});
    experiment.calls[0].op = Op::Writes;
    const Ran many = run(experiment);
    REQUIRE(many.calls.size() == 3);
    CHECK(many.calls[2].call.op == Op::Write);
    CHECK(many.end.verdict == Verdict::Intact);
    experiment.calls[0].op = Op::CopyWrite;
    const Ran joined = run(experiment);
    REQUIRE(joined.calls.size() == 1);
    CHECK(joined.result() == 12);
    CHECK(joined.end.sha256 == many.end.sha256);
}

TEST_CASE("packet mode: a reader that asks for less loses the rest of the packet", "[run][pipe]") {
    Experiment experiment = into_pipe({5000}, 65536, true);
    experiment.target.flags.names.push_back("O_DIRECT");
    experiment.reader = {ReaderPolicy::AfterCall, 1000, 10};
    const Ran ran = run(experiment);
    CHECK(ran.result() == 5000);
    CHECK(ran.pipe.agrees);
    CHECK(ran.sink.size == 1000 + 904);
    CHECK(ran.end.verdict == Verdict::Lost);
}

TEST_CASE("a run that never ends is stopped and says so", "[run]") {
    Experiment experiment = into_pipe({100000}, 4096, true);
    experiment.loop = {"write-all-poll", 7};
    experiment.reader.policy = ReaderPolicy::WhenFull;
    const Ran ran = run(experiment);
    CHECK(ran.end.status == Status::Stopped);
    CHECK(ran.end.calls == 7);
    CHECK(ran.end.note.find("max_calls") != std::string::npos);
}

TEST_CASE("the kept folder is the scratch folder, and links in it are refused", "[run][scratch]") {
    const TemporaryFolder folder;
    Experiment experiment = into_file({10});
    SECTION("the target file stays") {
        run(experiment, {.keep = folder.path()});
        std::ifstream file(folder.path() + "/out");
        std::string text;
        file >> text;
        CHECK(text == "abcdefghij");
    }
    SECTION("a buffer may hold a file of it") {
        std::ofstream(folder.path() + "/in") << "hello";
        experiment.buffers[0].content = Content{.kind = ContentKind::File, .text = "in"};
        CHECK(text_of(run(experiment, {.keep = folder.path()}).sink) == "hello");
    }
    SECTION("a link is refused, for reading and for writing") {
        REQUIRE(::symlink("/etc/passwd", (folder.path() + "/in").c_str()) == 0);
        experiment.buffers[0].content = Content{.kind = ContentKind::File, .text = "in"};
        CHECK_THROWS_AS(run(experiment, {.keep = folder.path()}), BadExperiment);
        experiment = into_file({10});
        experiment.target.path = "in";
        CHECK_THROWS_AS(run(experiment, {.keep = folder.path()}), CannotRun);
    }
}
