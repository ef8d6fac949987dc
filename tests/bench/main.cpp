// Benchmarks: ratios measured side by side in one run, never a limit in seconds that a busy machine could break.
#include "tests/bench/timing.h"

#include <cstdio>
#include <cstring>

int main(int argc, char** argv) {
    using namespace iovlab::bench;
    const Benchmark all[] = {
        {"call", "One call through the worker: at most 4 times a bare socketpair round trip?", worker_calls},
        {"start", "Starting a worker: at most 2 ms?", worker_start},
        {"model", "One call answered by the model: at most 0.5 us (2 million a second)?", model_calls},
        {"run", "Whole runs", whole_runs},
        {"read", "Reading and checking an experiment", reading_and_checking},
    };
    bool any = false;
    for (const Benchmark& benchmark : all) {
        if (argc > 1 && std::strcmp(argv[1], benchmark.name) != 0) continue;
        std::printf("%s: %s\n", benchmark.name, benchmark.asks);
        benchmark.run();
        any = true;
    }
    if (any) return 0;
    std::fputs("usage: iovlab-benchmarks [call|start|model|run|read]\n", stderr);
    return 2;
}
