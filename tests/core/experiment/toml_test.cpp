#include "core/experiment/toml.h"

#include "tests/catch.h"
#include "tests/core/experiment/toml_refusals.h"

using namespace iovlab;

namespace {

// Every refusal that a file's form can earn, each once.
const Refusal kForm[] = {
    // the file as a whole
    {"format", "@title = \"x\"\n", "lacks the key \"format\""},
    {"format", "format = @2\n", "a newer iovlab is needed"},
    {"format", "format = @0\n", "format is 0; 1 is allowed"},
    {"format", "format = @\"1\"\n", "a whole number is expected"},
    {"format", "format = 1\ntitle = @3\n", "a string is expected"},
    {"format", "format = 1\nseed = @-1\n", "0 or more is allowed"},
    {"format", "format = 1\nseed = @1.5\n", "a whole number is expected"},
    {"format", "format = 1\n@tilte = \"x\"\n", "did you mean \"title\"?"},
    {"format", "format = 1\ntitle = \"never closed@\n", "a closing quote missing"},
    {"format", "format = 1\nformat = @1\n", "not TOML"},
    {"format", "format = 1\nseed = 99999999999999999999@\n", "not TOML"},
    {"more", "[@bufer]\n", "did you mean \"buffer\"?"},
    {"call", "", "lacks the key \"call\""},
    {"target", "", "lacks the key \"target\""},
    // buffers
    {"buffer", "@[buffer]\nname = \"body\"\n", "[[buffer]], in double brackets"},
    {"buffer", "buffer = [@1]\n", "a table is expected"},
    {"buffer", "@[[buffer]]\nkind = \"bytes\"\ntext = \"\"\n", "lacks the key \"name\""},
    {"buffer", "[[buffer]]\nname = @7\nkind = \"bytes\"\ntext = \"\"\n", "a string is expected"},
    {"buffer", "@[[buffer]]\nname = \"body\"\ntext = \"\"\n", "lacks the key \"kind\""},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = @\"bytesarray\"\n", "did you mean \"bytearray\"?"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = @true\n", "kind is true; a string is expected"},
    {"buffer", "@[[buffer]]\nname = \"body\"\nkind = \"bytes\"\n", "the content is missing"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\ntext = \"a\"\nhex = @\"61\"\n", "exactly one of"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\ntext = @1\n", "a string is expected"},
    {"buffer", "@[[buffer]]\nname = \"body\"\nkind = \"bytes\"\nfill = \"a\"\n", "lacks the key \"size\""},
    {"buffer", "@[[buffer]]\nname = \"body\"\nkind = \"bytes\"\nrandom = 7\n", "lacks the key \"size\""},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\nfill = \"a\"\nsize = @-1\n", "0 or more is allowed"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\nfill = \"a\"\nsize = @1e3\n", "a whole number"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\nrandom = @\"x\"\nsize = 1\n", "a whole number"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\ntext = \"a\"\nsize = @1\n",
     "belongs to fill and random"},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\ntext = \"a\"\n@range = [0, 1]\n",
     "has no key \"range\""},
    {"buffer", "[[buffer]]\nname = \"body\"\nkind = \"bytes\"\n@txet = \"a\"\ntext = \"\"\n",
     "did you mean \"text\"?"},
    // calls
    {"file", "format = 1\ncall = @3\n[target]\nkind = \"pipe\"\n", "a section [call] is expected"},
    {"file", "format = 1\ncall = @[]\n[target]\nkind = \"pipe\"\n", "a section [call] is expected"},
    {"call", "@[call]\nop = \"writev\"\n", "lacks the key \"iov\""},
    {"call", "[[call]]\nop = \"writev\"\niov = []\n@[[call]]\nop = \"writev\"\n", "lacks the key \"iov\""},
    {"call", "[call]\nop = @\"writv\"\niov = [\"body\"]\n", "did you mean \"writev\"?"},
    {"call", "[call]\nop = @1\niov = [\"body\"]\n", "a string is expected"},
    {"call", "[call]\nop = \"writev\"\niov = @\"body\"\n", "a list of entries is expected"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\", @3]\n", "an entry is the number 3"},
    {"call", "[call]\nop = \"writev\"\niov = [@{times = 2}]\n", "neither which \"buffer\""},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", bad = @\"null\", length = 1}]\n",
     "both stand here"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = @1}]\n", "a string is expected"},
    {"call", "[call]\nop = \"writev\"\niov = [{bad = @\"unmaped\", length = 1}]\n", "did you mean \"unmapped\"?"},
    {"call", "[call]\nop = \"writev\"\niov = [@{bad = \"null\"}]\n", "lacks the key \"length\""},
    {"call", "[call]\nop = \"writev\"\niov = [@{bad = \"crossing\", length = 1}]\n", "lacks the key \"good\""},
    {"call", "[call]\nop = \"writev\"\niov = [{bad = \"null\", length = 1, good = @1}]\n", "\"crossing\" alone"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", good = @1}]\n", "\"crossing\" alone"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", @lenght = 1}]\n", "did you mean \"length\"?"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", length = @-1}]\n", "SIZE_MAX"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", length = @\"SIZEMAX\"}]\n", "SSIZE_MAX"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", length = @\"0x1ffffffffffffffff\"}]\n",
     "length is"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", length = @\"0x\"}]\n", "length is the string"},
    {"call", "[call]\nop = \"writev\"\niov = [{buffer = \"body\", times = @\"two\"}]\n", "a whole number"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\"]\ncount = @2147483648\n", "iovcnt is an int"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\"]\ncount = @-2147483649\n", "iovcnt is an int"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\"]\ncount = @\"all\"\n", "a whole number"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\"]\narray = @\"good\"\n", "\"bad\" is allowed"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\"]\narray = @true\n", "a string is expected"},
    {"call", "[call]\nop = \"pwritev\"\niov = [\"body\"]\noffset = @\"end\"\n", "a whole number"},
    {"call", "[call]\nop = \"pwritev2\"\niov = [\"body\"]\nflags = @\"RWF_APPEND\"\n", "a list of names"},
    {"call", "[call]\nop = \"pwritev2\"\niov = [\"body\"]\nflags = [@true]\n", "its name is expected"},
    {"call", "[call]\nop = \"pwritev2\"\niov = [\"body\"]\nflags = @4294967296\n", "4,294,967,295"},
    {"call", "[call]\nop = \"pwritev2\"\niov = [\"body\"]\nflags = [@-1]\n", "4,294,967,295"},
    {"call", "[call]\nop = \"writev\"\niov = [\"body\"]\n@cuont = 1\n", "did you mean \"count\"?"},
};

// The same for the sections around the calls.
const Refusal kAround[] = {
    {"file", "format = 1\ntarget = @\"pipe\"\n[call]\nop = \"writev\"\niov = []\n",
     "a section [target] is expected"},
    {"target", "@[target]\n", "lacks the key \"kind\""},
    {"target", "[target]\nkind = @1\n", "a string is expected"},
    {"target", "[target]\nkind = \"pipe\"\n@capcity = 1\n", "did you mean \"capacity\"?"},
    {"target", "[target]\nkind = \"pipe\"\npath = @\"x\"\n", "a target of kind pipe has no \"path\""},
    {"target", "[target]\nkind = \"file\"\ncapacity = @1\n", "a target of kind file has no \"capacity\""},
    {"target", "[target]\nkind = \"null\"\nflags = @[]\n", "it has no keys but kind"},
    {"target", "[target]\nkind = \"pipe\"\ncapacity = @\"64k\"\n", "capacity is the string \"64k\""},
    {"target", "[target]\nkind = \"pipe\"\npreload = @-1\n", "0 or more is allowed"},
    {"target", "[target]\nkind = \"pipe\"\nreader = @\"close\"\n", "did you mean \"closed\"?"},
    {"target", "[target]\nkind = \"pipe\"\nflags = @\"O_NONBLOCK\"\n", "a list of names"},
    {"target", "[target]\nkind = \"pipe\"\nflags = [@2048]\n", "its name is expected"},
    {"target", "[target]\nkind = \"file\"\npath = @1\n", "a string is expected"},
    {"target", "[target]\nkind = \"file\"\nseek = @\"end\"\n", "a whole number"},
    {"target", "[target]\nkind = \"file\"\ncontent = @1\n", "a string is expected, or a table"},
    {"target", "[target]\nkind = \"file\"\ncontent = @{}\n", "the content is missing"},
    {"target", "[target]\nkind = \"file\"\ncontent = {text = \"\", @of = \"body\"}\n", "has no key \"of\""},
    {"target", "[target]\nkind = \"unix-stream\"\ntimeout = @\"1s\"\n", "a number is expected"},
    {"target", "[target]\nkind = \"memfd\"\nseals = [@1]\n", "names are expected"},
    {"target", "[target]\nkind = \"memfd\"\nseals = @1\n", "a list of names"},
    {"more", "@[[reader]]\npolicy = \"all\"\n", "a section [reader] is expected, once"},
    {"more", "@[reader]\nbytes = 1\n", "lacks the key \"policy\""},
    {"more", "[reader]\npolicy = @\"always\"\n", "use none, all"},
    {"more", "[reader]\npolicy = \"all\"\nbytes = @\"all\"\n", "a whole number"},
    {"more", "[reader]\npolicy = \"all\"\n@every = 3\n", "did you mean \"every_ms\"?"},
    {"more", "@[loop]\nmax_calls = 3\n", "lacks the key \"kind\""},
    {"more", "[loop]\nkind = \"once\"\nmax_calls = @3.0\n", "is the number 3.0; a whole number"},
    {"more", "[loop]\nkind = \"once\"\n@max-calls = 3\n", "did you mean \"max_calls\"?"},
    {"more", "@[faults]\nrepeat = true\n", "lacks the key \"script\""},
    {"more", "[faults]\nscript = @1\n", "a string is expected"},
    {"more", "[faults]\nscript = \"real\"\nrepeat = @\"yes\"\n", "true or false"},
    {"more", "[faults]\nscript = \"real\"\n@seed = 1\n", "has no key \"seed\""},
    {"more", "[limits]\nfile_size = @\"1M\"\n", "a whole number"},
    {"more", "[limits]\nSIGPIPE = @\"kill\"\n", "it is ignore or default"},
    {"more", "[limits]\nSIGXFSZ = @1\n", "a string is expected"},
    {"more", "[limits]\n@sigpipe = \"default\"\n", "did you mean \"SIGPIPE\"?"},
    {"more", "@[signal]\nwhen = \"asleep\"\n", "lacks the key \"name\""},
    {"more", "[signal]\nname = \"SIGUSR1\"\nwhen = @\"later\"\n", "\"asleep\" is allowed"},
    {"more", "[signal]\nname = \"SIGUSR1\"\nrestart = @1\n", "true or false"},
    {"more", "@[deadline]\n", "lacks the key \"seconds\""},
    {"more", "[deadline]\nseconds = @\"2\"\n", "a number is expected"},
    {"more", "[deadline]\nseconds = @1979-05-27\n", "a date or time"},
};

void must_be_refused(const Refusal& refusal) {
    const MarkedText file = marked(refusal);
    const ReadResult result = read_experiment(file.text, "x.toml");
    CAPTURE(file.text);
    REQUIRE(result.problems.size() == 1);
    const FileProblem& problem = result.problems.front();
    CAPTURE(problem.text());
    CHECK(problem.file == "x.toml");
    CHECK(problem.what.find(refusal.says) != std::string::npos);
    CHECK(problem.line == (file.line ? file.line : 1));
    CHECK(problem.column == (file.line ? file.column : 1));
}

}  // namespace

TEST_CASE("every refusal of a file's form names its place and what is allowed") {
    for (const Refusal& refusal : kForm) must_be_refused(refusal);
}

TEST_CASE("every refusal in the sections around the calls names its place and what is allowed") {
    for (const Refusal& refusal : kAround) must_be_refused(refusal);
}

TEST_CASE("the experiment that the refusals are made from is sound") {
    const ReadResult result = read_experiment(marked({"", "", ""}).text, "x.toml");
    REQUIRE(result.ok());
    CHECK(result.experiment.buffers.size() == 1);
    CHECK(result.experiment.calls.size() == 1);
    CHECK(result.experiment.target.kind == "pipe");
}

TEST_CASE("all problems are reported, in the order of the file, and not more than people read") {
    const ReadResult several = read_experiment(
        "format = 1\nseed = -1\n[call]\nop = \"wrtev\"\niov = []\n[target]\nkind = \"pipe\"\ncapacity = 0\n[x]\n",
        "f");
    REQUIRE(several.problems.size() == 4);
    CHECK(several.problems[0].text() == "f:2:8: seed is -1; 0 or more is allowed");
    CHECK(several.problems[1].line == 4);
    CHECK(several.problems[2].line == 8);
    CHECK(several.problems[3].line == 9);

    std::string many = "format = 1\n";
    for (int i = 0; i < 50; ++i) many += "unknown" + std::to_string(i) + " = 1\n";
    many += "[call]\nop = \"writev\"\niov = []\n[target]\nkind = \"pipe\"\n";
    const ReadResult result = read_experiment(many, "f");
    REQUIRE(result.problems.size() == 21);
    CHECK(result.problems.front().line == 2);
    CHECK(result.problems.back().text() == "f: and 30 more problems");
}

TEST_CASE("a newer file is not judged by old rules") {
    const ReadResult result = read_experiment("format = 9\nnews = true\n", "f");
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].what.find("format 9") != std::string::npos);
}

TEST_CASE("what was found is shown without obeying it") {
    const ReadResult result = read_experiment("format = 1\n\"a\\u001b[31mb\" = 1\n", "f");
    REQUIRE_FALSE(result.ok());
    for (const FileProblem& problem : result.problems) {
        CAPTURE(problem.what);
        CHECK(problem.what.find('\x1b') == std::string::npos);
    }
}
