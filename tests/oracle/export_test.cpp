// An exported program stands alone, compiles without a warning, and makes the calls that the experiment makes:
// strace sees the same of both.
#include "core/report/export/export.h"

#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "core/experiment/vocabulary.h"
#include "core/loops/listing.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"
#include "tests/support/strace.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>

using namespace iovlab;
using namespace iovlab::test;

namespace {

namespace fs = std::filesystem;

bool can_run(const std::vector<std::string>& argv) {
    try {
        return run_program(argv).status == 0;
    } catch (const std::runtime_error&) {
        return false;
    }
}

std::vector<fs::path> examples() {
    std::vector<fs::path> all;
    for (const char* folder : {"/assets/examples", "/assets/examples/wrong"}) {
        for (const auto& file : fs::directory_iterator(std::string(IOVLAB_SOURCE_DIR) + folder)) {
            if (file.path().extension() == ".toml") all.push_back(file.path());
        }
    }
    return all;
}

std::string the_program() {
    return program_folder() + "/iovlab";
}

/// The calls alone, without what differs from process to process: the descriptor and addresses.
std::vector<std::string> calls_of(const std::string& text) {
    std::vector<std::string> calls;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string line = text.substr(from, end - from);
        from = end + 1;
        if (line.rfind("+++", 0) == 0 || line.rfind("---", 0) == 0) continue;
        if (line.rfind("write(1,", 0) == 0 || line.rfind("write(2,", 0) == 0) continue;  // what it prints
        line = std::regex_replace(line, std::regex("^(\\w+)\\(\\d+, "), "$1(FD, ");
        line = std::regex_replace(line, std::regex("0x[0-9a-f]{9,}"), "ADDRESS");
        line = std::regex_replace(line, std::regex("  +="), " =");
        // Python's os.pwritev is pwritev2 without flags.
        line = std::regex_replace(line, std::regex("^p(read|write)v2(.*, -?\\d+), 0\\) = "), "p$1v$2) = ");
        calls.push_back(line);
    }
    return calls;
}

/// The example's program, built; what runs it. Empty when it cannot be exported to that language.
std::vector<std::string> build(const fs::path& example, Language language, const std::string& folder) {
    const std::string source = folder + "/program." + suffix_of(language);
    const std::string program = folder + "/program";
    const Finished exported =
        run_program({the_program(), "export", example, "--to", to_string(language), "--out", source});
    if (exported.status == 3) {
        const Experiment experiment = read_experiment_file(example).experiment;
        const char* why = "export it to c";  // or cpp, or python
        if (experiment.second) why = "one writer";
        if (experiment.target.serve) why = "does not wait for a client";
        CHECK(exported.err.find(why) != std::string::npos);
        return {};
    }
    INFO(exported.err);
    REQUIRE(exported.status == 0);
    if (language == Language::Python) return {python_interpreter(), "-I", "-S", source};
    std::vector<std::string> command = {"cc", "-std=c11", "-Wall", "-Wextra", "-Werror"};
    if (language == Language::Cpp) command = {"c++", "-std=c++20", "-Wall", "-Wextra", "-Werror"};
    if (language == Language::Rust) command = {"rustc", "--edition", "2021", "-D", "warnings"};
    command.insert(command.end(), {"-o", program, source});
    const Finished compiled = run_program(command);
    INFO(compiled.err);
    CHECK(compiled.status == 0);
    return {program};
}

/// A program whose calls must be those of the run: what cannot be carried over changes them.
bool comparable(const fs::path& example) {
    const Experiment experiment = read_experiment_file(example).experiment;
    const bool alike = not_exported(experiment).empty() ||
                       (experiment.faults.script.empty() && !experiment.signal && experiment.deadline_s);
    return alike && example.stem() != "11-blocked" && !experiment.signal;
}

void compare(const fs::path& example, const std::vector<std::string>& program, const std::string& folder) {
    const CallSpec call = read_experiment_file(example).experiment.calls[0];
    const bool plain = call.op == Op::Write || call.op == Op::Writes || call.op == Op::CopyWrite;
    const std::string traced =
        std::string("trace=") + (plain ? "write," : "") + "writev,pwritev,pwritev2,readv,preadv,preadv2";
    const std::string log = folder + "/log";
    std::vector<std::string> command = {"env", "-C", folder, "strace", "-o", log, "-e", traced};
    command.insert(command.end(), program.begin(), program.end());
    run_program(command);
    const std::string ours_text = run_program({the_program(), "run", example, "--format", "strace"}).out;
    std::vector<std::string> ours = calls_of(ours_text);
    std::vector<std::string> theirs = calls_of(read_file(log));
    // A preload is a write of its own, made before.
    if (theirs.size() > ours.size()) theirs.erase(theirs.begin(), theirs.end() - static_cast<long>(ours.size()));
    REQUIRE(theirs.size() == ours.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const bool address = ours[i].find("iov_base=ADDRESS") != std::string::npos ||
                             theirs[i].find("iov_base=ADDRESS") != std::string::npos;
        if (!address) CHECK(theirs[i] == ours[i]);
        CHECK(theirs[i].substr(theirs[i].rfind(" = ")) == ours[i].substr(ours[i].rfind(" = ")));
    }
}

void try_all(Language language) {
    const bool traces = may_strace();
    std::size_t compared = 0;
    for (const fs::path& example : examples()) {
        CAPTURE(example.string());
        const TemporaryFolder folder;
        const std::vector<std::string> program = build(example, language, folder.path());
        if (program.empty() || !traces || !comparable(example)) continue;
        compare(example, program, folder.path());
        ++compared;
    }
    if (!traces) IOVLAB_SKIP("the programs were built; this machine forbids ptrace(2), so nobody saw their calls");
    CHECK(compared >= 12);
}

}  // namespace

TEST_CASE("export: C makes the same calls", "[oracle][export]") {
    if (!can_run({"cc", "--version"})) IOVLAB_SKIP("there is no C compiler (cc)");
    try_all(Language::C);
}

TEST_CASE("export: C++ makes the same calls", "[oracle][export]") {
    if (!can_run({"c++", "--version"})) IOVLAB_SKIP("there is no C++ compiler (c++)");
    try_all(Language::Cpp);
}

TEST_CASE("export: Python makes the same calls", "[oracle][export]") {
    if (!can_run({"python3", "-c", "import os; os.writev"})) IOVLAB_SKIP("there is no python3 with os.writev");
    try_all(Language::Python);
}

TEST_CASE("export: Rust makes the same calls", "[oracle][export]") {
    if (!can_run({"rustc", "--version"})) IOVLAB_SKIP("there is no Rust compiler (rustc)");
    try_all(Language::Rust);
}

namespace {

/// Sockets and calls that read, which the examples do not have; each with a deadline, so that nothing hangs.
const std::pair<const char*, const char*> kMore[] = {
    {"stream",
     "[call]\nop = \"writev\"\niov = [\"a\", \"b\"]\n[target]\nkind = \"unix-stream\"\nflags = [\"O_NONBLOCK\"]\n"
     "[reader]\npolicy = \"all\"\n[loop]\nkind = \"write-all-poll\"\n"},
    {"slow",
     "[call]\nop = \"writev\"\niov = [\"b\", \"b\"]\n[target]\nkind = \"unix-stream\"\n[reader]\npolicy = "
     "\"all\"\n"},
    {"left", "[call]\nop = \"writev\"\niov = [\"a\"]\n[target]\nkind = \"unix-seqpacket\"\npeer = \"closed\"\n"},
    {"large", "[call]\nop = \"writev\"\niov = [\"b\"]\n[target]\nkind = \"unix-datagram\"\nsndbuf = 4096\n"},
    {"nobody", "[call]\nop = \"writev\"\niov = [\"a\"]\n[target]\nkind = \"unix-stream\"\npeer = \"none\"\n"},
    {"tcp",
     "[call]\nop = \"writev\"\niov = [\"a\", \"b\"]\n[target]\nkind = \"tcp\"\n[reader]\npolicy = \"all\"\n"},
    {"reset", "[call]\nop = \"writev\"\niov = [\"a\"]\n[target]\nkind = \"tcp\"\npeer = \"closed-unread\"\n"},
    {"pipe",
     "[call]\nop = \"readv\"\niov = [\"c\", \"d\"]\n[target]\nkind = \"pipe\"\ncontent = \"0123456789abcdef\"\n"
     "writer = \"closed\"\n[loop]\nkind = \"write-all\"\n"},
    {"dry", "[call]\nop = \"readv\"\niov = [\"c\"]\n[target]\nkind = \"pipe\"\nflags = [\"O_NONBLOCK\"]\n"},
    {"at",
     "[call]\nop = \"preadv\"\niov = [\"c\", \"d\"]\noffset = 3\n[target]\nkind = \"file\"\ncontent = "
     "\"0123456789abcdef\"\n"
     "[loop]\nkind = \"write-all-poll\"\n"},
    {"message",
     "[call]\nop = \"readv\"\niov = [\"c\", \"d\"]\n[target]\nkind = \"unix-datagram\"\ncontent = "
     "\"0123456789\"\n"},
};

void try_more(Language language) {
    const bool traces = may_strace();
    for (const auto& [name, rest] : kMore) {
        CAPTURE(name);
        const TemporaryFolder folder;
        const fs::path example = folder.path() + "/more.toml";
        write_file(example, std::string("format = 1\n"
                                        "[[buffer]]\nname = \"a\"\nkind = \"bytes\"\ntext = \"hello\"\n"
                                        "[[buffer]]\nname = \"b\"\nkind = \"bytes\"\nfill = \"b\"\nsize = 60000\n"
                                        "[[buffer]]\nname = \"c\"\nkind = \"bytearray\"\nfill = \".\"\nsize = 4\n"
                                        "[[buffer]]\nname = \"d\"\nkind = \"bytearray\"\nfill = \".\"\nsize = 20\n"
                                        "[deadline]\nseconds = 2.0\n") +
                                rest);
        const std::vector<std::string> program = build(example, language, folder.path());
        REQUIRE_FALSE(program.empty());
        if (traces) compare(example, program, folder.path());
        if (read_experiment_file(example).experiment.calls[0].op != Op::Readv || name == std::string("dry"))
            continue;
        // What has come in is what the program prints.
        const Finished ran = run_program(program);
        const std::string all = name == std::string("message") ? "0123456789" : "0123456789abcdef";
        CHECK(ran.out == all);
    }
    if (!traces) IOVLAB_SKIP("the programs were run; this machine forbids ptrace(2), so nobody saw their calls");
}

}  // namespace

TEST_CASE("export: sockets and calls that read, in C, C++ and Python", "[oracle][export]") {
    if (can_run({"cc", "--version"})) try_more(Language::C);
    if (can_run({"c++", "--version"})) try_more(Language::Cpp);
    if (can_run({"python3", "-c", "import os; os.readv"})) try_more(Language::Python);
}

TEST_CASE("export: what cannot be carried over is said in the program", "[oracle][export]") {
    Experiment experiment = into_pipe({5, 5}, 4096, true);
    experiment.faults.script = "short 3 -> EAGAIN";
    experiment.reader.policy = ReaderPolicy::Steady;
    experiment.signal = SignalSpec{};
    const Listing loop = read_listing(IOVLAB_SOURCE_DIR "/assets/loops", "once", Language::C);
    const std::string text = export_program(experiment, Language::C, loop);
    CHECK(not_exported(experiment).size() == 3);
    CHECK(text.find("Not carried over: the faults (short 3 -> EAGAIN)") != std::string::npos);
    CHECK(text.find("Not carried over: the signal") != std::string::npos);
    CHECK(text.find("Not carried over: the reader (steady)") != std::string::npos);
    experiment.target.kind = "udp";
    CHECK_THROWS_AS(export_program(experiment, Language::C, loop), CannotExport);
    experiment.target.kind = "tcp";
    experiment.target.flags.names.clear();
    CHECK_FALSE(export_program(experiment, Language::C, loop).empty());
    CHECK_THROWS_AS(export_program(experiment, Language::Rust, loop), CannotExport);
    experiment.target.serve = 0;
    CHECK_THROWS_AS(export_program(experiment, Language::C, loop), CannotExport);
}

TEST_CASE("export: a bad file and a bad language are refused", "[oracle][export]") {
    CHECK(run_program({the_program(), "export", "no-such.toml", "--to", "c"}).status == 2);
    CHECK(run_program({the_program(), "export", examples()[0], "--to", "cobol"}).status == 2);
    CHECK(run_program({the_program(), "export", examples()[0]}).status == 2);
}

namespace {

/// Every operation through every loop, with empty entries and short counts, in a language.
std::vector<Experiment> operations_and_loops() {
    std::vector<Experiment> all;
    const auto buffer = [](const char* name, BufferKind kind, std::uint64_t size) {
        BufferSpec made;
        made.name = name;
        made.kind = kind;
        made.content = {ContentKind::Fill, name, 0, size};
        return made;
    };
    for (const Op op :
         {Op::Writev, Op::Pwritev, Op::Pwritev2, Op::Write, Op::Writes, Op::CopyWrite, Op::Readv, Op::Preadv}) {
        for (const std::string& loop : loop_names()) {
            for (const char* target : {"pipe", "file"}) {
                Experiment e;
                for (const auto& [name, size] : {std::pair("a", 5), {"b", 3000}, {"c", 6000}, {"none", 0}})
                    e.buffers.push_back(buffer(name, BufferKind::Bytearray, static_cast<std::uint64_t>(size)));
                const bool reading = op == Op::Readv || op == Op::Preadv;
                std::vector<const char*> list = {"none", "a", "b", "none", "c", "a"};
                if (op == Op::Write) list = {"c"};
                for (const char* name : list) {
                    e.calls[0].iov.emplace_back();
                    e.calls[0].iov.back().buffer = name;
                }
                e.calls[0].op = op;
                if (op == Op::Pwritev || op == Op::Pwritev2 || op == Op::Preadv) e.calls[0].offset = 7;
                e.target.kind = target;
                e.loop = {loop, 40};
                e.deadline_s = 2.0;
                if (e.target.kind == "pipe") {
                    e.target.capacity = 4096;
                    e.target.flags.names = {"O_NONBLOCK"};
                    if (!reading) e.reader = {ReaderPolicy::WhenFull, 4096, 10};
                    if (reading) e.target.writer_open = false;
                }
                if (reading) e.target.content = Content{ContentKind::Fill, "xyz", 0, 3500};
                if (check(e).empty() && unsupported(e).empty() && not_exported(e).empty()) all.push_back(e);
            }
        }
    }
    return all;
}

void try_operations(Language language, const std::set<Op>& ops) {
    if (!can_run({"strace", "-o", "/dev/null", "true"})) IOVLAB_SKIP("there is no strace");
    std::size_t compared = 0;
    // Each operation into each kind of target, and each loop; all of their pairs, some 150 programs, on request.
    const bool all = std::getenv("IOVLAB_ALL_EXPORTS") != nullptr;
    std::set<std::pair<Op, std::string>> places;
    std::set<std::string> loops_seen;
    for (const Experiment& e : operations_and_loops()) {
        if (ops.count(e.calls[0].op) == 0) continue;
        const bool place = places.insert({e.calls[0].op, e.target.kind}).second;
        const bool loop = loops_seen.insert(e.loop.kind).second;
        if (!place && !loop && !all) continue;
        const TemporaryFolder folder;
        const fs::path example = folder.path() + "/one.toml";
        REQUIRE(save_experiment_file(e, example).empty());
        CAPTURE(to_string(e.calls[0].op), e.loop.kind, e.target.kind);
        const std::vector<std::string> program = build(example, language, folder.path());
        if (program.empty()) continue;
        compare(example, program, folder.path());
        ++compared;
    }
    CHECK(compared >= ops.size());
}

const std::set<Op> kEveryOp = {Op::Writev, Op::Pwritev,   Op::Pwritev2, Op::Write,
                               Op::Writes, Op::CopyWrite, Op::Readv,    Op::Preadv};

}  // namespace

TEST_CASE("export: every operation through every loop makes the same calls, in C", "[oracle][export][operations]") {
    if (!can_run({"cc", "--version"})) IOVLAB_SKIP("there is no C compiler (cc)");
    try_operations(Language::C, kEveryOp);
}

TEST_CASE("export: every operation through every loop makes the same calls, in Python",
          "[oracle][export][operations]") {
    if (!can_run({"python3", "-c", "import os; os.writev"})) IOVLAB_SKIP("there is no python3 with os.writev");
    try_operations(Language::Python, kEveryOp);
}

TEST_CASE("export: one write an entry through every loop makes the same calls, in C++ and Rust",
          "[oracle][export][operations]") {
    if (can_run({"c++", "--version"})) try_operations(Language::Cpp, {Op::Writes});
    if (can_run({"rustc", "--version"})) try_operations(Language::Rust, {Op::Writes});
}

TEST_CASE("export: the program names the call that it makes", "[export]") {
    Experiment experiment = into_pipe({5, 5}, 4096, true);
    for (const auto& [op, name] :
         {std::pair(Op::Writes, "\"write\""), {Op::CopyWrite, "\"write\""}, {Op::Pwritev, "\"pwritev\""}}) {
        experiment.calls[0].op = op;
        for (const Language language : {Language::C, Language::Cpp}) {
            const Listing loop = read_listing(IOVLAB_SOURCE_DIR "/assets/loops", "once", language);
            const std::string text = export_program(experiment, language, loop);
            CHECK(text.find(name) != std::string::npos);
            CHECK(text.find("\"writev\"") == std::string::npos);
        }
    }
}
