#include "app/lab/editing.h"

#include "app/lab/second_writer.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <utility>

namespace iovlab {

namespace {

using Step = std::optional<EditStep>;

std::string label_of(const EntrySpec& entry) {
    return entry.bad == BadBase::None ? entry.buffer : std::string("bad address (") + to_string(entry.bad) + ")";
}

/// Every list of entries: those of the calls, and the second writer's record.
std::vector<std::vector<EntrySpec>*> lists_of(Experiment& experiment) {
    std::vector<std::vector<EntrySpec>*> lists;
    for (CallSpec& call : experiment.calls) lists.push_back(&call.iov);
    if (experiment.second) lists.push_back(&experiment.second->iov);
    return lists;
}

bool is_part(const BufferSpec& buffer) {
    return buffer.kind == BufferKind::Slice || buffer.kind == BufferKind::View;
}

/// Another buffer than `index` has this name.
bool taken_by_another(const Experiment& experiment, std::size_t index, const std::string& name) {
    for (std::size_t i = 0; i < experiment.buffers.size(); ++i) {
        if (i != index && experiment.buffers[i].name == name) return true;
    }
    return false;
}

/// Everything that named `from` names `to`: renaming a buffer does not tear it out of its lists. A name may be
/// empty for a while; what has no name of another buffer in it at all is not meant.
void rename_references(Experiment& experiment, const std::string& from, const std::string& to) {
    for (BufferSpec& buffer : experiment.buffers) {
        if (is_part(buffer) && buffer.of == from) buffer.of = to;
    }
    for (std::vector<EntrySpec>* list : lists_of(experiment)) {
        for (EntrySpec& entry : *list) {
            if (entry.bad == BadBase::None && entry.buffer == from) entry.buffer = to;
        }
    }
}

/// The one name that lists and views use and no buffer has; none where there are several.
std::optional<std::string> only_lost_name(Experiment& experiment) {
    std::set<std::string> used;
    for (const BufferSpec& buffer : experiment.buffers) {
        if (is_part(buffer)) used.insert(buffer.of);
    }
    for (const std::vector<EntrySpec>* list : lists_of(experiment)) {
        for (const EntrySpec& entry : *list) {
            if (entry.bad == BadBase::None) used.insert(entry.buffer);
        }
    }
    for (const BufferSpec& buffer : experiment.buffers) used.erase(buffer.name);
    return used.size() == 1 ? std::optional(*used.begin()) : std::nullopt;
}

/// While the name typed is another buffer's, what refers to this one goes on under its old name: it would be the
/// other's from then on.
void set_buffer(Experiment& next, const SetBuffer& set) {
    BufferSpec& buffer = next.buffers[set.index];
    std::optional<std::string> called = set.called;
    if (!called && (set.owns_name || !taken_by_another(next, set.index, buffer.name))) called = buffer.name;
    if (!called && buffer.name != set.buffer.name) called = only_lost_name(next);
    buffer = set.buffer;
    if (called && *called != buffer.name && !taken_by_another(next, set.index, buffer.name))
        rename_references(next, *called, buffer.name);
}

template <class Row>
void erase_rows(std::vector<Row>& all, const std::set<std::size_t>& rows) {
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (*row < all.size()) all.erase(all.begin() + static_cast<std::ptrdiff_t>(*row));
    }
}

// One overload for each editing intent; everything else is no edit.
template <class Other>
Step step_of(const Other& /*no_edit*/, const Experiment& /*experiment*/) {
    return std::nullopt;
}

Step step_of(const AddBuffer& add, const Experiment& /*experiment*/) {
    return EditStep{"add " + add.buffer.name, "", [add](Experiment& next) { next.buffers.push_back(add.buffer); }};
}

Step step_of(const SetBuffer& set, const Experiment& experiment) {
    if (set.index >= experiment.buffers.size()) return std::nullopt;
    const std::string key = "buffer " + std::to_string(set.index) + " " + set.field;
    return EditStep{"change " + set.field + " of " + experiment.buffers[set.index].name, key,
                    [set](Experiment& next) {
                        if (set.index < next.buffers.size()) set_buffer(next, set);
                    }};
}

Step step_of(const RemoveBuffer& remove, const Experiment& experiment) {
    if (remove.index >= experiment.buffers.size()) return std::nullopt;
    return EditStep{"remove " + experiment.buffers[remove.index].name, "",
                    [remove](Experiment& next) { remove_buffers(next, {remove.index}); }};
}

Step step_of(const AddEntry& add, const Experiment& experiment) {
    if (add.list >= experiment.calls.size()) return std::nullopt;
    return EditStep{"add entry " + label_of(add.entry), "", [add](Experiment& next) {
                        insert_entries(next, add.list, add.at.value_or(SIZE_MAX), {add.entry});
                    }};
}

Step step_of(const SetEntry& set, const Experiment& experiment) {
    if (set.list >= experiment.calls.size() || set.line >= experiment.calls[set.list].iov.size())
        return std::nullopt;
    const std::string line = std::to_string(set.line);
    return EditStep{"change " + set.field + " of entry " + line,
                    "entry " + std::to_string(set.list) + " " + line + " " + set.field,
                    [set](Experiment& next) { next.calls[set.list].iov[set.line] = set.entry; }};
}

Step step_of(const RemoveEntry& remove, const Experiment& experiment) {
    if (remove.list >= experiment.calls.size() || remove.line >= experiment.calls[remove.list].iov.size()) {
        return std::nullopt;
    }
    const EntrySpec& entry = experiment.calls[remove.list].iov[remove.line];
    return EditStep{"remove entry " + label_of(entry), "",
                    [remove](Experiment& next) { remove_entries(next, remove.list, {remove.line}); }};
}

Step step_of(const MoveEntry& move, const Experiment& experiment) {
    if (move.list >= experiment.calls.size()) return std::nullopt;
    const auto& list = experiment.calls[move.list].iov;
    if (move.from >= list.size() || move.to >= list.size() || move.from == move.to) return std::nullopt;
    return EditStep{"move entry " + label_of(list[move.from]), "", [move](Experiment& next) {
                        move_entries(next, move.list, {move.from}, move.to > move.from ? move.to + 1 : move.to);
                    }};
}

Step step_of(const SetCall& set, const Experiment& experiment) {
    if (set.list >= experiment.calls.size()) return std::nullopt;
    return EditStep{"change " + set.field + " of the call", "call " + std::to_string(set.list) + " " + set.field,
                    [set](Experiment& next) {
                        CallSpec call = set.call;
                        call.iov = std::move(next.calls[set.list].iov);
                        next.calls[set.list] = std::move(call);
                    }};
}

Step step_of(const AddCall& /*add*/, const Experiment& /*experiment*/) {
    return EditStep{"add a call", "", [](Experiment& next) { next.calls.push_back(next.calls.back()); }};
}

Step step_of(const RemoveCall& remove, const Experiment& experiment) {
    if (experiment.calls.size() < 2 || remove.list >= experiment.calls.size()) return std::nullopt;
    return EditStep{"remove call " + std::to_string(remove.list + 1), "", [remove](Experiment& next) {
                        next.calls.erase(next.calls.begin() + static_cast<std::ptrdiff_t>(remove.list));
                    }};
}

Step step_of(const SetTarget& set, const Experiment& /*experiment*/) {
    return EditStep{"change " + set.field + " of the target", "target " + set.field, [set](Experiment& next) {
                        next.target = set.target;
                        // There may be nobody left to have a policy, and no pipe left to resize.
                        if (!has_reader(set.target)) next.reader = ReaderSpec{};
                        if (set.target.kind == "pipe") return;
                        for (CallSpec& call : next.calls) call.resize.reset();
                    }};
}

Step step_of(const SetReader& set, const Experiment& /*experiment*/) {
    return EditStep{"change " + set.field + " of the reader", "reader " + set.field,
                    [set](Experiment& next) { next.reader = set.reader; }};
}

Step step_of(const SetLoop& set, const Experiment& /*experiment*/) {
    return EditStep{"change " + set.field + " of the loop", "loop " + set.field,
                    [set](Experiment& next) { next.loop = set.loop; }};
}

Step step_of(const SetLimits& set, const Experiment& /*experiment*/) {
    return EditStep{"change " + set.field + " of the limits", "limits " + set.field,
                    [set](Experiment& next) { next.limits = set.limits; }};
}

Step step_of(const SetSignal& set, const Experiment& /*experiment*/) {
    return EditStep{"change " + set.field + " of the signal", "signal " + set.field,
                    [set](Experiment& next) { next.signal = set.signal; }};
}

Step step_of(const SetSecond& set, const Experiment& experiment) {
    if (set.second && !experiment.second) {
        return EditStep{"add a second writer", "",
                        [set](Experiment& next) { add_second_writer(next, *set.second); }};
    }
    if (!set.second) return EditStep{"remove the second writer", "", [](Experiment& next) { next.second.reset(); }};
    return EditStep{"change " + set.field + " of the second writer", "second " + set.field,
                    [set](Experiment& next) { next.second = set.second; }};
}

Step step_of(const SetDeadline& set, const Experiment& /*experiment*/) {
    return EditStep{"change the deadline", "deadline", [set](Experiment& next) { next.deadline_s = set.seconds; }};
}

Step step_of(const SetFaults& set, const Experiment& /*experiment*/) {
    return EditStep{set.what, set.goes_on ? "faults" : "", [set](Experiment& next) { next.faults = set.faults; }};
}

Step step_of(const SetSeed& set, const Experiment& /*experiment*/) {
    return EditStep{"change the seed", "seed", [set](Experiment& next) { next.seed = set.seed; }};
}

Step step_of(const SetTitle& set, const Experiment& /*experiment*/) {
    return EditStep{"change the title", "title", [set](Experiment& next) { next.title = set.title; }};
}

}  // namespace

std::optional<EditStep> edit_step(const Intent& intent, const Experiment& experiment) {
    return std::visit([&](const auto& what) { return step_of(what, experiment); }, intent);
}

bool refers_to(const Experiment& experiment, const std::string& name) {
    const auto part = [&](const BufferSpec& buffer) { return is_part(buffer) && buffer.of == name; };
    const auto entry = [&](const EntrySpec& one) { return one.bad == BadBase::None && one.buffer == name; };
    const auto list = [&](const std::vector<EntrySpec>& iov) { return std::any_of(iov.begin(), iov.end(), entry); };
    return std::any_of(experiment.buffers.begin(), experiment.buffers.end(), part) ||
           std::any_of(experiment.calls.begin(), experiment.calls.end(),
                       [&](const CallSpec& call) { return list(call.iov); }) ||
           (experiment.second && list(experiment.second->iov));
}

void remove_buffers(Experiment& experiment, const std::set<std::size_t>& rows) {
    std::set<std::string> names;
    for (const std::size_t row : rows) {
        if (row < experiment.buffers.size()) names.insert(experiment.buffers[row].name);
    }
    erase_rows(experiment.buffers, rows);
    for (const BufferSpec& buffer : experiment.buffers) names.erase(buffer.name);  // another one still has it
    for (std::vector<EntrySpec>* list : lists_of(experiment)) {
        std::erase_if(*list, [&](const EntrySpec& entry) {
            return entry.bad == BadBase::None && names.contains(entry.buffer);
        });
    }
}

void remove_entries(Experiment& experiment, std::size_t list, const std::set<std::size_t>& rows) {
    if (list < experiment.calls.size()) erase_rows(experiment.calls[list].iov, rows);
}

void insert_entries(Experiment& experiment, std::size_t list, std::size_t at,
                    const std::vector<EntrySpec>& entries) {
    if (list >= experiment.calls.size()) return;
    auto& iov = experiment.calls[list].iov;
    iov.insert(iov.begin() + static_cast<std::ptrdiff_t>(std::min(at, iov.size())), entries.begin(), entries.end());
}

std::set<std::size_t> move_entries(Experiment& experiment, std::size_t list, const std::set<std::size_t>& rows,
                                   std::size_t gap) {
    std::set<std::size_t> now;
    if (list >= experiment.calls.size()) return now;
    const std::vector<EntrySpec> before = std::move(experiment.calls[list].iov);
    std::vector<EntrySpec>& after = experiment.calls[list].iov;
    after.clear();
    for (std::size_t row = 0; row <= before.size(); ++row) {
        for (const std::size_t moved : rows) {
            if (row != std::min(gap, before.size()) || moved >= before.size()) continue;
            now.insert(after.size());
            after.push_back(before[moved]);
        }
        if (row < before.size() && !rows.contains(row)) after.push_back(before[row]);
    }
    return now;
}

std::string free_name(const Experiment& experiment, const std::string& wanted) {
    const auto taken = [&](const std::string& name) {
        return std::any_of(experiment.buffers.begin(), experiment.buffers.end(),
                           [&](const BufferSpec& buffer) { return buffer.name == name; });
    };
    if (!taken(wanted)) return wanted;
    for (std::size_t i = 2;; ++i) {
        if (std::string name = wanted + std::to_string(i); !taken(name)) return name;
    }
}

}  // namespace iovlab
