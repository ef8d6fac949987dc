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

bool ambiguous(const Experiment& experiment, const std::string& name) {
    return std::count_if(experiment.buffers.begin(), experiment.buffers.end(),
                         [&](const BufferSpec& buffer) { return buffer.name == name; }) > 1;
}

/// Every list of entries: those of the calls, and the second writer's record.
std::vector<std::vector<EntrySpec>*> lists_of(Experiment& experiment) {
    std::vector<std::vector<EntrySpec>*> lists;
    for (CallSpec& call : experiment.calls) lists.push_back(&call.iov);
    if (experiment.second) lists.push_back(&experiment.second->iov);
    return lists;
}

/// Everything that named `from` names `to`: renaming a buffer does not tear it out of its lists.
void rename_references(Experiment& experiment, const std::string& from, const std::string& to) {
    for (BufferSpec& buffer : experiment.buffers) {
        if (buffer.of == from) buffer.of = to;
    }
    for (std::vector<EntrySpec>* list : lists_of(experiment)) {
        for (EntrySpec& entry : *list) {
            if (entry.bad == BadBase::None && entry.buffer == from) entry.buffer = to;
        }
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
                        if (set.index >= next.buffers.size()) return;
                        const std::string before = next.buffers[set.index].name;
                        const bool rename = before != set.buffer.name && !ambiguous(next, before);
                        next.buffers[set.index] = set.buffer;
                        if (rename) rename_references(next, before, set.buffer.name);
                    }};
}

Step step_of(const RemoveBuffer& remove, const Experiment& experiment) {
    if (remove.index >= experiment.buffers.size()) return std::nullopt;
    return EditStep{"remove " + experiment.buffers[remove.index].name, "", [remove](Experiment& next) {
                        const std::string name = next.buffers[remove.index].name;
                        const bool last = !ambiguous(next, name);
                        next.buffers.erase(next.buffers.begin() + static_cast<std::ptrdiff_t>(remove.index));
                        if (!last) return;
                        for (std::vector<EntrySpec>* list : lists_of(next)) {  // its entries go with it
                            std::erase_if(*list, [&](const EntrySpec& entry) {
                                return entry.bad == BadBase::None && entry.buffer == name;
                            });
                        }
                    }};
}

Step step_of(const AddEntry& add, const Experiment& experiment) {
    if (add.list >= experiment.calls.size()) return std::nullopt;
    return EditStep{"add entry " + label_of(add.entry), "", [add](Experiment& next) {
                        auto& iov = next.calls[add.list].iov;
                        const std::size_t at = std::min(add.at.value_or(iov.size()), iov.size());
                        iov.insert(iov.begin() + static_cast<std::ptrdiff_t>(at), add.entry);
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
    return EditStep{"remove entry " + label_of(entry), "", [remove](Experiment& next) {
                        auto& iov = next.calls[remove.list].iov;
                        iov.erase(iov.begin() + static_cast<std::ptrdiff_t>(remove.line));
                    }};
}

Step step_of(const MoveEntry& move, const Experiment& experiment) {
    if (move.list >= experiment.calls.size()) return std::nullopt;
    const auto& list = experiment.calls[move.list].iov;
    if (move.from >= list.size() || move.to >= list.size() || move.from == move.to) return std::nullopt;
    return EditStep{"move entry " + label_of(list[move.from]), "", [move](Experiment& next) {
                        auto& iov = next.calls[move.list].iov;
                        const EntrySpec entry = iov[move.from];
                        iov.erase(iov.begin() + static_cast<std::ptrdiff_t>(move.from));
                        iov.insert(iov.begin() + static_cast<std::ptrdiff_t>(move.to), entry);
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
