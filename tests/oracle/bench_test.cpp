#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"
#include "tests/support/strace.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

// Another program counts a benchmark's calls and bytes: strace. They must be those that the benchmark says it made.
using namespace iovlab;

namespace {

struct Counted {
    std::uint64_t writev = 0, write = 0, bytes = 0;
};

/// Adds up the lines about descriptor 4, which is the worker's sink, in the file of one process.
void count(const std::string& log, Counted& counted) {
    for (std::size_t from = 0; from < log.size();) {
        const std::size_t end = std::min(log.find('\n', from), log.size());
        const std::string line = log.substr(from, end - from);
        from = end + 1;
        const bool vectored = line.rfind("writev(4, ", 0) == 0;
        if (!vectored && line.rfind("write(4, ", 0) != 0) continue;
        ++(vectored ? counted.writev : counted.write);
        const std::size_t result = line.rfind(") = ");
        const long taken = result == std::string::npos ? 0 : std::atol(line.c_str() + result + 4);
        if (taken > 0) counted.bytes += static_cast<std::uint64_t>(taken);
    }
}

/// The number behind `key` in a line of JSON.
std::uint64_t number(const std::string& json, const std::string& key) {
    const std::size_t at = json.find("\"" + key + "\":");
    return at == std::string::npos ? 0 : std::strtoull(json.c_str() + at + key.size() + 3, nullptr, 10);
}

}  // namespace

TEST_CASE("strace counts the calls and bytes of a benchmark as it counts them itself", "[oracle][bench]") {
    IOVLAB_NEEDS_STRACE();
    const std::string target = GENERATE(as<std::string>(), "tmpfs", "pipe", "unix-stream", "null");
    const std::string nonblock = target == "pipe" ? "--nonblock" : "--quick";
    CAPTURE(target);
    const test::TemporaryFolder folder;
    const test::Finished finished = test::run_program({"strace",
                                                       "-ff",
                                                       "-o",
                                                       folder.path() + "/log",
                                                       "-e",
                                                       "trace=write,writev",
                                                       "-e",
                                                       "signal=none",
                                                       "-E",
                                                       "ASAN_OPTIONS=detect_leaks=0",
                                                       test::program_folder() + "/iovlab",
                                                       "bench",
                                                       "--target",
                                                       target,
                                                       "--counts",
                                                       "1,8,1500",
                                                       "--sizes",
                                                       "16,300",
                                                       "--seconds",
                                                       "2",
                                                       "--json",
                                                       nonblock});
    CAPTURE(finished.err);
    REQUIRE(finished.status == 0);
    Counted counted;
    std::size_t processes = 0;
    for (const auto& log : std::filesystem::directory_iterator(folder.path())) {
        const std::string text = test::read_file(log.path());
        // The main program's own descriptor 4 is no sink: the worker is the process that calls writev.
        if (text.find("writev(4, ") == std::string::npos) continue;
        ++processes;
        count(text, counted);
    }
    CHECK(processes == 1);
    CHECK(counted.writev > 0);
    CHECK(counted.writev == number(finished.out, "writev"));
    CHECK(counted.write == number(finished.out, "write"));
    CHECK(counted.bytes == number(finished.out, "bytes"));
}
