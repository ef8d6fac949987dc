// What the documentation shows must be what the program takes.
#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/call.h"
#include "tests/catch.h"
#include "tests/support/program.h"

#include <string>

using namespace iovlab;

namespace {

const std::string kDocument = IOVLAB_SOURCE_DIR "/docs/experiments.md";

}  // namespace

TEST_CASE("docs/experiments.md: its experiment is sound and can be run", "[docs]") {
    const std::string text = test::read_file(kDocument);
    const std::string fence = "```toml\n";
    const std::size_t begin = text.find(fence);
    REQUIRE(begin != std::string::npos);
    const std::size_t end = text.find("```", begin + fence.size());
    const ReadResult read =
        read_experiment(text.substr(begin + fence.size(), end - begin - fence.size()), "experiments.md");
    for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
    CHECK(unsupported(read.experiment).empty());
}

TEST_CASE("docs/experiments.md names every target that runs, with its keys", "[docs]") {
    const std::string text = test::read_file(kDocument);
    for (const TargetKind& kind : target_kinds()) {
        Experiment experiment;
        experiment.target.kind = kind.name;
        if (!unsupported(experiment).empty()) continue;
        CAPTURE(kind.name);
        CHECK(text.find("`" + kind.name + "`") != std::string::npos);
        for (const std::string& key : kind.keys) {
            CAPTURE(key);
            CHECK(text.find("`" + key + "`") != std::string::npos);
        }
    }
}
