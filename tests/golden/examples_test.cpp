// Every example, as text, strace notation and JSON, from this kernel and from the model, held against the files
// beside this one. One case a folder, so that a folder costs one process.
#include "core/experiment/check.h"
#include "core/experiment/run.h"
#include "core/experiment/toml.h"
#include "tests/catch.h"
#include "tests/golden/told.h"
#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

using namespace iovlab;
using namespace iovlab::test;

namespace {

const std::string kExamples = IOVLAB_SOURCE_DIR "/assets/examples/";

std::vector<std::string> names_in(const std::string& folder, const char* extension) {
    std::vector<std::string> names;
    if (!std::filesystem::exists(folder)) return names;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() == extension) names.push_back(file.path().stem());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Whether the file system that experiments write to takes O_DIRECT as ext4 does, in whole blocks only.
bool direct_needs_blocks() {
    std::string name = (std::filesystem::temp_directory_path() / "iovlab-direct-XXXXXX").string();
    const int made = ::mkstemp(name.data());
    if (made < 0) return false;
    ::close(made);
    const int fd = ::open(name.c_str(), O_WRONLY | O_DIRECT | O_CLOEXEC);
    const bool refused = fd >= 0 && ::write(fd, name.data(), 24) < 0;
    if (fd >= 0) ::close(fd);
    ::unlink(name.c_str());
    return refused;
}

/// Why this machine cannot say of the example what another one said; empty when it can.
std::string why_not(const std::string& name) {
    if (name == "EINVAL-direct" && !direct_needs_blocks())
        return "this file system takes unaligned O_DIRECT writes";
    return {};
}

/// The golden answer of one example; empty, and a reason, where this machine has none.
std::string told(const Experiment& experiment, const std::string& name, std::string& reason) {
    reason = why_not(name);
    if (!reason.empty()) return {};
    try {
        return told_by_kernel(experiment) + told_by_model(experiment);
    } catch (const CannotRun& refused) {
        reason = refused.what();
        return {};
    }
}

/// Files of examples that are no more, which nobody would look at again.
void look_for_leftovers(const std::string& set, const std::vector<std::string>& examples) {
    for (const std::string& name : names_in(golden_folder() + "/" + set, ".txt")) {
        if (std::find(examples.begin(), examples.end(), name) != examples.end()) continue;
        const std::string file = golden_folder() + "/" + set + "/" + name + ".txt";
        if (remaking_golden()) {
            std::filesystem::remove(file);
        } else {
            FAIL_CHECK(file << ": there is no such example");
        }
    }
}

/// The reasons why examples were left out.
std::string hold(const std::string& set, const std::string& folder) {
    const std::vector<std::string> examples = names_in(folder, ".toml");
    CHECK(!examples.empty());
    std::string left_out;
    for (const std::string& name : examples) {
        CAPTURE(name);
        const ReadResult read = read_experiment_file(folder + "/" + name + ".toml");
        for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
        if (!read.ok()) continue;
        std::string reason;
        const std::string now = told(read.experiment, name, reason);
        if (reason.empty()) {
            IOVLAB_GOLDEN(set + "/" + name + ".txt", now);
        } else {
            left_out += name + ": " + reason + "; ";
        }
    }
    look_for_leftovers(set, examples);
    return left_out;
}

}  // namespace

TEST_CASE("golden: the examples", "[golden]") {
    const std::string left_out = hold("examples", kExamples);
    if (!left_out.empty()) IOVLAB_SKIP(left_out);
}

TEST_CASE("golden: the wrong loops", "[golden]") {
    const std::string left_out = hold("wrong", kExamples + "wrong");
    if (!left_out.empty()) IOVLAB_SKIP(left_out);
}

TEST_CASE("golden: the atlas's recipes", "[golden]") {
    const std::string left_out = hold("errno", kExamples + "errno");
    if (!left_out.empty()) IOVLAB_SKIP(left_out);
}
