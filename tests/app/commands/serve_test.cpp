// `iovlab run` with a real client: curl gets the page, Ctrl-C ends the wait, every format tells the address.
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <csignal>
#include <regex>
#include <stdexcept>

using namespace iovlab;
using test::Running;

namespace {

const std::string kExample = IOVLAB_SOURCE_DIR "/assets/examples/17-http-response.toml";

std::string program() {
    return test::program_folder() + "/iovlab";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

bool curl_is_here() {
    try {
        return test::run_program({"curl", "--version"}).status == 0;
    } catch (const std::runtime_error&) {
        return false;
    }
}

std::string address_in(const std::string& text) {
    std::smatch found;
    std::regex_search(text, found, std::regex("http://127\\.0\\.0\\.1:[0-9]+/"));
    return found.str();
}

}  // namespace

TEST_CASE("curl gets the page that the list gathers, and ends with 0", "[serve]") {
    if (!curl_is_here()) IOVLAB_SKIP("curl is not installed");
    // Without Content-Length the end of the connection is the end of the page: a RST in its place would be seen.
    for (const bool with_length : {true, false}) {
        CAPTURE(with_length);
        std::string text = test::read_file(kExample);
        if (!with_length) text = std::regex_replace(text, std::regex("Content-Length: [0-9]+.r.n"), "");
        const test::TemporaryFolder folder;
        const std::string file = folder.path() + "/page.toml";
        test::write_file(file, text);
        Running run({program(), "run", file, "--format", "json"});
        REQUIRE(run.wait_for("\"port\""));
        const std::string address = address_in(run.text());
        const test::Finished curl = test::run_program({"curl", "-sS", "--noproxy", "*", address});
        CHECK(curl.status == 0);
        CHECK(curl.err.empty());
        CHECK(curl.out.rfind("<!doctype html>\n<title>Gathered</title>", 0) == 0);
        CHECK(has(curl.out, "One writev gathered them.</p>\n"));
        const test::Finished done = run.finish();
        CHECK(done.status == 0);
        CHECK(has(done.out, "\"request\":\"GET / HTTP/1.1\",\"whole\":true"));
        CHECK(has(done.out, "\"verdict\":\"intact\""));
    }
}

TEST_CASE("Ctrl-C ends the wait for a client", "[serve]") {
    Running run({program(), "run", kExample});
    REQUIRE(run.wait_for("in a browser"));
    CHECK(has(run.text(), "curl -v http://127.0.0.1:"));
    ::kill(run.pid(), SIGINT);
    const test::Finished done = run.finish();
    CHECK(done.status == 128 + SIGINT);
    CHECK(has(done.out, "Nobody came, so nothing was sent."));
}

TEST_CASE("strace's notation has no words for an address: it comes on stderr", "[serve]") {
    std::string text = test::read_file(kExample);
    text = std::regex_replace(text, std::regex("seconds = 60.0"), "seconds = 0.01");
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/page.toml";
    test::write_file(file, text);
    const test::Finished done = test::run_program({program(), "run", file, "--format", "strace"});
    CHECK(done.status == 0);
    CHECK(done.out.empty());
    CHECK_FALSE(address_in(done.err).empty());
}
