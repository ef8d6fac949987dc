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

TEST_CASE("program: a wrong word is told with the words there are", "[app]") {
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"run", "x.toml", "--kernel", "windows"}, "iovlab: --kernel is \"windows\"; use model or real\n"},
        {{"run", "x.toml", "--kernel", "1"}, "iovlab: --kernel is \"1\"; use model or real\n"},
        {{"run", "x.toml", "--format", "xml"}, "iovlab: --format is \"xml\"; use json, strace or text\n"},
        {{"export", "x.toml", "--to", "go"}, "iovlab: --to is \"go\"; use c, cpp, python or rust\n"},
    };
    for (const auto& [arguments, words] : cases) {
        CAPTURE(words);
        CHECK(iovlab_with(arguments).err == std::string(words) + "Try 'iovlab --help'.\n");
    }
}

TEST_CASE("program: where nobody can be told anything the exit status is still right", "[app]") {
    const std::string program = test::program_folder() + "/iovlab ";
    const std::string example = IOVLAB_SOURCE_DIR "/assets/examples/05-pipe-that-fills.toml";
    const std::pair<std::string, int> cases[] = {{"run /nowhere.toml", 2},
                                                 {"--frob", 2},
                                                 {"errno EFOO", 2},
                                                 {"errno", 1},
                                                 {"run " + example, 1},
                                                 {"lessons nosuch", 2},
                                                 {"bench --counts 0", 2},
                                                 {"export /nowhere.toml --to c", 2},
                                                 {"shot /nowhere --out x.png", 2}};
    for (const auto& [words, status] : cases) {
        for (const char* outputs : {" <&- >&- 2>&-", " >/dev/full 2>/dev/full"}) {
            CAPTURE(words, outputs);
            CHECK(test::run_program({"/bin/sh", "-c", program + words + outputs}).status == status);
        }
    }
}

TEST_CASE("program: an export goes to its file whole, or is refused before anything is made", "[app]") {
    const test::TemporaryFolder folder;
    const std::string example = IOVLAB_SOURCE_DIR "/assets/examples/05-pipe-that-fills.toml";
    const auto exported = [&](const std::string& out) {
        return iovlab_with({"export", example, "--to", "python", "--out", out});
    };
    const std::string out = folder.path() + "/program.py";
    CHECK(exported(out).status == 0);
    CHECK(has(test::read_file(out), "os.writev"));
    test::write_file(out, "edited by hand");
    CHECK(exported(out).status == 2);
    CHECK(test::read_file(out) == "edited by hand");
    CHECK(iovlab_with({"export", example, "--to", "python", "--out", out, "--force"}).status == 0);
    CHECK(has(test::read_file(out), "os.writev"));
    for (const std::string& nowhere : {folder.path() + "/no/such/x.py", folder.path(), folder.path() + "/"}) {
        CAPTURE(nowhere);
        const Finished finished = exported(nowhere);
        CHECK(finished.status == 2);
        CHECK(has(finished.err, "iovlab: --out: " + nowhere + " cannot be written: "));
    }
    CHECK(exported("/dev/null").status == 0);
    CHECK(exported("/dev/full").status == 1);
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
