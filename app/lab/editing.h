#pragma once

#include "app/lab/document.h"
#include "app/lab/intent.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace iovlab {

/// An editing intent as a step of the document.
struct EditStep {
    std::string what;       ///< for the undo menu: "rename header"
    std::string merge_key;  ///< empty: never one step with another
    Document::Change change;
};

/// The step that `intent` stands for; nothing when it is no edit, or points at what is no longer there.
std::optional<EditStep> edit_step(const Intent& intent, const Experiment& experiment);

// What edits are made of, whoever asks for them: a key, a button, a menu, the clipboard. Rows that are not there
// are passed over.
/// Some list or view calls a buffer by this name.
bool refers_to(const Experiment& experiment, const std::string& name);
/// Takes buffers away, and with them their entries from every list, the second writer's too.
void remove_buffers(Experiment& experiment, const std::set<std::size_t>& rows);
void remove_entries(Experiment& experiment, std::size_t list, const std::set<std::size_t>& rows);
/// Puts entries in front of line `at`, or at the end.
void insert_entries(Experiment& experiment, std::size_t list, std::size_t at,
                    const std::vector<EntrySpec>& entries);
/// Brings entries together in front of what stands at line `gap` now. Returns where they stand then.
std::set<std::size_t> move_entries(Experiment& experiment, std::size_t list, const std::set<std::size_t>& rows,
                                   std::size_t gap);

/// A name like `wanted` that no buffer of `experiment` has: "body", "body2", "body3"...
std::string free_name(const Experiment& experiment, const std::string& wanted);

}  // namespace iovlab
