#include "tests/support/strace.h"

#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

// Another program watches the calls: strace. What it saw must be what our JSON says, and what our strace format
// prints, letter by letter.
using namespace iovlab;

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

bool begins(const std::string& text, const std::string& with) {
    return text.rfind(with, 0) == 0;
}

/// What strace and the program wrote about one run.
struct Watched {
    int status = -1;
    std::vector<std::string> out;    ///< the program's own lines
    std::vector<std::string> calls;  ///< strace's lines about calls, from all processes
};

/// -ff gives each process a file of its own, so that no line has a prefix (which would move the column of the
/// results). A program under strace cannot be searched for leaks: a sanitized one must not try.
Watched watch(const std::string& file, const std::string& format, const std::string& traced) {
    const test::TemporaryFolder folder;
    const auto finished =
        test::run_program({"strace", "-ff", "-o", folder.path() + "/log", "-e", "trace=" + traced, "-E",
                           "ASAN_OPTIONS=detect_leaks=0", program(), "run", file, "--format", format});
    Watched watched;
    watched.status = finished.status;
    watched.out = lines_of(finished.out);
    for (const auto& log : std::filesystem::directory_iterator(folder.path())) {
        for (const std::string& line : lines_of(test::read_file(log.path()))) {
            const bool about_process = begins(line, "---") || begins(line, "+++");
            // write(2) is also how the program prints; the experiment's own go to descriptor 4.
            const bool printing = begins(line, "write(") && !begins(line, "write(4, ");
            if (!about_process && !printing) watched.calls.push_back(line);
        }
    }
    return watched;
}

/// The value of a key of a JSON line, as it stands there.
std::string value(const std::string& line, const std::string& key) {
    const std::size_t at = line.find("\"" + key + "\":");
    if (at == std::string::npos) return "missing";
    const std::size_t from = at + key.size() + 3;
    if (line[from] == '[') return line.substr(from + 1, line.find(']', from) - from - 1);
    const std::string text = line.substr(from, line.find_first_of(",}", from) - from);
    return text.size() > 1 && text[0] == '"' ? text.substr(1, text.size() - 2) : text;
}

std::string system_call(const std::string& op) {
    return op == "copy+write" || op == "writes" ? "write" : op;
}

/// What strace puts behind "= " for the outcome of a JSON line.
std::string result_of(const std::string& line) {
    if (value(line, "blocked") == "true") return "?";
    if (value(line, "signal") == "SIGPIPE") return "-1 EPIPE";
    if (value(line, "error") == "EINTR") return "? ERESTARTSYS";
    if (value(line, "error") != "null") return "-1 " + value(line, "error");
    return value(line, "result");
}

void check_json(const Watched& watched) {
    std::vector<std::string> calls;
    std::copy_if(watched.out.begin(), watched.out.end(), std::back_inserter(calls),
                 [](const std::string& line) { return value(line, "event") == "call"; });
    REQUIRE(calls.size() == watched.calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const std::string& seen = watched.calls[i];
        CAPTURE(calls[i], seen);
        CHECK(begins(seen, system_call(value(calls[i], "op")) + "(" + value(calls[i], "fd") + ", "));
        const std::size_t equals = seen.rfind(" = ");
        REQUIRE(equals != std::string::npos);
        const std::string result = result_of(calls[i]);
        CHECK(begins(seen.substr(equals + 3) + " ", result + " "));
    }
}

void check_strace(const Watched& ours) {
    REQUIRE(ours.status == 0);
    std::vector<std::string> calls;
    std::copy_if(ours.out.begin(), ours.out.end(), std::back_inserter(calls),
                 [](const std::string& line) { return !begins(line, "+++"); });
    REQUIRE(calls.size() == ours.calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const std::string ours_alone =
            calls[i].substr(0, calls[i].find(" /* capped at "));  // which strace cannot know
        CHECK(ours_alone == ours.calls[i]);
    }
}

void compare(const std::string& file, const std::string& traced = "writev,pwritev,pwritev2,readv,preadv") {
    CAPTURE(file);
    const Watched json = watch(file, "json", traced);
    REQUIRE(json.status == 0);
    check_json(json);

    check_strace(watch(file, "strace", traced));
}

void compare_text(const std::string& toml, const std::string& traced = "writev,pwritev,pwritev2,readv,preadv") {
    CAPTURE(toml);
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/x.toml";
    test::write_file(file, "format = 1\n" + toml);
    compare(file, traced);
}

/// SA_RESTART: strace sees more calls than the program made, and so does our notation of it.
void compare_restarted(const std::string& toml) {
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/x.toml";
    test::write_file(file, "format = 1\n" + toml);
    check_strace(watch(file, "strace", "writev"));
}

const std::string buffer_a = "[[buffer]]\nname = \"a\"\nkind = \"bytes\"\ntext = \"abc\\n\"\n";
const std::string big_a = "[[buffer]]\nname = \"a\"\nkind = \"bytearray\"\nfill = \"a\"\nsize = 9000\n";
const std::string to_file = "[target]\nkind = \"file\"\n";
const std::string small_pipe = "[target]\nkind = \"pipe\"\ncapacity = 4096\n";

std::string writev_of(const std::string& iov, const std::string& more = "") {
    return "[call]\nop = \"writev\"\niov = [" + iov + "]\n" + more;
}

}  // namespace

TEST_CASE("oracle: strace sees the calls of every example", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    int examples = 0;
    for (const char* folder : {"/assets/examples", "/assets/examples/wrong"}) {
        for (const auto& file : std::filesystem::directory_iterator(std::string(IOVLAB_SOURCE_DIR) + folder)) {
            if (file.path().extension() != ".toml") continue;
            const std::string text = test::read_file(file.path());
            // What waits for a client, and what two processes do at once: company_test.cpp.
            if (text.find("\nserve ") != std::string::npos || text.find("\n[second]") != std::string::npos)
                continue;
            const bool plain = text.find("\"write\"") != std::string::npos ||
                               text.find("\"writes\"") != std::string::npos ||
                               text.find("\"copy+write\"") != std::string::npos;
            compare(file.path(),
                    plain ? "write,writev,pwritev,pwritev2,readv,preadv" : "writev,pwritev,pwritev2,readv,preadv");
            ++examples;
        }
    }
    CHECK(examples > 0);
}

TEST_CASE("oracle: strace prints lists as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    const std::string escapes =
        "[[buffer]]\nname = \"e\"\nkind = \"bytes\"\nhex = \"003100390838225c0a090b0c0d7f37ff1b5b80\"\n"
        "[[buffer]]\nname = \"d\"\nkind = \"bytes\"\nhex = \"" +
        std::string(62, '6') +
        "0137\"\n"
        "[[buffer]]\nname = \"l\"\nkind = \"bytes\"\nfill = \"l\"\nsize = 32\n";
    compare_text(escapes + writev_of("\"e\", \"d\", \"l\"") + to_file);
    for (const char* times : {"32", "33", "40", "1024", "1025"}) {
        compare_text(buffer_a + writev_of("{buffer = \"a\", times = " + std::string(times) + "}") + to_file);
    }
    compare_text(buffer_a + writev_of("") + to_file);
    compare_text(buffer_a + writev_of("{buffer = \"a\", length = 20}, {buffer = \"a\", length = 5000}") + to_file);
}

TEST_CASE("oracle: strace prints what was read as we do", "[oracle][strace][read]") {
    IOVLAB_NEEDS_STRACE();
    const std::string buffers =
        "[[buffer]]\nname = \"a\"\nkind = \"bytearray\"\nfill = \".\"\nsize = 3\n"
        "[[buffer]]\nname = \"b\"\nkind = \"bytearray\"\nfill = \".\"\nsize = 100\n";
    const std::string file =
        "[target]\nkind = \"file\"\ncontent = \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ\"\n";
    const auto call = [&](const std::string& op, const std::string& iov, const std::string& more = "") {
        return buffers + "[call]\nop = \"" + op + "\"\niov = [" + iov + "]\n" + more;
    };
    compare_text(call("readv", "\"a\", {bad = \"null\", length = 0}, \"b\", \"a\"") + file);
    compare_text(call("preadv", "\"b\", \"a\"", "offset = 44\n") + file);
    compare_text(call("preadv", "\"b\"", "offset = 99\n") + file);
    compare_text(call("readv", "{buffer = \"a\", times = 40}") + file);
    compare_text(call("readv", "\"a\", {bad = \"crossing\", good = 2, length = 8}, \"b\"") + file);
    compare_text(call("readv", "{bad = \"unmapped\", length = 4}, \"b\"") + file);
    compare_text(call("readv", "\"a\"", "count = 2\n") + file);
    compare_text(call("readv", "\"a\"", "array = \"bad\"\n") + file);
    compare_text(call("readv", "\"a\", \"b\"") + "[target]\nkind = \"zero\"\n");
    compare_text(call("readv", "\"a\"") + "[target]\nkind = \"pipe\"\nflags = [\"O_NONBLOCK\"]\n");
    compare_text(call("readv", "\"a\"") + "[target]\nkind = \"pipe\"\n[deadline]\nseconds = 0.3\n");
    compare_text(call("readv", "\"a\"") +
                 "[target]\nkind = \"pipe\"\n[signal]\nwhen = \"asleep\"\nname = \"SIGUSR1\"\n");
}

TEST_CASE("oracle: strace prints what cannot be read as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    for (const char* entry : {
             "{bad = \"unmapped\", length = 100}",
             "{bad = \"unmapped\", length = 0}",
             "{bad = \"null\", length = 0}",
             "{bad = \"null\", length = 5}",
             "{bad = \"kernel\", length = 0}",
             "{bad = \"kernel\", length = 7}",
             "{bad = \"crossing\", good = 33, length = 40}",
             "{bad = \"crossing\", good = 32, length = 40}",
             "{bad = \"crossing\", good = 2000, length = 4000}",
             "{buffer = \"a\", length = \"SIZE_MAX\"}",
             "{buffer = \"a\", length = \"SSIZE_MAX\"}",
         }) {
        compare_text(buffer_a + writev_of("\"a\", " + std::string(entry)) + to_file);
    }
}

TEST_CASE("oracle: strace prints wrong counts and arrays as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    for (const char* more : {"count = 0\n", "count = 1\n", "count = 3\n", "count = 1025\n", "count = -1\n",
                             "array = \"bad\"\n", "array = \"bad\"\ncount = 0\n"}) {
        compare_text(buffer_a + writev_of("\"a\", \"a\"", more) + to_file);
    }
    compare_text(buffer_a + writev_of("", "count = 2\n") + to_file);
    compare_text(buffer_a + writev_of("{buffer = \"a\", times = 32}", "count = 33\n") + to_file);
    compare_text(buffer_a + writev_of("{buffer = \"a\", times = 31}", "count = 33\n") + to_file);
}

TEST_CASE("oracle: strace prints offsets and flags as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    const std::string call = buffer_a + "[call]\niov = [\"a\"]\n";
    compare_text(call + "op = \"pwritev\"\noffset = 5\n" + to_file);
    compare_text(call + "op = \"pwritev\"\noffset = 9223372036854775807\n" + to_file);
    compare_text(call + "op = \"pwritev\"\noffset = 0\n" + small_pipe);
    compare_text(call + "op = \"pwritev2\"\noffset = -1\n" + to_file);
    compare_text(call + "op = \"pwritev2\"\noffset = 3\nflags = [\"RWF_DSYNC\", \"RWF_APPEND\"]\n" + to_file);
    compare_text(call + "op = \"pwritev2\"\noffset = 0\nflags = 0x40000000\n" + to_file);
}

TEST_CASE("oracle: strace prints write as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    for (const char* op : {"write", "writes", "copy+write"}) {
        const std::string iov =
            std::string(op) == "write" ? "\"a\"" : "\"a\", {buffer = \"a\", length = 40}, \"a\"";
        compare_text(buffer_a + "[call]\nop = \"" + op + "\"\niov = [" + iov + "]\n" + to_file, "write");
    }
    compare_text(buffer_a + "[call]\nop = \"write\"\niov = [{bad = \"unmapped\", length = 9}]\n" + to_file,
                 "write");
}

TEST_CASE("oracle: strace sees pipes fill, break and sleep as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    const std::string call = big_a + writev_of("\"a\"");
    compare_text(call + small_pipe + "flags = [\"O_NONBLOCK\"]\n");
    compare_text(call + small_pipe +
                 "flags = [\"O_NONBLOCK\"]\n[loop]\nkind = \"write-all-poll\"\n[reader]\n"
                 "policy = \"when-full\"\nbytes = 4096\n");
    compare_text(call + small_pipe + "reader = \"closed\"\n");
    compare_text(call + small_pipe + "[deadline]\nseconds = 0.1\n");
    compare_text(call + small_pipe + "[reader]\npolicy = \"when-full\"\nbytes = 4096\n");
}

TEST_CASE("oracle: strace sees signals as we do", "[oracle][strace]") {
    IOVLAB_NEEDS_STRACE();
    const std::string call = buffer_a + writev_of("\"a\"");
    compare_text(call + small_pipe + "reader = \"closed\"\n[limits]\nSIGPIPE = \"default\"\n");
    compare_text(call + small_pipe + "preload = 4096\n[signal]\nwhen = \"asleep\"\nname = \"SIGUSR1\"\n");
    compare_restarted(call + small_pipe + "preload = 4096\n[signal]\nwhen = \"asleep\"\nname = \"SIGUSR1\"\n" +
                      "restart = true\n[deadline]\nseconds = 0.1\n");
    compare_text(big_a + writev_of("\"a\"") + small_pipe + "[signal]\nwhen = \"asleep\"\nname = \"SIGUSR1\"\n");
    compare_text(call + to_file + "[limits]\nfile_size = 2\n");
}

TEST_CASE("oracle: strace sees every cut as we report it", "[oracle][strace][faults]") {
    IOVLAB_NEEDS_STRACE();
    // Lengths 0, 3, 5, 0, 1, 7, 4 and 0: a cut after each byte, on the entries' edges too.
    const std::string buffers =
        "[[buffer]]\nname = \"x\"\nkind = \"bytes\"\ntext = \"0123456\"\n"
        "[[buffer]]\nname = \"n\"\nkind = \"bytes\"\ntext = \"\"\n";
    std::string iov = "\"n\", ";
    for (const char* length : {"3", "5"}) iov += "{buffer = \"x\", length = " + std::string(length) + "}, ";
    iov += "\"n\", {buffer = \"x\", length = 1}, \"x\", {buffer = \"x\", length = 4}, \"n\"";
    for (int cut = 1; cut < 20; ++cut) {
        const std::string script = "[faults]\nscript = \"short " + std::to_string(cut) + "\"\n";
        compare_text(buffers + writev_of(iov) + to_file + script);
    }
}
