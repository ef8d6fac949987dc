// Two writers into one pipe or one file: real processes, and every record looked up in what arrived.
#include "core/experiment/check.h"
#include "core/experiment/record_count.h"
#include "core/experiment/toml.h"
#include "core/report/explain.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <thread>

using namespace iovlab;
using namespace iovlab::test;

namespace {

BufferSpec filled(const char* name, char with, std::uint64_t size) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.content = {ContentKind::Fill, std::string(1, with), 0, size};
    return buffer;
}

Experiment two(const char* kind, std::uint64_t ours, std::uint64_t theirs, std::uint64_t times) {
    Experiment experiment;
    experiment.buffers = {filled("ours", 'a', ours), filled("theirs", 'B', theirs)};
    experiment.calls[0].iov = {entry("ours")};
    experiment.second = SecondSpec{{entry("theirs")}, times, false};
    experiment.target = TargetSpec{};
    experiment.target.kind = kind;
    if (experiment.target.kind == "pipe") {
        experiment.reader.policy = ReaderPolicy::WhenFull;
        experiment.reader.bytes = 4096;
    }
    return experiment;
}

std::vector<std::byte> bytes_of(std::string_view text) {
    std::vector<std::byte> bytes;
    for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
    return bytes;
}

Records counted(std::string_view arrived, std::uint64_t ours, std::uint64_t theirs) {
    RecordCount count(bytes_of("abc"), bytes_of("XY"));
    count.arrived(bytes_of(arrived));
    CHECK_FALSE(count.corrupt());
    return count.count({ours, theirs}, {3 * ours, 2 * theirs});
}

}  // namespace

TEST_CASE("records are told whole or broken by their bytes", "[race]") {
    CHECK(counted("abcXYabc", 2, 1).writers[0].whole == 2);
    CHECK(counted("abcXYabc", 2, 1).writers[1].whole == 1);
    const Records cut = counted("abXYc", 1, 1);
    CHECK(cut.writers[0].broken == 1);
    CHECK(cut.writers[1].whole == 1);
    const Records both = counted("aXbcYabc", 2, 1);
    CHECK(both.writers[0].broken == 1);
    CHECK(both.writers[0].whole == 1);
    CHECK(both.writers[1].broken == 1);
    const Records missing = counted("abcX", 2, 1);
    CHECK(missing.writers[0].whole == 1);
    CHECK(missing.writers[0].gone == 1);
    CHECK(missing.writers[1].broken == 1);
    CHECK(missing.overwritten == 4);
}

TEST_CASE("records cut by the end of a read are whole all the same", "[race]") {
    RecordCount count(bytes_of("abc"), bytes_of("XY"));
    for (const char* part : {"a", "b", "cX", "Yab", "c"}) count.arrived(bytes_of(part));
    const Records records = count.count({2, 1}, {6, 2});
    CHECK(records.writers[0].whole == 2);
    CHECK(records.writers[1].whole == 1);
    CHECK(records.overwritten == 0);
}

TEST_CASE("in a file a record lies where its writer's position stood", "[race]") {
    RecordCount count(bytes_of("abc"), bytes_of("XY"));
    count.lies_at(0, bytes_of("XYcab"));
    count.lies_at(5, bytes_of("c"));
    const Records records = count.count({2, 1}, {6, 2});
    CHECK(records.writers[0].whole == 1);
    CHECK(records.writers[0].broken == 1);
    CHECK(records.writers[1].whole == 1);
    CHECK(records.overwritten == 2);
    CHECK_FALSE(count.corrupt());
    count.lies_at(6, bytes_of("?"));
    CHECK(count.corrupt());
}

TEST_CASE("records of up to PIPE_BUF bytes never break", "[race][run]") {
    for (const std::uint64_t size : {1u, 100u, 4095u, 4096u}) {
        CAPTURE(size);
        const Ran ran = run(two("pipe", size, size, 100));
        REQUIRE(ran.end.records);
        for (const Records::OfWriter& writer : ran.end.records->writers) {
            CHECK(writer.made == 100);
            CHECK(writer.whole == 100);
            CHECK(writer.broken == 0);
        }
        CHECK(ran.end.verdict == Verdict::Intact);
        CHECK(ran.end.delivered == 200 * size);
        CHECK(ran.sink.size == 200 * size);
        CHECK(ran.calls.size() == 200);
    }
}

TEST_CASE("records of 6,000 bytes break although every call says that all went in", "[race][run]") {
    const Ran ran = run(two("pipe", 6000, 6000, 200));
    REQUIRE(ran.end.records);
    for (const Records::OfWriter& writer : ran.end.records->writers) {
        CHECK(writer.made == 200);
        CHECK(writer.whole + writer.broken == 200);
        CHECK(writer.broken > 0);
    }
    for (const CallStep& call : ran.calls) CHECK(call.outcome.result == 6000);
    CHECK(ran.end.verdict == Verdict::Reordered);
    CHECK(ran.end.status == Status::Done);
    CHECK(ran.end.delivered == 2'400'000);
    CHECK(ran.sink.size == 2'400'000);
    CHECK(explain_verdict(ran.end).find("of 400 records are broken") != std::string::npos);
    // The sink tells of each byte whose it is, and in which call it came.
    for (const Piece& piece : ran.sink.provenance.pieces()) {
        REQUIRE(piece.source == Source::Entry);
        CHECK(ran.sink.bytes[piece.at] == (piece.list == 0 ? std::byte{'a'} : std::byte{'B'}));
        const auto call = std::find_if(ran.calls.begin(), ran.calls.end(),
                                       [&](const CallStep& one) { return one.n == piece.step; });
        REQUIRE(call != ran.calls.end());
        CHECK(call->writer == piece.list + 1);
    }
}

TEST_CASE("O_APPEND loses nothing; positions of their own lose a record of each pair", "[race][run]") {
    Experiment experiment = two("file", 22, 22, 100);
    SECTION("O_APPEND") {
        experiment.target.flags.names = {"O_APPEND"};
        const Ran ran = run(experiment);
        CHECK(ran.end.verdict == Verdict::Intact);
        CHECK(ran.end.records->overwritten == 0);
        CHECK(ran.end.records->writers[0].whole + ran.end.records->writers[1].whole == 200);
        CHECK(ran.end.target.size == 4400);
    }
    SECTION("a shared position") {
        experiment.second->shared = true;
        const Ran ran = run(experiment);
        CHECK(ran.end.verdict == Verdict::Intact);
        CHECK(ran.end.records->overwritten == 0);
        CHECK(ran.end.target.size == 4400);
    }
    SECTION("positions of their own") {
        const Ran ran = run(experiment);
        CHECK(ran.end.verdict == Verdict::Lost);
        CHECK(ran.end.records->overwritten == 2200);
        const auto& [first, second] = ran.end.records->writers;
        CHECK(first.made == 100);
        CHECK(second.made == 100);
        CHECK(first.whole + second.whole == 100);
        CHECK(first.gone + second.gone == 100);
        CHECK(ran.end.target.size == 2200);
        CHECK(ran.sink.size == 2200);
    }
    SECTION("positions of their own, records of two lengths") {
        experiment.buffers[1].content.size = 10;
        const Ran ran = run(experiment);
        CHECK(ran.end.verdict == Verdict::Lost);
        CHECK(ran.end.records->overwritten == 1000);
        CHECK(ran.end.target.size == 2200);
    }
}

TEST_CASE("two writers that nobody reads from are blocked, and can be stopped", "[race][run]") {
    Experiment experiment = two("pipe", 8192, 8192, 200);  // whole page slots: they fill the pipe to its last byte
    experiment.reader = ReaderSpec{};
    SECTION("at the deadline") {
        experiment.deadline_s = 0.2;
        const Ran ran = run(experiment);
        CHECK(ran.end.status == Status::Blocked);
        CHECK(ran.end.delivered == 65536);
        CHECK(ran.sink.size == 65536);
    }
    SECTION("by a person") {
        RunOptions patient;
        patient.wait_for_people = true;
        Run run(experiment, patient);
        std::thread thread([&] { run.execute(); });
        while (run.state() != Run::State::Asleep) std::this_thread::yield();
        run.stop();
        thread.join();
        Trace trace;
        run.steps_since(0, trace);
        CHECK(std::get<EndStep>(trace.back().what).status == Status::Stopped);
    }
    SECTION("when the reader leaves: EPIPE for both") {
        RunOptions patient;
        patient.wait_for_people = true;
        Run run(experiment, patient);
        std::thread thread([&] { run.execute(); });
        while (run.state() != Run::State::Asleep) std::this_thread::yield();
        run.close_reader();
        thread.join();
        Trace trace;
        run.steps_since(0, trace);
        const auto& end = std::get<EndStep>(trace.back().what);
        CHECK(end.status == Status::Error);
        CHECK(end.error == EPIPE);
    }
}

TEST_CASE("two writers go on a call at a time", "[race][run]") {
    Experiment experiment = two("file", 10, 10, 5);
    RunOptions step;
    step.step = true;
    Run run(experiment, step);
    std::thread thread([&] { run.execute(); });
    while (run.state() != Run::State::Paused) std::this_thread::yield();
    CHECK(run.step_count() == 0);
    run.go_on(1);
    while (run.step_count() < 1) std::this_thread::yield();
    while (run.state() != Run::State::Paused) std::this_thread::yield();
    CHECK(run.step_count() == 1);
    run.go_on();
    thread.join();
}

TEST_CASE("what does not go with two writers is refused where it stands", "[race][check]") {
    const std::string sound =
        "format = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\ntext = \"aa\"\n"
        "[[buffer]]\nname = \"b\"\nkind = \"bytes\"\ntext = \"bb\"\n"
        "[call]\nop = \"writev\"\niov = [\"a\"]\n[target]\nkind = \"file\"\n";
    const std::string second = "[second]\niov = [\"b\"]\ntimes = 3\nposition = \"shared\"\n";
    const ReadResult read = read_experiment(sound + second, "x.toml");
    REQUIRE(read.ok());
    REQUIRE(read.experiment.second);
    CHECK(read.experiment.second->times == 3);
    CHECK(read.experiment.second->shared);
    CHECK(read_experiment(write_experiment(read.experiment), "x.toml").experiment == read.experiment);

    const auto problem = [&](const std::string& text) {
        const ReadResult result = read_experiment(text, "x.toml");
        return result.ok() ? std::string() : result.problems.front().text();
    };
    CHECK(problem(sound + "[second]\niov = [\"a\"]\n").find("x.toml:16:7: both records hold the byte 0x61 ('a')") ==
          0);
    CHECK(problem(sound + "[second]\niov = [\"c\"]\n").find("no buffer is called \"c\"") != std::string::npos);
    CHECK(problem(sound + "[second]\niov = []\n").find("at least a byte") != std::string::npos);
    CHECK(problem(sound + "[second]\niov = [\"b\"]\ntimes = 0\n").find("1 to 10,000") != std::string::npos);
    CHECK(problem(sound + "[second]\niov = [\"b\"]\nposition = \"other\"\n").find("own or shared") !=
          std::string::npos);
    CHECK(problem(sound + "[second]\niov = [\"b\"]\n[faults]\nscript = \"EAGAIN\"\n").find("faults") !=
          std::string::npos);
    CHECK(problem(sound + "[second]\niov = [\"b\"]\n[loop]\nkind = \"write-all\"\n").find("once") !=
          std::string::npos);
    CHECK(problem(sound + "[second]\nfoo = 1\niov = [\"b\"]\n").find("foo") != std::string::npos);
    for (const char* kind : {"tcp", "null", "memfd"}) {
        CAPTURE(kind);
        Experiment experiment = two("pipe", 1, 1, 1);
        experiment.reader = ReaderSpec{};
        experiment.target.kind = kind;
        CHECK(check(experiment).size() == 1);
    }
}

TEST_CASE("both writers' calls are the one that [call] describes", "[race][run]") {
    Experiment experiment = two("pipe", 4, 4, 5);
    SECTION("an array that cannot be read") {
        experiment.calls[0].bad_array = true;
        REQUIRE(check(experiment).empty());
        const Ran ran = run(experiment);
        REQUIRE(ran.calls.size() == 2);  // each stops at its first error
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(ran.result(i) == -EFAULT);
            CHECK(ran.calls[i].call.bad_array);
        }
        CHECK(ran.end.delivered == 0);
        CHECK(ran.end.verdict == Verdict::Incomplete);
        CHECK(ran.end.error == EFAULT);
        for (const Records::OfWriter& writer : ran.end.records->writers) CHECK(writer.made == 0);
    }
    SECTION("a count") {
        experiment.calls[0].iov = {entry("ours"), entry("ours")};
        experiment.second->iov = {entry("theirs"), entry("theirs"), entry("theirs")};
        experiment.calls[0].count = 1;
        REQUIRE(check(experiment).empty());
        const Ran one = run(experiment);
        CHECK(one.calls.size() == 10);
        CHECK(one.end.delivered == 40);
        CHECK(one.end.expected == 40);
        CHECK(one.end.verdict == Verdict::Intact);
        CHECK(one.end.records->writers[1].length == 4);
        experiment.calls[0].count = 3;  // one more than the first has
        const Ran three = run(experiment);
        for (std::size_t i = 0; i < three.calls.size(); ++i)
            CHECK(three.result(i) == (three.calls[i].writer == 1 ? -EFAULT : 12));
        CHECK(three.end.status == Status::Error);
        CHECK(three.end.verdict == Verdict::Incomplete);
        CHECK(three.end.delivered == 60);
        experiment.calls[0].count = -1;
        const Ran none = run(experiment);
        CHECK(none.result() == -EINVAL);
        CHECK(none.end.delivered == 0);
        experiment.calls[0].count = 0;
        CHECK_FALSE(check(experiment).empty());
    }
}

TEST_CASE("sizes and limits hold for both writers", "[race][run]") {
    Experiment experiment = two("pipe", 4, 4, 5);
    SECTION("another size of the pipe") {
        experiment.calls[0].resize = 4096;
        REQUIRE(check(experiment).empty());
        const Ran ran = run(experiment);
        CHECK(std::holds_alternative<ResizeStep>(ran.trace.front().what));
        CHECK(ran.after[0].capacity == 4096);
        CHECK(ran.end.verdict == Verdict::Intact);
        experiment.target.kind = "file";
        experiment.reader = ReaderSpec{};
        CHECK_FALSE(check(experiment).empty());
    }
    SECTION("a largest number of calls") {
        experiment.loop.max_calls = 3;
        const Ran ran = run(experiment);
        CHECK(ran.calls.size() == 6);
        CHECK(ran.end.status == Status::Stopped);
        CHECK(ran.end.verdict == Verdict::Incomplete);
    }
    SECTION("a record of more entries than there may be") {
        experiment.second->iov[0].times = 1'000'000'000'000;
        CHECK_FALSE(check(experiment).empty());
        experiment.second->iov[0].times = 70'000;
        CHECK_FALSE(check(experiment).empty());
    }
    SECTION("write is of one entry, whoever makes it") {
        experiment.calls[0].op = Op::Write;
        CHECK(check(experiment).empty());
        experiment.second->iov = {entry("theirs"), entry("theirs")};
        CHECK(check(experiment).size() == 1);
    }
}

TEST_CASE("a run of two writers counts nothing that a former run has left", "[race][run]") {
    const TemporaryFolder folder;
    RunOptions keep;
    keep.keep = folder.path();
    Experiment experiment = two("file", 22, 22, 100);
    experiment.second->shared = GENERATE(false, true);
    const bool append = GENERATE(false, true);
    if (append) experiment.target.flags.names = {"O_APPEND"};
    const bool loses = !append && !experiment.second->shared;
    CAPTURE(append, loses);
    std::uint64_t before = 0;
    for (const std::uint64_t times : {100u, 100u, 30u, 150u, 1u}) {
        CAPTURE(times, before);
        experiment.second->times = times;
        const Ran ran = run(experiment, keep);
        const std::uint64_t written = (loses ? 1 : 2) * times * 22;
        REQUIRE(ran.end.records);
        const auto& [first, second] = ran.end.records->writers;
        CHECK(first.made == times);
        CHECK(second.made == times);
        CHECK(first.whole + second.whole == (loses ? 1 : 2) * times);
        CHECK(first.broken + second.broken == 0);
        CHECK(first.gone + second.gone == (loses ? times : 0));
        CHECK(ran.end.records->overwritten == (loses ? times * 22 : 0));
        CHECK(ran.end.verdict == (loses ? Verdict::Lost : Verdict::Intact));
        CHECK(ran.end.delivered == 2 * times * 22);
        // What was there before is still told as that.
        std::uint64_t theirs = 0;
        for (const Piece& piece : ran.sink.provenance.pieces())
            theirs += piece.source == Source::Entry ? piece.length : 0;
        CHECK(theirs == written);
        before = append ? before + written : std::max(before, written);
        CHECK(ran.sink.size == before);
        CHECK(ran.end.target.size == static_cast<std::int64_t>(before));
    }
}

TEST_CASE("the model makes no claim about two writers", "[race][run]") {
    RunOptions model;
    model.model = true;
    Run run(two("pipe", 10, 10, 1), model);
    CHECK_THROWS_AS(run.execute(), CannotRun);
}
