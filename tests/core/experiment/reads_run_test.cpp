// Calls that read: the bench turned round.
#include "core/experiment/check.h"
#include "core/report/report.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>

using namespace iovlab;

namespace {

Experiment readv_into(std::initializer_list<std::uint64_t> sizes, const std::string& kind) {
    Experiment experiment = test::writev_of(sizes);
    experiment.target = {};
    experiment.target.kind = kind;
    experiment.calls[0].op = Op::Readv;
    for (BufferSpec& buffer : experiment.buffers) buffer.kind = BufferKind::Bytearray;
    experiment.deadline_s = 0.2;
    return experiment;
}

Experiment from(const std::string& kind, const std::string& content, std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment = readv_into(sizes, kind);
    experiment.target.content = Content{.text = content};
    return experiment;
}

std::string text_of(const Run::Sink& sink) {
    std::string text;
    for (const std::byte byte : sink.bytes) text += static_cast<char>(byte);
    return text;
}

// The real kernel, the model beside it, and the model alone say the same.
test::Ran both(const Experiment& experiment) {
    REQUIRE(check(experiment).empty());
    const test::Ran real = test::run(experiment);
    RunOptions alone;
    alone.model = true;
    const test::Ran model = test::run(experiment, alone);
    REQUIRE(real.calls.size() == model.calls.size());
    for (std::size_t i = 0; i < real.calls.size(); ++i) {
        CAPTURE(i, real.calls[i].rule);
        CHECK(real.result(i) == model.result(i));
        if (real.outcome(i).origin == Origin::Injected) continue;
        REQUIRE(real.calls[i].model);
        CHECK(real.calls[i].model->result == real.outcome(i).result);
        CHECK(real.calls[i].model->error == real.outcome(i).error);
    }
    CHECK(text_of(real.sink) == text_of(model.sink));
    CHECK(real.end.verdict == model.end.verdict);
    return real;
}

}  // namespace

TEST_CASE("readv fills its buffers in order, and a file that ends makes it short", "[run][read]") {
    const test::Ran ran = both(from("file", "abcdefghij", {3, 0, 20}));
    CHECK(ran.result() == 10);
    CHECK(text_of(ran.sink) == "abcdefghij");
    CHECK(ran.sink.provenance.find(2)->entry == 0);
    CHECK(ran.sink.provenance.find(3)->entry == 2);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.delivered == 10);
    CHECK(ran.end.expected == 23);
}

TEST_CASE("preadv reads at its offset and leaves the position", "[run][read]") {
    Experiment experiment = from("file", "abcdefghij", {2, 2});
    experiment.calls[0].op = Op::Preadv;
    experiment.calls[0].offset = 5;
    const test::Ran ran = both(experiment);
    CHECK(text_of(ran.sink) == "fghi");
    CHECK(ran.after[0].offset == 0);
    CHECK(ran.end.verdict == Verdict::Intact);
    experiment.calls[0].offset = 99;
    CHECK(both(experiment).result() == 0);
    experiment.calls[0].offset = -1;
    CHECK(both(experiment).result() == -EINVAL);
    experiment.calls[0].offset = 3;
    experiment.target = {};
    CHECK(both(experiment).result() == -ESPIPE);
}

TEST_CASE("the loop reads on until the list is full or the file ends", "[run][read]") {
    Experiment experiment = from("file", "abcdefghij", {3, 4, 9});
    experiment.loop.kind = "write-all";
    experiment.faults.script = "short 1 -> EINTR -> short 4";
    const test::Ran ran = both(experiment);
    CHECK(ran.calls.size() == 5);
    CHECK(ran.result(4) == 0);
    CHECK(text_of(ran.sink) == "abcdefghij");
    CHECK(ran.end.status == Status::Done);
    CHECK(ran.end.verdict == Verdict::Intact);
}

TEST_CASE("a pipe gives what it holds, then EAGAIN, sleep or the end of file", "[run][read]") {
    Experiment experiment = from("pipe", "abcdef", {4, 4});
    experiment.calls.push_back(experiment.calls[0]);
    experiment.target.writer_open = false;
    const test::Ran ended = both(experiment);
    CHECK(ended.result(0) == 6);
    CHECK(ended.result(1) == 0);
    CHECK(text_of(ended.sink) == "abcdef");
    experiment.target.writer_open = true;
    experiment.target.flags.names = {"O_NONBLOCK"};
    CHECK(both(experiment).result(1) == -EAGAIN);
    experiment.target.flags.names.clear();
    const test::Ran asleep = test::run(experiment);
    CHECK(asleep.outcome(1).blocked);
    CHECK(asleep.calls[1].model->blocked);
    CHECK(asleep.end.status == Status::Blocked);
}

TEST_CASE("a bad address cuts a file's read at its byte and a pipe's at its slot", "[run][read]") {
    Experiment file = from("file", "abcdefghij", {3});
    file.calls[0].iov.push_back(test::bad(BadBase::Crossing, 8, 2));
    CHECK(both(file).result() == 5);
    file.calls[0].iov = {test::bad(BadBase::Unmapped, 4), test::entry("b0")};
    CHECK(both(file).result() == -EFAULT);
    Experiment pipe = from("pipe", "", {3});
    pipe.target.content = Content{ContentKind::Fill, "ab", 0, 10000};
    pipe.calls[0].iov.push_back(test::bad(BadBase::Crossing, 9000, 5000));
    const test::Ran cut = both(pipe);
    CHECK(cut.result() == 4096);
    CHECK(cut.after[0].queued == 10000 - 4096);
    pipe.calls[0].iov = {test::entry("b0"), test::bad(BadBase::Unmapped, 4)};
    CHECK(both(pipe).result() == -EFAULT);
}

TEST_CASE("a lying length lets a read run over: it is seen, marked and called corrupt", "[run][read]") {
    Experiment experiment = readv_into({4}, "zero");
    experiment.calls[0].iov[0].length = 9000;
    const test::Ran ran = both(experiment);
    CHECK(ran.result() == 9000);
    CHECK(ran.end.verdict == Verdict::Corrupt);
    CHECK(ran.end.note.find("8996 bytes went past the end of a buffer") != std::string::npos);
}

TEST_CASE("the same buffer twice holds only what came last", "[run][read]") {
    Experiment experiment = from("file", "abcdefgh", {4});
    experiment.calls[0].iov[0].times = 2;
    const test::Ran ran = both(experiment);
    CHECK(ran.result() == 8);
    CHECK(text_of(ran.sink) == "efghefgh");
    CHECK(ran.end.verdict == Verdict::Corrupt);
}

TEST_CASE("what the other targets say to a read", "[run][read]") {
    CHECK(both(readv_into({4, 4}, "null")).result() == 0);
    CHECK(both(readv_into({4, 4}, "zero")).result() == 8);
    CHECK(both(readv_into({4, 4}, "full")).result() == 8);
    CHECK(both(readv_into({4}, "directory")).result() == -EISDIR);
    CHECK(both(readv_into({4}, "minus-one")).result() == -EBADF);
    CHECK(both(readv_into({4}, "closed")).result() == -EBADF);
    Experiment counter = readv_into({4, 6}, "eventfd");
    counter.target.value = 258;
    const test::Ran eight = both(counter);
    CHECK(eight.result() == 8);
    CHECK(eight.after[0].value == 0u);
    CHECK(both(readv_into({4, 3}, "eventfd")).result() == -EINVAL);
    Experiment written = from("file", "abc", {4});
    written.target.flags.names = {"O_WRONLY"};
    CHECK(both(written).result() == -EBADF);
    Experiment memory = readv_into({4, 6}, "memfd");
    memory.target.size = 7;
    CHECK(both(memory).result() == 7);
    CHECK(both(readv_into({}, "pipe")).result() == 0);
}

TEST_CASE("a unix socket gives what its peer sent, and then its end", "[run][read]") {
    Experiment experiment = from("unix-stream", "hello", {2, 9});
    experiment.calls.push_back(experiment.calls[0]);
    experiment.target.peer = "closed";
    const test::Ran ran = test::run(experiment);
    CHECK(ran.result(0) == 5);
    CHECK(ran.result(1) == 0);
    CHECK(text_of(ran.sink) == "hello");
    CHECK(ran.end.verdict == Verdict::Intact);
    Experiment reset = readv_into({4}, "unix-stream");
    reset.target.peer = "closed-unread";
    CHECK(test::run(reset).result() == -ECONNRESET);
    Experiment message = from("unix-datagram", "hello", {2});
    const test::Ran cut = test::run(message);
    CHECK(cut.result() == 2);
    CHECK(cut.end.note.find("3 bytes of a message did not fit") != std::string::npos);
}

TEST_CASE("what calls that read refuse before any call is made", "[check][read]") {
    const auto says = [](const Experiment& experiment, const char* words) {
        for (const Problem& problem : check(experiment)) {
            if (problem.what.find(words) != std::string::npos) return true;
        }
        return false;
    };
    Experiment experiment = readv_into({4, 4}, "pipe");
    CHECK(check(experiment).empty());
    experiment.buffers[0].kind = BufferKind::Bytes;
    CHECK(says(experiment, "\"b0\" is immutable"));
    experiment.buffers[0].kind = BufferKind::Bytearray;
    BufferSpec slice;
    slice.name = "s";
    slice.kind = BufferKind::Slice;
    slice.of = "b0";
    experiment.buffers.push_back(slice);
    experiment.calls[0].iov.push_back(test::entry("s"));
    CHECK(check(experiment).empty());
    experiment.calls.emplace_back();
    CHECK(says(experiment, "all write, or all read"));
    experiment.calls.pop_back();
    experiment.reader.policy = ReaderPolicy::All;
    CHECK(says(experiment, "the calls are the reader"));
    experiment.reader = {};
    experiment.loop.kind = "skip-entry";
    CHECK(says(experiment, "is about writing"));
    CHECK(unsupported(readv_into({4}, "udp")).find("readv") != std::string::npos);
    Experiment writes = test::into_pipe({4}, 4096, true);
    writes.target.content = Content{.text = "x"};
    CHECK(says(writes, "these calls write"));
}
