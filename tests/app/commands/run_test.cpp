#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <csignal>
#include <filesystem>

using namespace iovlab;
using test::Finished;
using test::Stdout;

namespace {

std::string program() {
    return test::program_folder() + "/iovlab";
}

Finished iovlab_with(std::vector<std::string> arguments, Stdout out = Stdout::Read) {
    arguments.insert(arguments.begin(), program());
    return test::run_program(arguments, out, {"DISPLAY", "WAYLAND_DISPLAY"});
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr const char* kThreeLines = R"(format = 1
title = "Three lines"
[[buffer]]
name = "a"
kind = "bytes"
text = "First line\n"
[call]
op = "writev"
iov = ["a", "a", "a"]
[target]
kind = "file"
path = "lines.txt"
)";

constexpr const char* kSleeper = R"(format = 1
[[buffer]]
name = "a"
kind = "bytes"
fill = "a"
size = 5000
[call]
op = "writev"
iov = ["a"]
[target]
kind = "pipe"
capacity = 4096
[deadline]
seconds = 100.0
)";

struct File {
    explicit File(const std::string& text) { test::write_file(path, text); }
    test::TemporaryFolder folder;
    std::string path = folder.path() + "/x.toml";
};

}  // namespace

TEST_CASE("run: each format says what happened", "[app][run]") {
    const File file(kThreeLines);
    const Finished text = iovlab_with({"run", file.path});
    CHECK(text.status == 0);
    CHECK(has(text.out, "Three lines\n"));
    CHECK(has(text.out, "Complete: all 33 bytes."));
    CHECK(has(text.out, "intact: Every byte arrived, once and in order.\n"));
    CHECK(!has(text.out, "\x1b"));
    CHECK(text.err.empty());

    const Finished strace = iovlab_with({"run", file.path, "--format", "strace"});
    CHECK(strace.status == 0);
    CHECK(strace.out ==
          "writev(4, [{iov_base=\"First line\\n\", iov_len=11}, {iov_base=\"First line\\n\", iov_len=11}, "
          "{iov_base=\"First line\\n\", iov_len=11}], 3) = 33\n");

    const Finished json = iovlab_with({"run", "--format", "json", file.path});
    CHECK(json.status == 0);
    CHECK(json.out.rfind(R"({"event":"call","n":1,"op":"writev","fd":4,"iovcnt":3,"iov_len":[11,11,11],"asked":33,)"
                         R"("result":33,)",
                         0) == 0);
    CHECK(has(json.out, "\n{\"event\":\"end\",\"calls\":1,\"delivered\":33,"));
}

TEST_CASE("run: an errno is a result, not a failure", "[app][run]") {
    std::string toml = kThreeLines;
    toml.replace(toml.find("\"a\", \"a\", \"a\""), 13, "{buffer = \"a\", times = 1025}");
    const File file(toml);
    const Finished finished = iovlab_with({"run", file.path});
    CHECK(finished.status == 0);
    CHECK(has(finished.out, "-1 EINVAL"));
    CHECK(has(finished.out, "IOV_MAX"));
}

TEST_CASE("run: --keep leaves the files", "[app][run]") {
    const File file(kThreeLines);
    const std::string keep = file.folder.path() + "/kept";
    CHECK(iovlab_with({"run", file.path, "--keep", keep}).status == 0);
    CHECK(test::read_file(keep + "/lines.txt") == "First line\nFirst line\nFirst line\n");
}

TEST_CASE("run: a wrong file is told with its place, and nothing runs", "[app][run]") {
    const File file("format = 1\n[call]\nop = \"writex\"\n");
    const Finished finished = iovlab_with({"run", file.path});
    CHECK(finished.status == 2);
    CHECK(finished.out.empty());
    CHECK(has(finished.err, file.path + ":3:"));
    CHECK(has(finished.err, "writex"));

    const Finished missing = iovlab_with({"run", file.folder.path() + "/none.toml"});
    CHECK(missing.status == 2);
    CHECK(has(missing.err, "none.toml"));
}

TEST_CASE("run: --kernel model answers without a call", "[app][run]") {
    const File file(kThreeLines);
    const Finished model = iovlab_with({"run", file.path, "--kernel", "model", "--format", "json"});
    CHECK(model.status == 0);
    CHECK(has(model.out, "\"result\":33,"));
    CHECK(has(model.out, "\"origin\":\"model\""));
    CHECK(has(iovlab_with({"run", file.path, "--kernel", "model"}).out, "33 [model]"));
}

TEST_CASE("run: where the model makes no claim the status is 3, and nothing is made up", "[app][run]") {
    std::string direct = kThreeLines;
    direct += "flags = [\"O_DIRECT\"]\n";
    std::string tcp = kThreeLines;
    tcp.replace(tcp.find("kind = \"file\"\npath = \"lines.txt\"\n"), 32, "kind = \"tcp\"\n");
    for (const std::string& toml : {direct, tcp}) {
        CAPTURE(toml);
        const File file(toml);
        const Finished json = iovlab_with({"run", file.path, "--kernel", "model", "--format", "json"});
        CHECK(json.status == 3);
        CHECK(has(json.out, "\"result\":null,\"error\":null"));
        CHECK(has(json.out, "\"origin\":\"model\""));
        CHECK(has(json.out, "\"model\":null"));
        CHECK(has(json.out, "\"verdict\":null"));
        const Finished text = iovlab_with({"run", file.path, "--kernel", "model"});
        CHECK(text.status == 3);
        CHECK(has(text.out, "= ? no claim"));
    }
}

TEST_CASE("run: output that cannot be written is status 1, never a silent success", "[app][run]") {
    const File file(kThreeLines);
    const Stdout where = GENERATE(Stdout::Closed, Stdout::Full, Stdout::BrokenPipe);
    for (const char* format : {"text", "strace", "json"}) {
        const Finished finished = iovlab_with({"run", file.path, "--format", format}, where);
        CHECK(finished.status == 1);
        CHECK(has(finished.err, "output could not be written"));
    }
    CHECK(iovlab_with({"--help"}, where).status == 1);
}

TEST_CASE("run: Ctrl-C ends a sleeping call and still tells the end", "[app][run]") {
    const File file(kSleeper);
    test::Running running({program(), "run", file.path, "--format", "json"});
    REQUIRE(running.wait_for("{\"event\":\"asleep\""));
    REQUIRE(::kill(running.pid(), SIGINT) == 0);
    const Finished finished = running.finish();
    CHECK(finished.status == 130);
    CHECK(has(finished.out, "\"blocked\":true"));
    CHECK(has(finished.out, "{\"event\":\"end\","));
    CHECK(has(finished.out, "\"status\":\"stopped\""));
}

TEST_CASE("run: steps are printed as they happen", "[app][run]") {
    const File file(kSleeper);
    const std::string format = GENERATE("text", "json");
    test::Running running({program(), "run", file.path, "--format", format});
    // The call sleeps for a hundred seconds; this comes at once.
    CHECK(running.wait_for("asleep"));
}
