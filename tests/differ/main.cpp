// iovlab-differ: the same random experiments for the model and for the kernel, and where they go apart.
#include "core/bytes/random.h"
#include "core/experiment/toml.h"
#include "tests/differ/compare.h"
#include "tests/differ/generate.h"
#include "tests/differ/whole.h"

#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <string>

namespace {

using namespace iovlab;

struct Options {
    std::uint64_t seed = 1;
    std::uint64_t ops = 100000;
    differ::Mutation mutation = differ::Mutation::None;
    bool runs = false;
    bool ok = true;
};

Options read_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        char* end = nullptr;
        const bool has_value = i + 1 < argc;
        if (std::strcmp(argv[i], "--mutate") == 0) {
            options.mutation = differ::Mutation::Results;
        } else if (std::strcmp(argv[i], "--runs") == 0) {
            options.runs = true;
        } else if (std::strcmp(argv[i], "--mutate-bytes") == 0) {
            options.mutation = differ::Mutation::ReadBytes;
        } else if (std::strcmp(argv[i], "--mutate-reads") == 0 && has_value) {
            const std::string what = argv[++i];
            options.ok = options.ok && (what == "results" || what == "bytes" || what == "state");
            options.mutation = what == "results" ? differ::Mutation::ReadResults
                               : what == "bytes" ? differ::Mutation::ReadBytes
                                                 : differ::Mutation::ReadState;
        } else if (std::strcmp(argv[i], "--seed") == 0 && has_value) {
            options.seed = std::strtoull(argv[++i], &end, 10);
        } else if (std::strcmp(argv[i], "--ops") == 0 && has_value) {
            options.ops = std::strtoull(argv[++i], &end, 10);
        } else {
            options.ok = false;
        }
        if (end && *end != '\0') options.ok = false;
    }
    return options;
}

differ::Compared compare(const Experiment& experiment, const Options& options) {
    return options.runs ? differ::compare_runs(experiment, options.mutation)
                        : differ::compare(experiment, options.mutation);
}

int report(const Experiment& experiment, std::uint64_t seed, const Options& options) {
    fmt::print("seed {} differs; looking for the smallest experiment that does\n", seed);
    std::fflush(stdout);
    const auto put = [&](const Experiment& one) { return compare(one, options); };
    const Experiment small = differ::shrink(experiment, put);
    const auto compared = put(small);
    fmt::print("model and kernel differ (seed {}), call {}: {}\n", seed, compared.difference->call,
               compared.difference->what);
    fmt::print("the smallest experiment that shows it:\n\n{}\n", write_experiment(small));
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = read_options(argc, argv);
    if (!options.ok) {
        std::fputs(
            "usage: iovlab-differ [--runs] [--seed S] [--ops N]\n"
            "                     [--mutate | --mutate-bytes | --mutate-reads results|bytes|state]\n"
            "Puts N random operations to the kernel and to the model: lone calls, or with --runs whole runs, with\n"
            "their loops, faults and readers. --mutate makes the model wrong on purpose, --mutate-bytes what it\n"
            "leaves behind, --mutate-reads what it says of calls that read.\n",
            stderr);
        return 2;
    }
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t operations = 0, unclaimed = 0, experiments = 0;
    std::uint64_t state = options.seed;
    while (operations < options.ops) {
        const std::uint64_t seed = next_random(state);
        const Experiment experiment = options.runs ? differ::random_run(seed) : differ::random_experiment(seed);
        const auto compared = compare(experiment, options);
        if (compared.difference) return report(experiment, seed, options);
        operations += compared.operations;
        unclaimed += compared.unclaimed;
        ++experiments;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    fmt::print(
        "{} operations in {} experiments agree (seed {}); in {} the model ended without a claim; {:.0f} a second\n",
        operations, experiments, options.seed, unclaimed, static_cast<double>(operations) / took.count());
    return 0;
}
