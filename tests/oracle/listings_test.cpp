// What is shown is what is tested: every listing of assets/loops is compiled and run with its calls cut for real at
// every position, and must do what its machine does: the right ones bring everything across, the wrong ones fail in
// the very bytes that the machine says.
#include "core/loops/listing.h"
#include "tests/core/loops/fake_kernel.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <filesystem>
#include <stdexcept>

using namespace iovlab;
using namespace iovlab::test;

namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;
using Answers = std::vector<std::int64_t>;

constexpr std::size_t kMost = 40;  // calls

const std::string kListings = IOVLAB_SOURCE_DIR "/assets/loops";

bool can_run(const std::vector<std::string>& argv) {
    try {
        return run_program(argv).status == 0;
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// What the machine makes of a list and a kernel that answers so.
struct Foretold {
    std::string out;
    int status = 0;
};

Foretold foretell(const std::string& loop, const Texts& texts, const Answers& answers) {
    Lengths lengths;
    for (const std::string& text : texts) lengths.push_back(text.size());
    FakeKernel kernel([&](std::size_t n, const IovList& list) {
        const auto all = static_cast<std::int64_t>(list.total());
        return n < answers.size() ? std::min(answers[n], all) : all;
    });
    const End end = drive(loop, lengths, false, kernel, kMost);
    Foretold foretold;
    for (const std::uint64_t address : kernel.sink()) {
        foretold.out += texts[address / 0x1000 - 1][address % 0x1000];
    }
    foretold.status = end.want == Want::Done ? 0 : end.want == Want::Fail ? 1 : 99;
    return foretold;
}

std::string cuts_of(const Answers& answers) {
    std::string cuts;
    for (const std::int64_t answer : answers) {
        cuts += cuts.empty() ? "" : ",";
        cuts += answer == -EAGAIN ? "EAGAIN" : answer == -EINTR ? "EINTR" : std::to_string(answer);
    }
    return cuts;
}

/// Every first cut, and after it a second one, EAGAIN or EINTR.
std::vector<Answers> scripts(std::uint64_t total) {
    std::vector<Answers> all = {{}, {-EAGAIN}, {-EINTR}};
    for (std::int64_t first = 1; first < static_cast<std::int64_t>(total); ++first) {
        all.push_back({first});
        all.push_back({first, first % 2 == 0 ? -EAGAIN : -EINTR, 1});
    }
    all.push_back({3, -EAGAIN, 4});
    all.push_back({3, -EINTR, 4});
    all.push_back(Answers(total, 1));
    return all;
}

class Workshop {
public:
    /// The library that cuts; empty when there is no compiler for it.
    std::string preload() {
        const std::string library = folder_.path() + "/cut.so";
        const bool made = can_run(
            {"cc", "-shared", "-fPIC", "-O1", "-o", library, IOVLAB_SOURCE_DIR "/tests/support/preload/cut.c"});
        return made ? library : "";
    }

    /// A program of the listing without its markers, as it is shown. Returns the command that runs it.
    std::vector<std::string> build(const std::string& loop, Language language) {
        const std::string source = folder_.path() + "/" + loop + "." + suffix_of(language);
        const std::string program = folder_.path() + "/" + loop + "-" + suffix_of(language);
        write_file(source, read_listing(kListings, loop, language).text());
        if (language == Language::Python) return {python_interpreter(), "-I", "-S", source};
        std::vector<std::string> command = {"cc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror"};
        if (language == Language::Cpp) command = {"c++", "-std=c++20", "-Wall", "-Wextra", "-Werror"};
        if (language == Language::Rust) command = {"rustc", "--edition", "2021", "-D", "warnings"};
        command.insert(command.end(), {"-o", program, source});
        const Finished compiled = run_program(command);
        INFO(compiled.err);
        CHECK(compiled.status == 0);
        return {program};
    }

private:
    TemporaryFolder folder_;
};

void hold_against_machine(const std::string& preload, const std::string& loop, std::vector<std::string> program,
                          const Texts& texts, const Answers& answers) {
    CAPTURE(texts, cuts_of(answers));
    std::vector<std::string> command = {"env", "LD_PRELOAD=" + preload, "IOVLAB_CUTS=" + cuts_of(answers),
                                        "IOVLAB_MOST=" + std::to_string(kMost)};
    command.insert(command.end(), program.begin(), program.end());
    command.insert(command.end(), texts.begin(), texts.end());
    const Finished ran = run_program(command);
    const Foretold foretold = foretell(loop, texts, answers);
    CHECK(ran.out == foretold.out);
    CHECK(ran.status == foretold.status);
    if (!loop_info(loop)->right || loop == "once") return;
    const bool reported = loop == "write-all" && std::count(answers.begin(), answers.end(), -EAGAIN) > 0;
    if (reported) return;
    std::string whole;
    for (const std::string& text : texts) whole += text;
    CHECK(ran.out == whole);
}

void try_all(Language language) {
    Workshop workshop;
    const std::string preload = workshop.preload();
    if (preload.empty()) IOVLAB_SKIP("cc cannot make the library that cuts the calls");
    for (const LoopInfo& info : loops()) {
        const std::string loop = info.name;
        INFO(loop << " in " << title_of(language));
        const std::vector<std::string> program = workshop.build(loop, language);
        const Texts texts = {"", "abc", "", "de", "fgh", ""};
        for (const Answers& answers : scripts(8)) {
            // os.writev tries EINTR again by itself, so one call by Python is never interrupted.
            const bool interrupted = std::count(answers.begin(), answers.end(), -EINTR) > 0;
            if (language == Language::Python && loop == "once" && interrupted) continue;
            hold_against_machine(preload, loop, program, texts, answers);
            if (answers.size() == 1) hold_against_machine(preload, loop, program, {"hello", "world"}, answers);
        }
        hold_against_machine(preload, loop, program, {"", ""}, {});
        if (loop == "chunked") hold_against_machine(preload, loop, program, Texts(1500, "x"), {7});
    }
}

}  // namespace

TEST_CASE("listings: every place of the machine has a line, and no other", "[oracle][listings]") {
    for (const LoopInfo& info : loops()) {
        for (const Language language : kLanguages) {
            INFO(info.name << " in " << title_of(language));
            const Listing listing = read_listing(kListings, info.name, language);
            for (const LoopPlace& place : info.places) {
                INFO(place.name);
                CHECK_FALSE(listing.lines_of(place.name).empty());
            }
            for (const Listing::Mark& mark : listing.marks) {
                INFO(mark.place);
                CHECK(has_place(info, mark.place));
                CHECK(mark.line >= listing.loop_begin);
                CHECK(mark.line < listing.loop_end);
            }
            CHECK(listing.lines.size() < 120);
            for (const std::string& line : listing.lines) {
                CHECK(line.find(" @") == std::string::npos);
                CHECK((line.empty() || line.back() != ' '));
                CHECK(line.size() <= 104);
            }
            // A wrong one says who shipped it, in the words of its machine.
            if (info.right) continue;
            const std::string who =
                std::string(info.incident.repository) + "#" + std::to_string(info.incident.number);
            CHECK(listing.text().find("Seen in " + who) != std::string::npos);
        }
    }
}

TEST_CASE("listings: markers are taken out and nothing else", "[oracle][listings]") {
    const Listing listing = parse_listing("a\n// @loop\nb;   // @call\nc  // @ no marker\n# @end\nd # @done");
    CHECK(listing.lines == Texts{"a", "b;", "c  // @ no marker", "d"});
    CHECK(listing.loop_begin == 1);
    CHECK(listing.loop_end == 3);
    CHECK(listing.lines_of("call") == std::vector<std::size_t>{1});
    CHECK(listing.lines_of("done") == std::vector<std::size_t>{3});
    CHECK(listing.lines_of("wait").empty());
    CHECK_THROWS_AS(read_listing(kListings, "no-such-loop", Language::C), std::runtime_error);
}

TEST_CASE("listings: C does what the machine does", "[oracle][listings]") {
    if (!can_run({"cc", "--version"})) IOVLAB_SKIP("there is no C compiler (cc)");
    try_all(Language::C);
}

TEST_CASE("listings: C++ does what the machine does", "[oracle][listings]") {
    if (!can_run({"c++", "--version"})) IOVLAB_SKIP("there is no C++ compiler (c++)");
    try_all(Language::Cpp);
}

TEST_CASE("listings: Python does what the machine does", "[oracle][listings]") {
    if (!can_run({"python3", "-c", "import os; os.writev"})) IOVLAB_SKIP("there is no python3 with os.writev");
    try_all(Language::Python);
}

TEST_CASE("listings: Rust does what the machine does", "[oracle][listings]") {
    if (!can_run({"rustc", "--version"})) IOVLAB_SKIP("there is no Rust compiler (rustc)");
    try_all(Language::Rust);
}
