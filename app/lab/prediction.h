#pragma once

#include "app/lab/state.h"

#include <cstdint>
#include <optional>
#include <string>

namespace iovlab {

/// The number of the call that a guess made now would be about: the next one that Run or Step makes.
std::uint64_t guessed_call(const LabState& state);
/// Why no guess can be made now, in a sentence; empty when one can.
std::string guess_obstacle(const LabState& state);

/// Takes in what was typed or pointed at.
void type_guess(LabState& state, const std::string& text);
void type_guessed_cut(LabState& state, const std::string& text);
void point_at_cut(LabState& state, std::uint64_t at);
/// Run or Step is about to make call `n`: what was guessed counts from here on and cannot be changed.
void lock_guess(LabState& state, std::uint64_t n);

/// Forgets all guesses: the document is another one.
void forget_guesses(LabState& state);

/// The guess that was locked for call `n`, or null.
const Guess* locked_guess(const LabState& state, std::uint64_t n);
/// True while the model's answer about call `n` must not be seen: the learner guesses first, and has not.
bool model_kept_back(const LabState& state, std::uint64_t n);

/// A guess beside what happened. Nothing where there was no guess, or it is not known yet.
struct GuessJudged {
    std::optional<bool> result;
    std::string words;  ///< "You said 70,024; the kernel took 65,536: all 16 page slots are taken."
    std::optional<bool> cut;
    std::string cut_words;  ///< "You said the cut falls at tail+0; it fell at tail+11,512."
};
/// About call `n`, which was made or is asleep now.
GuessJudged judge_guess(const LabState& state, std::uint64_t n);

}  // namespace iovlab
