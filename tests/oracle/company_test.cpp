// Company: strace sees exactly the calls that are reported, of two writers and of a call that serves a client.
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"
#include "tests/support/strace.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

using namespace iovlab;
using Json = nlohmann::json;

namespace {

std::string program() {
    return test::program_folder() + "/iovlab";
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

/// The results of the calls that came back, sorted: two processes are not traced in the order of our report.
std::vector<long> results_in_log(const std::string& log) {
    std::vector<long> results;
    for (const std::string& line : lines_of(log)) {
        if (line.find("writev") == std::string::npos || line.find("unfinished") != std::string::npos) continue;
        const std::size_t at = line.rfind(" = ");
        if (at != std::string::npos) results.push_back(std::stol(line.substr(at + 3)));
    }
    std::sort(results.begin(), results.end());
    return results;
}

struct Reported {
    std::vector<long> results;
    std::vector<Json> calls;
    Json end;
};

Reported reported(const std::string& out) {
    Reported all;
    for (const std::string& line : lines_of(out)) {
        const Json event = Json::parse(line);
        if (event.at("event") == "end") all.end = event;
        if (event.at("event") != "call") continue;
        all.results.push_back(event.at("result").get<long>());
        all.calls.push_back(event);
    }
    std::sort(all.results.begin(), all.results.end());
    return all;
}

Reported traced(const std::string& example, std::string& log) {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/log";
    const std::string file = std::string(IOVLAB_SOURCE_DIR "/assets/examples/") + example;
    const test::Finished done =
        test::run_program({"strace", "-f", "-o", path, "-e", "trace=writev", "-E", "ASAN_OPTIONS=detect_leaks=0",
                           program(), "run", file, "--format", "json"});
    REQUIRE(done.status == 0);
    log = test::read_file(path);
    return reported(done.out);
}

}  // namespace

TEST_CASE("oracle: strace sees the calls of both writers, and no others", "[oracle][strace][race]") {
    IOVLAB_NEEDS_STRACE();
    for (const char* example : {"18-two-writers-pipe.toml", "19-two-writers-append.toml"}) {
        CAPTURE(example);
        std::string log;
        const Reported ours = traced(example, log);
        CHECK(results_in_log(log) == ours.results);
        const auto of = [&](int writer) {
            return std::count_if(ours.calls.begin(), ours.calls.end(),
                                 [&](const Json& call) { return call.at("writer") == writer; });
        };
        CHECK(of(1) == of(2));
        CHECK(ours.end.at("records").size() == 2);
    }
}

TEST_CASE("oracle: broken records counted for 4,096 and for 6,000 bytes", "[oracle][race]") {
    const std::string file = IOVLAB_SOURCE_DIR "/assets/examples/18-two-writers-pipe.toml";
    const test::TemporaryFolder folder;
    const std::string small = folder.path() + "/small.toml";
    test::write_file(small, std::regex_replace(test::read_file(file), std::regex("size = 5990"), "size = 4086"));
    const auto broken = [](const std::string& path) {
        const test::Finished done = test::run_program({program(), "run", path, "--format", "json"});
        REQUIRE(done.status == 0);
        const Json end = reported(done.out).end;
        CHECK(end.at("calls") == 400);
        const Json& records = end.at("records");
        for (const Json& one : records) CHECK(one.at("whole").get<int>() + one.at("broken").get<int>() == 200);
        return records.at(0).at("broken").get<int>() + records.at(1).at("broken").get<int>();
    };
    CHECK(broken(file) > 0);
    CHECK(broken(small) == 0);
}

TEST_CASE("oracle: O_APPEND keeps two writers apart, positions of their own do not", "[oracle][race]") {
    const std::string file = IOVLAB_SOURCE_DIR "/assets/examples/19-two-writers-append.toml";
    const test::TemporaryFolder folder;
    const std::string own = folder.path() + "/own.toml";
    const std::string shared = folder.path() + "/shared.toml";
    const std::string text = std::regex_replace(test::read_file(file), std::regex("\nflags = .*"), "");
    test::write_file(own, text);
    test::write_file(shared,
                     std::regex_replace(text, std::regex("times = 100"), "times = 100\nposition = \"shared\""));
    const auto end_of = [](const std::string& path) {
        return reported(test::run_program({program(), "run", path, "--format", "json"}).out).end;
    };
    CHECK(end_of(file).at("overwritten") == 0);
    CHECK(end_of(file).at("verdict") == "intact");
    CHECK(end_of(shared).at("overwritten") == 0);
    const Json lost = end_of(own);
    CHECK(lost.at("verdict") == "lost");
    CHECK(lost.at("overwritten").get<int>() > 0);
    CHECK(lost.at("delivered").get<int>() ==
          lost.at("overwritten").get<int>() + lost.at("target").at("size").get<int>());
}

TEST_CASE("oracle: the one call that serves a client is the one that strace sees", "[oracle][strace][serve]") {
    IOVLAB_NEEDS_STRACE();
    const test::TemporaryFolder folder;
    const std::string log = folder.path() + "/log";
    test::Running run({"strace", "-f", "-o", log, "-e", "trace=writev", "-E", "ASAN_OPTIONS=detect_leaks=0",
                       program(), "run", IOVLAB_SOURCE_DIR "/assets/examples/17-http-response.toml", "--format",
                       "json"});
    REQUIRE(run.wait_for("\"port\""));
    std::smatch port;
    const std::string text = run.text();
    REQUIRE(std::regex_search(text, port, std::regex("\"port\":([0-9]+)")));
    // The client is a program of its own; bash knows TCP.
    const std::string client =
        "exec 3<>/dev/tcp/127.0.0.1/" + port[1].str() + "; printf 'GET / HTTP/1.1\\r\\n\\r\\n' >&3; cat <&3";
    const test::Finished page = test::run_program({"bash", "-c", client});
    const Reported ours = reported(run.finish().out);
    CHECK(page.out.find("HTTP/1.1 200 OK\r\n") == 0);
    CHECK(results_in_log(test::read_file(log)) == ours.results);
    CHECK(ours.results.size() == 1);
}
