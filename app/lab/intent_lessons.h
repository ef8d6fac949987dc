#pragma once

#include <cstddef>
#include <string>

/// What the lessons' panels ask for.
namespace iovlab {

struct OpenLesson {
    std::string file;
};  ///< goes on where it was left
struct OpenAddress {
    std::string url;  ///< of a cited incident: https only
};
struct CloseLesson {};  ///< back to the list; the learner's own experiment comes back to the bench
struct GoToStep {
    std::size_t step = 0;
};
struct ChooseAnswer {
    std::size_t choice = 0;
};  ///< predict; in a vote it is counted
struct TakeVoteBack {
    std::size_t choice = 0;
};
struct NextVote {};  ///< they have discussed: count anew
struct TypeNumber {
    std::string text;
};
struct LockAnswer {};  ///< what was said counts, and the run begins
struct ShowSetup {
    bool open = false;
};  ///< the experiment's settings below the lesson
struct ShowHint {};
struct NewNumbers {};      ///< the same idea with numbers from the next seed
struct StartStepAgain {};  ///< the bench as the step found it
struct ClickLine {
    unsigned line = 0;
};  ///< find: from 1
struct PlaceBlock {
    std::string block;
    std::size_t at = 0;
};  ///< order: at this place of the loop, wherever it was before
struct TakeBlock {
    std::string block;
};  ///< out of the loop
struct TryOrder {};

}  // namespace iovlab
