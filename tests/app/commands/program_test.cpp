#include "tests/support/program.h"

#include "tests/catch.h"
#include "tests/support/runs.h"

#include <utility>

using namespace iovlab;
using test::Finished;

namespace {

Finished iovlab_with(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), test::program_folder() + "/iovlab");
    return test::run_program(arguments, test::Stdout::Read, {"DISPLAY", "WAYLAND_DISPLAY"});
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("program: --version and --help", "[app]") {
    const Finished version = iovlab_with({"--version"});
    CHECK(version.status == 0);
    CHECK(version.out.rfind("iovlab ", 0) == 0);

    const Finished help = iovlab_with({"--help"});
    CHECK(help.status == 0);
    CHECK(has(help.out, "run"));
    for (const char* later : {"grade"}) CHECK(!has(help.out, later));
    CHECK(help.err.empty());

    const Finished run_help = iovlab_with({"run", "--help"});
    CHECK(run_help.status == 0);
    for (const char* word : {"--kernel", "--format", "--keep", "FILE", "strace", "Exit status"}) {
        CAPTURE(word);
        CHECK(has(run_help.out, word));
    }
}

TEST_CASE("program: a wrong command line is status 2, in words", "[app]") {
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"run"}, "FILE"},
        {{"run", "x.toml", "--fromat", "json"}, "--fromat"},
        {{"run", "x.toml", "--format", "xml"}, "xml"},
        {{"run", "x.toml", "--kernel", "windows"}, "windows"},
        {{"run", "x.toml", "y.toml"}, "y.toml"},
        {{"--frob"}, "--frob"},
        {{"frobnicate"}, "neither a command nor a file"},
    };
    for (const auto& [arguments, word] : cases) {
        CAPTURE(word);
        const Finished finished = iovlab_with(arguments);
        CHECK(finished.status == 2);
        CHECK(finished.out.empty());
        CHECK(has(finished.err, word));
    }
}

TEST_CASE("program: commands of later versions say so", "[app]") {
    for (const char* word : {"watch", "grade"}) {
        const Finished finished = iovlab_with({word, "--help"});
        CHECK(finished.status == 2);
        CHECK(finished.err ==
              "iovlab: the command '" + std::string(word) + "' is not in this version.\nTry 'iovlab --help'.\n");
    }
}

TEST_CASE("program: without a display the window says what works instead", "[app]") {
    const Finished finished = iovlab_with({});
    CHECK(finished.status == 3);
    CHECK(has(finished.err, "iovlab run FILE"));

    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/x.toml";
    test::write_file(file, "format = 1\n");
    const Finished opened = iovlab_with({file});
    CHECK(opened.status == 3);
    CHECK(has(opened.err, "iovlab run " + file));
}
