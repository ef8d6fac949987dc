// The errno atlas promises that each of its experiments ends in its errno, from the kernel unless it says
// otherwise.
#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "core/kernel/errno_facts.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <csignal>
#include <filesystem>
#include <set>
#include <string>

using namespace iovlab;

namespace {

const std::string kFolder = IOVLAB_SOURCE_DIR "/assets/examples/errno/";

/// The last call's errno. A writer that was killed by SIGPIPE never saw its EPIPE.
int error_of(const test::Ran& ran) {
    REQUIRE(!ran.calls.empty());
    const Outcome& last = ran.calls.back().outcome;
    return last.signal == SIGPIPE ? EPIPE : last.error;
}

}  // namespace

TEST_CASE("oracle: every recipe of the atlas ends in its errno", "[oracle][atlas]") {
    for (const ErrnoFact& fact : errno_facts()) {
        for (const Recipe& recipe : fact.recipes) {
            CAPTURE(recipe.file);
            const ReadResult read = read_experiment_file(kFolder + recipe.file + ".toml");
            for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
            REQUIRE(read.ok());
            if (!unsupported(read.experiment).empty()) continue;  // its target comes with a later version
            std::optional<test::Ran> ran;
            try {
                ran = test::run(read.experiment);
            } catch (const CannotRun& why) {
                WARN(recipe.file << ": " << why.what());
                continue;
            }
            CHECK(error_of(*ran) == fact.number);
            const Origin origin = ran->calls.back().outcome.origin;
            const bool reported = fact.injected || std::string(recipe.file) == "EIO-disk";
            CHECK(origin == (reported ? Origin::Injected : Origin::Kernel));
        }
    }
}

TEST_CASE("oracle: every recipe's file is in the atlas", "[oracle][atlas]") {
    std::set<std::string> known;
    for (const ErrnoFact& fact : errno_facts()) {
        for (const Recipe& recipe : fact.recipes) known.insert(std::string(recipe.file) + ".toml");
    }
    std::set<std::string> there;
    for (const auto& file : std::filesystem::directory_iterator(kFolder)) there.insert(file.path().filename());
    CHECK(there == known);
}
