#pragma once

#include <string>
#include <vector>

/// The words that an experiment file may use, as tables: the reader, the writer, the checker and the window's menus
/// all go by them. From DESIGN.md, "Targets" and "Retry loops", and FORMATS.md, section 1.
namespace iovlab {

struct TargetKind {
    std::string name;
    std::vector<std::string> keys;   ///< of [target], `kind` left out
    std::vector<std::string> flags;  ///< that `flags` may name
    std::vector<std::string> peers;  ///< that `peer` may be
    bool reader = false;             ///< somebody takes bytes out at its other end, so [reader] makes sense
    bool runs = false;               ///< this version runs it

    bool has_key(const std::string& key) const;
};

/// Every kind, in teaching order.
const std::vector<TargetKind>& target_kinds();
/// Null when no kind has this name.
const TargetKind* target_kind(const std::string& name);

struct LoopKind {
    std::string name;
    bool runs = false;  ///< this version runs it
};
const std::vector<LoopKind>& loop_kinds();

/// Signals that [signal] may send: those that a handler can take and that mean nothing else to the worker.
const std::vector<std::string>& sendable_signals();
/// memfd_create(2)'s seals, as fcntl(2) names them.
const std::vector<std::string>& seal_names();
/// Errno names that a fault script may inject, for "did you mean".
const std::vector<std::string>& common_errnos();

}  // namespace iovlab
