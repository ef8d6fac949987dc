#pragma once

#include "app/lab/state.h"

#include <cstdint>
#include <optional>
#include <string>

namespace iovlab {

/// Where the next call of the list on show is cut: the call after the one that is looked at while a run is paused
/// or an earlier step is chosen, otherwise the list's first. Places are bytes from the front of the whole list.
struct Cut {
    std::uint64_t call = 1;           ///< its number in the run, from 1
    std::uint64_t from = 0;           ///< where its list begins
    std::uint64_t asked = 0;          ///< bytes that it asks for when nothing cuts it, saturating
    std::optional<std::uint64_t> at;  ///< where it is cut: `from` to end()
    unsigned percent = 100;           ///< the chance that it is cut there
    bool replaces_errno = false;      ///< the script reports an errno for this call; a cut would replace that
    std::string obstacle;             ///< not empty: no cut can be set, and this is why

    std::uint64_t end() const { return from > UINT64_MAX - asked ? UINT64_MAX : from + asked; }
    /// Where the line stands: the cut, or the end of what is asked for.
    std::uint64_t line() const { return at.value_or(end()); }
};
Cut cut_of(const LabState& state);

/// The intent that puts `cut`'s line at byte `to` of the list, kept inside of the call. `goes_on`: one step of the
/// undo with the last one.
Intent move_cut(const LabState& state, const Cut& cut, std::uint64_t to, bool goes_on);
/// The intent that takes the cut away.
Intent remove_cut(const LabState& state, const Cut& cut);
/// `by` bytes on from `at`, kept inside of the call.
std::uint64_t moved(const Cut& cut, std::uint64_t at, std::int64_t by);
/// The next place behind (or before) `at` where an entry begins or ends, inside of the call; `at` if there is none.
std::uint64_t next_edge(const ListFacts& list, const Cut& cut, std::uint64_t at, bool forward);

/// "tail+11,512": the entry that goes on at byte `at` of the list, by its buffer's name; "iov[7]+2" where the entry
/// stands several times; "the end" behind the last byte.
std::string place_text(const Experiment& experiment, std::size_t list, const ListFacts& facts, std::uint64_t at);
/// Reads such a place, or a plain number of bytes from the front of the list on show. Nothing, and why, when there
/// is no such place; blank text has no problem either.
std::optional<std::uint64_t> parse_place(const LabState& state, const std::string& text, std::string& problem);
/// "cut after 24 bytes: header whole, body+0".
std::string cut_words(const LabState& state, const Cut& cut);

}  // namespace iovlab
