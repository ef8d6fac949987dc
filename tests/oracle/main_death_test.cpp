// The main program dies at random moments, as by the out-of-memory killer: its worker must go with it, and nothing
// may be left behind.
#include "tests/catch.h"
#include "tests/oracle/rows.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>

using namespace iovlab::test;

namespace {

constexpr const char* kSleeps = R"(
format = 1
[[buffer]]
name = "b"
kind = "bytes"
fill = "b"
size = 100000
[call]
op = "writev"
iov = ["b"]
[target]
kind = "pipe"
[deadline]
seconds = 600.0
)";

constexpr const char* kWrites = R"(
format = 1
[[buffer]]
name = "b"
kind = "bytes"
fill = "b"
size = 100000
[call]
op = "writes"
iov = [{buffer = "b", times = 2000}]
[target]
kind = "file"
)";

/// Waits for every process that has become ours to end. False when one is still there after `most`.
bool all_gone(std::chrono::seconds most) {
    const auto end = std::chrono::steady_clock::now() + most;
    for (;;) {
        const pid_t pid = ::waitpid(-1, nullptr, WNOHANG);
        if (pid < 0 && errno == ECHILD) return true;
        if (pid > 0) continue;
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
}

}  // namespace

TEST_CASE("the main program is killed: its worker goes too, and no file is left", "[oracle][death]") {
    // A process that loses its parent becomes ours, so that none can hide.
    REQUIRE(::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    const char* experiment = GENERATE(kSleeps, kWrites);
    const TemporaryFolder files;
    const TemporaryFolder temporary;
    write_file(files.path() + "/x.toml", experiment);
    const iovlab::oracle::FilesIn there(temporary.path().c_str());
    std::mt19937_64 random(50);
    for (int i = 0; i < 25; ++i) {
        INFO("run " << i);
        {
            Running main({program_folder() + "/iovlab", "run", files.path() + "/x.toml"});
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 12000));
            ::kill(main.pid(), SIGKILL);
            REQUIRE(main.finish().status == 128 + SIGKILL);
        }
        REQUIRE(all_gone(std::chrono::seconds(20)));
    }
    CHECK(std::filesystem::is_empty(temporary.path()));
}
