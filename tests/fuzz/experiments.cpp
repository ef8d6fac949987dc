#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "tests/fuzz/fuzz.h"

// Any bytes as an experiment file: what is accepted can be written down and read again as the same experiment.
namespace iovlab::fuzz {

namespace {

// Whatever stands in a document, sound or not, what is saved of it can be opened again as far as TOML goes.
void expect_reopens(const Experiment& experiment) {
    const std::string written = write_experiment(experiment);
    for (const FileProblem& problem : read_experiment(written, "written.toml").problems) {
        expect(problem.what.find("not TOML") == std::string::npos, problem.text() + " in\n" + written);
    }
}

void expect_same_fragment(const Experiment& experiment) {
    const ReadResult again = read_fragment(write_fragment(experiment), "fragment.toml");
    expect(again.ok(), "a fragment that was written is refused");
    expect(again.experiment.buffers == experiment.buffers, "buffers change when they are copied");
}

void expect_same_file(const Experiment& experiment) {
    const std::string written = write_experiment(experiment);
    const ReadResult again = read_experiment(written, "written.toml");
    expect(again.ok(), "what was written is refused: " +
                           (again.problems.empty() ? std::string() : again.problems.front().text()) + " in\n" +
                           written);
    expect(again.experiment == experiment, "what is read again is another experiment:\n" + written);
    expect(write_experiment(again.experiment) == written, "written twice, two files:\n" + written);
}

}  // namespace

void run_experiment_file(std::string_view bytes) {
    const std::string text(bytes);
    const ReadResult fragment = read_fragment(text, "fragment.toml");
    for (const FileProblem& problem : fragment.problems) expect_words(problem.text());
    const ReadResult read = read_experiment(text, "x.toml");
    for (const FileProblem& problem : read.problems) expect_words(problem.text());
    expect_reopens(read.experiment);
    if (!read.ok()) return;
    for (const Problem& problem : check(read.experiment)) expect(false, "accepted, but: " + problem.what);
    if (const std::string words = unsupported(read.experiment); !words.empty()) expect_words(words);
    expect_same_file(read.experiment);
    expect_same_fragment(read.experiment);
}

}  // namespace iovlab::fuzz
