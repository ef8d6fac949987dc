#pragma once

#include <string>
#include <vector>

/// The words that an experiment file may use, as tables: the reader, the writer, the checker and the window's menus
/// all go by them.
namespace iovlab {

struct TargetSpec;

/// What becomes of the bytes that a target takes.
enum class SinkKind {
    Stream,   ///< somebody reads them at the other end
    Place,    ///< they can be read back from where they lie
    Counter,  ///< they are numbers, added up
    Handed,   ///< a program that is not ours gets them: what the kernel took is all that is known
    Nothing,  ///< nobody ever sees them again
};

struct TargetKind {
    std::string name;
    std::vector<std::string> keys;   ///< of [target], `kind` left out
    std::vector<std::string> flags;  ///< that `flags` may name
    std::vector<std::string> peers;  ///< that `peer` may be
    bool reader = false;             ///< somebody takes bytes out at its other end, so [reader] makes sense
    bool runs = false;               ///< this version runs it
    SinkKind sink = SinkKind::Nothing;

    bool has_key(const std::string& key) const;
};

/// Every kind, in teaching order.
const std::vector<TargetKind>& target_kinds();
/// Null when no kind has this name.
const TargetKind* target_kind(const std::string& name);
/// Nothing for an unknown kind.
SinkKind sink_kind(const std::string& name);
/// The same of a whole target: with `serve` a tcp target hands its bytes to a stranger.
SinkKind sink_kind(const TargetSpec& target);
/// readv and preadv have something to say about it, and this version runs them there.
bool can_be_read(const std::string& name);
/// Somebody holds the target's other end when the run begins, so that [reader] makes sense.
bool has_reader(const TargetSpec& target);

/// The loops that [loop] may name: those of core/loops.
const std::vector<std::string>& loop_names();

/// Signals that [signal] may send: those that a handler can take and that mean nothing else to the worker.
const std::vector<std::string>& sendable_signals();
/// memfd_create(2)'s seals, as fcntl(2) names them.
const std::vector<std::string>& seal_names();
/// Errno names that a fault script may inject, for "did you mean".
const std::vector<std::string>& common_errnos();

/// The target without what only other kinds have: left over from a kind that it was of before, not written, not
/// used and not judged. Flags and seals stay, and are judged by their names.
TargetSpec with_own_keys(TargetSpec target);

}  // namespace iovlab
