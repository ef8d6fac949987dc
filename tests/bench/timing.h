#pragma once

#include <functional>
#include <string>
#include <vector>

/// Times two ways of doing a thing in turn, in one process, so that a ratio holds when the machine's speed drifts.
namespace iovlab::bench {

struct Spread {
    double min = 0, median = 0, max = 0;  ///< microseconds for one operation
};

/// Runs every candidate `rounds` times in rotating order; each run does `repeat` operations.
std::vector<Spread> measure(const std::vector<std::function<void()>>& candidates, int rounds, int repeat);

/// "  a call through the worker      8.1 us  (7.8 to 9.0)   1.3 x"
void print(const std::string& name, const Spread& spread, double ratio);

/// A benchmark's name and its function, for main.cpp's list.
struct Benchmark {
    const char* name;
    const char* asks;  ///< the question it answers, with the limit that the project has set itself
    void (*run)();
};

void worker_calls();
void worker_start();
void model_calls();
void reading_and_checking();
void whole_runs();

}  // namespace iovlab::bench
