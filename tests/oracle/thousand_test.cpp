// The same signal experiment gives the same outcome however often it is run: a signal is sent only when the caller
// is seen asleep in its call. 50 times in the ordinary tests; IOVLAB_SIGNAL_RUNS=1000 asks for more.
#include "core/experiment/toml.h"
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

int runs() {
    const char* asked = std::getenv("IOVLAB_SIGNAL_RUNS");
    return asked ? std::max(std::atoi(asked), 1) : 50;
}

/// Everything of a run that a program or a person could tell apart, but for the time.
std::string outcome_of(const test::Ran& ran) {
    std::string text;
    for (const CallStep& call : ran.calls) {
        const Outcome& outcome = call.outcome;
        text += fmt::format("{} {} {} {} {} taken {}; ", outcome.result.value_or(-1), outcome.error, outcome.signal,
                            outcome.blocked, outcome.handled, call.taken);
    }
    return text + fmt::format("{} {} {} {} {}", to_string(ran.end.status), to_string(ran.end.verdict),
                              ran.end.signal, ran.end.delivered, ran.end.sha256);
}

void same_every_time(const std::string& name, const Experiment& experiment) {
    const std::string first = outcome_of(test::run(experiment));
    int other = 0;
    for (int i = 1; i < runs(); ++i) {
        const std::string again = outcome_of(test::run(experiment));
        if (again != first && ++other == 1)
            FAIL_CHECK(name << ": " << first << "\nin run " << i + 1 << ": " << again);
    }
    CAPTURE(name);
    CHECK(other == 0);
}

bool about_signals(const Experiment& experiment) {
    return experiment.signal || experiment.limits.sigpipe == Disposition::Default ||
           experiment.limits.sigxfsz == Disposition::Default;
}

Row sleeping(const char* id, std::uint64_t capacity, std::uint64_t preload, bool restart) {
    return Row(id).sleeping_pipe(capacity, preload).with([=](Experiment& experiment) {
        experiment.signal = SignalSpec{"SIGUSR1", restart};
    });
}

}  // namespace

TEST_CASE("every example with a signal gives the same outcome every time", "[oracle][signal][thousand]") {
    int examples = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(IOVLAB_SOURCE_DIR "/assets/examples")) {
        if (file.path().extension() != ".toml") continue;
        const ReadResult read = read_experiment_file(file.path());
        if (!read.ok() || !about_signals(read.experiment)) continue;
        ++examples;
        same_every_time(file.path().filename(), read.experiment);
    }
    CHECK(examples >= 4);
}

TEST_CASE("Signals: each row of docs/kernel.md gives the same outcome every time", "[oracle][signal][thousand]") {
    same_every_time("full", sleeping("full", 4096, 4096, false).writev({b(7), b(3)}, -EINTR).experiment());
    same_every_time("8192 taken", sleeping("8192", 8192, 0, false).writev({b(9000), b(11000)}, 8192).experiment());
    same_every_time("8192 taken, SA_RESTART",
                    sleeping("8192", 8192, 0, true).writev({b(20000)}, 8192).experiment());
    Row drained = sleeping("restarted, then drained", 65536, 65536, true).writev({b(10)}, 10);
    drained.with([](Experiment& e) { e.reader = {ReaderPolicy::WhenFull, 1u << 20, 1}; });
    same_every_time("restarted, then drained", drained.experiment());
    Row socket = Row("a socket").with([](Experiment& e) {
        e.calls.clear();
        e.target.kind = "unix-stream";
        e.target.sndbuf = 4096;
        e.signal = SignalSpec{"SIGUSR1", false};
    });
    same_every_time("a full unix socket", socket.writev({b(100000)}, 0).experiment());
}

TEST_CASE("Signals: what a reader's leaving does is the same every time", "[oracle][signal][thousand]") {
    for (const Disposition disposition : {Disposition::Ignore, Disposition::Default}) {
        const auto deadly = [=](Experiment& e) { e.limits.sigpipe = disposition; };
        const auto leaves = [](Experiment& e) { e.reader.policy = ReaderPolicy::CloseWhenFull; };
        Row full = Row("full").sleeping_pipe(4096, 4096).with(deadly).with(leaves).writev({b(10)}, 0);
        same_every_time("the reader leaves a full pipe", full.experiment());
        Row partial = Row("partial").sleeping_pipe(8192).with(deadly).with(leaves).writev({b(20000)}, 0);
        same_every_time("the reader leaves after 8,192 bytes", partial.experiment());
    }
}
