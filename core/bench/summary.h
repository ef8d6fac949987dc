#pragma once

#include "core/bench/cost.h"
#include "core/bench/crossover.h"
#include "core/bench/sweep.h"

#include <optional>
#include <string>
#include <vector>

/// What follows from a sweep: the numbers that are shown.
namespace iovlab {

/// A difference smaller than this is nobody's win, however sure it is.
inline constexpr double kNoticeable = 0.02;

/// One way at one point.
struct WaySummary {
    Spread ns;     ///< for one list
    Spread ratio;  ///< its time ÷ writev's, paired within each repetition; above 1 writev is faster
    Faster faster = Faster::Neither;  ///< First: writev
    unsigned writev_won = 0;          ///< repetitions in which writev was faster
    double calls = 0;                 ///< for one list, on average
    double shorts = 0;                ///< of these
};

struct CellSummary {
    BenchPoint point;
    unsigned repetitions = 0;
    std::uint64_t batch = 0;
    std::vector<WaySummary> ways;  ///< as in the plan; the first is writev itself
};

/// Who wins against joining at the sizes of one count: the four answers to "Predict the winner".
enum class Winner { Writev, Depends, Join, Same };
const char* to_string(Winner winner);     ///< "writev", "depends", "join", "same"
const char* winner_words(Winner winner);  ///< "it depends on the size of an entry"

/// One way against writev for lists of one count, over the sizes.
struct LineSummary {
    std::uint64_t count = 0;
    std::size_t way = 0;
    std::vector<RatioAt> ratios;
    Crossover crossover;
    Winner winner = Winner::Same;  ///< Join stands for the other way here
};

struct BenchSummary {
    std::vector<CellSummary> cells;          ///< as in the result
    std::vector<LineSummary> lines;          ///< for each way but the first, then each count
    std::vector<std::optional<Cost>> costs;  ///< for each way
    std::optional<Cost> joining;             ///< what joining costs more than writev: parts may be negative
    std::size_t comparisons = 0;             ///< that were made: each list and way against writev
    std::optional<Spread> control;           ///< of all ratios of writev against itself

    const CellSummary* cell(std::uint64_t count, std::uint64_t size) const;
    const LineSummary* line(std::size_t way, std::uint64_t count) const;
};

BenchSummary summarise(const BenchResult& result);

/// The index of a way in the plan, the control left out; nothing when it is not measured.
std::optional<std::size_t> way_index(const BenchPlan& plan, BenchWay way);

}  // namespace iovlab
