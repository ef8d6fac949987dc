#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/trace.h"
#include "core/lesson/lesson.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Order the loop: the assembled blocks are run, for real, against calls that are cut, interrupted or refused.
namespace iovlab {

/// One way in which the world can treat the loop.
struct Trial {
    Experiment experiment;  ///< the loop in it is the assembled one
    std::string what;       ///< "The first call takes 3 of 9 bytes."
    int gives_up = 0;       ///< the errno that a right loop reports here; 0: it sends everything
};

/// All trials, the plain one first. `step`'s experiment lends its list; without one there is a small list with
/// empty entries in it.
std::vector<Trial> order_trials(const LessonStep& step, const std::vector<std::string>& blocks);

/// A trial that the blocks do not survive.
struct CounterExample {
    Trial trial;
    Trace trace;
    std::string why;  ///< "It reports that all is sent, and 4 bytes are lost."
};

/// Runs the trials one after the other, on this thread, until one fails. Absent: the loop survives them all.
/// `stop` is asked between two trials; true ends the search, with no counter-example. Throws as Run::execute()
/// does.
std::optional<CounterExample> find_counter_example(const LessonStep& step, const std::vector<std::string>& blocks,
                                                   const std::function<bool()>& stop = {});

/// The task's blocks and distractors as they are laid out, by a shuffle that is the same every time. `left_out` of
/// the distractors stay away.
std::vector<std::string> laid_out(const OrderTask& task, std::size_t left_out = 0);

}  // namespace iovlab
