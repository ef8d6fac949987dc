// The whole example of the format, key by key: what it shows must be readable as it stands.
#include "core/experiment/toml.h"
#include "tests/catch.h"

#include <csignal>

using namespace iovlab;

namespace {

const char* const kContract = R"toml(
format = 1
title  = "A pipe that fills up"
seed   = 42
[[buffer]]
name = "header"
kind = "bytes"
text = "HTTP/1.1 200 OK\r\n\r\n"
[[buffer]]
name = "body"
kind = "bytearray"
fill = "b"
size = 30000
[[buffer]]
name  = "window"
kind  = "view"
of    = "body"
range = [6000, 30000]
[[buffer]]
name  = "tail"
kind  = "slice"
of    = "body"
range = [0, 16000]
[call]
op     = "writev"
iov    = ["header", "body", "window", "tail"]
count  = -1
array  = "bad"
offset = 0
flags  = ["RWF_APPEND"]
[target]
kind     = "pipe"
capacity = 65536
flags    = ["O_NONBLOCK"]
[reader]
policy = "none"
bytes  = 4096
[loop]
kind = "once"
max_calls = 10000
[faults]
script = "short 3 -> EAGAIN -> 2*real -> 20%short 1 -> EINTR"
repeat = false
[limits]
file_size = 15000
SIGPIPE   = "ignore"
SIGXFSZ   = "ignore"
[signal]
when = "asleep"
name = "SIGUSR1"
restart = false
[deadline]
seconds = 2.0
)toml";

}  // namespace

TEST_CASE("the contract's own example is read as it stands", "[toml][contract]") {
    const ReadResult read = read_experiment(kContract, "contract.toml");
    for (const FileProblem& problem : read.problems) UNSCOPED_INFO(problem.text());
    REQUIRE(read.ok());
    const Experiment& e = read.experiment;
    CHECK(e.title == "A pipe that fills up");
    CHECK(e.seed == 42);
    REQUIRE(e.buffers.size() == 4);
    CHECK(e.buffers[2].kind == BufferKind::View);
    CHECK(e.buffers[3].range == SliceRange{0, 16000});
    REQUIRE(e.calls.size() == 1);
    CHECK(e.calls[0].iov.size() == 4);
    CHECK(e.calls[0].count == -1);
    CHECK(e.calls[0].bad_array);
    CHECK(e.calls[0].flags.has("RWF_APPEND"));
    CHECK(e.target.flags.has("O_NONBLOCK"));
    CHECK(e.faults.script == "short 3 -> EAGAIN -> 2*real -> 20%short 1 -> EINTR");
    CHECK(e.limits.file_size == 15000);
    REQUIRE(e.signal);
    CHECK(e.signal->name == "SIGUSR1");
    CHECK(e.deadline_s == 2.0);
    CHECK(read_experiment(write_experiment(e), "again.toml").experiment == e);
}
