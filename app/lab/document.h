#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/serial.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// One state of one document. No two documents share one, and an edit leaves none as it was: what is worked out,
/// kept or asked for by it can never be another document's.
struct DocumentState {
    std::uint64_t document = 0;
    std::uint64_t revision = 0;

    bool operator==(const DocumentState&) const = default;
};

/// The experiment being edited: where it is kept, whether it is saved, and every earlier state of it.
/// Undo keeps whole snapshots: an experiment is small, and a snapshot can never be undone halfway.
class Document {
public:
    using Change = std::function<void(Experiment&)>;

    Document() = default;
    Document(Experiment experiment, std::string path);
    /// Found again: whatever `path` holds, this is not in it.
    static Document unsaved(Experiment experiment, std::string path);

    const Experiment& experiment() const { return experiment_; }
    const std::string& path() const { return path_; }
    /// What a title bar calls it: its title, else its file's name, else "untitled".
    std::string name() const;
    bool dirty() const { return dirty_; }
    /// Which document this is, whatever becomes of it. A copy that is put aside is the same one.
    std::uint64_t id() const { return id_; }
    /// Changes with every edit, undo and redo; counted by each document for itself.
    std::uint64_t revision() const { return revision_; }
    DocumentState state() const { return {id_, revision_}; }

    /// Applies `change` as one undoable step named `what` ("rename header"). Edits with the same non-empty
    /// `merge_key` in a row are one step, and each of them is applied to the state before the first: so that typing
    /// a name key by key renames it once. A change that changes nothing leaves no step.
    void edit(const std::string& what, const std::string& merge_key, const Change& change);
    /// A change that is no edit of the person's: a part of the experiment that is decided elsewhere. It is in every
    /// state that undo leads to, and nothing to be saved.
    void set_apart(const Change& change);
    /// The next edit with this key is one step with the newest.
    bool goes_on(const std::string& merge_key) const { return !merge_key.empty() && merge_key == open_key_; }
    /// The edit under way is over: the next one is a step of its own.
    void end_edit() { open_key_.clear(); }

    bool can_undo() const { return !undo_.empty(); }
    bool can_redo() const { return !redo_.empty(); }
    /// The name of the step that undo (redo) would take back (do again); empty when there is none.
    std::string undo_what() const { return undo_.empty() ? std::string() : undo_.back().what; }
    std::string redo_what() const { return redo_.empty() ? std::string() : redo_.back().what; }
    void undo();
    void redo();
    /// What the newest step was made of: the state that its edits were applied to. Null when there is none.
    const Experiment* before_last() const { return undo_.empty() ? nullptr : &undo_.back().before; }

    /// `as_saved` is now in the file `path`; edits made while it was being written stay unsaved.
    void saved(const std::string& path, const Experiment& as_saved);

private:
    struct Snapshot {
        std::string what;
        Experiment before;  // redo: the state after
        std::uint64_t weight = 0;
    };
    void changed();
    void trim();

    Experiment experiment_;
    std::optional<Experiment> saved_ = Experiment();  // nothing: it is in no file as it ever was
    std::string path_;
    std::string open_key_;
    bool dirty_ = false;
    std::uint64_t id_ = next_serial();
    std::uint64_t revision_ = 1;
    std::vector<Snapshot> undo_;
    std::vector<Snapshot> redo_;
};

}  // namespace iovlab
