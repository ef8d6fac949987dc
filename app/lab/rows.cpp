#include "app/lab/rows.h"

#include "app/lab/state.h"
#include "core/experiment/toml.h"

#include <algorithm>
#include <functional>
#include <map>

namespace iovlab {

namespace {

std::size_t rows_there(const LabState& state, Rows::Of of) {
    return of == Rows::Of::Buffers ? state.experiment().buffers.size() : state.call().iov.size();
}

const BufferSpec* find(const std::vector<BufferSpec>& buffers, const std::string& name) {
    const auto found =
        std::find_if(buffers.begin(), buffers.end(), [&](const BufferSpec& buffer) { return buffer.name == name; });
    return found == buffers.end() ? nullptr : &*found;
}

/// The buffers that `names` need, and those that these are taken from, in the order of the experiment.
std::vector<BufferSpec> with_sources(const Experiment& experiment, std::set<std::string> names) {
    for (auto buffer = experiment.buffers.rbegin(); buffer != experiment.buffers.rend(); ++buffer) {
        if (names.contains(buffer->name) && !buffer->of.empty()) names.insert(buffer->of);
    }
    std::vector<BufferSpec> all;
    for (const BufferSpec& buffer : experiment.buffers) {
        if (names.contains(buffer.name)) all.push_back(buffer);
    }
    return all;
}

/// Free names in an experiment that grows by what is pasted.
std::string unique_name(Experiment& growing, const BufferSpec& buffer) {
    BufferSpec named = buffer;
    named.name = free_name(growing, buffer.name);
    growing.buffers.push_back(named);
    return named.name;
}

void rename(const std::map<std::string, std::string>& names, std::string& name) {
    if (const auto found = names.find(name); found != names.end()) name = found->second;
}

template <class Row>
void duplicate(std::vector<Row>& all, const std::set<std::size_t>& rows,
               const std::function<Row(const Row&)>& copy) {
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (*row < all.size()) all.insert(all.begin() + static_cast<std::ptrdiff_t>(*row) + 1, copy(all[*row]));
    }
}

}  // namespace

void choose_row(LabState& state, const ChooseRow& choose) {
    ChosenRows& chosen = state.look.chosen;
    Rows& now = chosen.now;
    const bool other = now.of != choose.of || (choose.of == Rows::Of::Entries && now.list != state.look.list);
    if (choose.row >= rows_there(state, choose.of)) return;
    if (other) now = {choose.of, state.look.list, {}};
    if (choose.how == ChooseRow::How::Extend && !now.rows.empty()) {
        now.rows.clear();
        for (std::size_t row = std::min(chosen.anchor, choose.row); row <= std::max(chosen.anchor, choose.row);
             ++row)
            now.rows.insert(row);
        return;
    }
    chosen.anchor = choose.row;
    if (choose.how == ChooseRow::How::Toggle && now.rows.contains(choose.row)) {
        now.rows.erase(choose.row);
        return;
    }
    if (choose.how != ChooseRow::How::Toggle) now.rows.clear();
    now.rows.insert(choose.row);
}

void choose_all_rows(LabState& state) {
    Rows& now = state.look.chosen.now;
    now.list = state.look.list;
    now.rows.clear();
    for (std::size_t row = 0; row < rows_there(state, now.of); ++row) now.rows.insert(row);
    state.look.chosen.anchor = 0;
}

void keep_rows_in_bounds(LabState& state) {
    ChosenRows& chosen = state.look.chosen;
    if (chosen.now.of == Rows::Of::Entries && chosen.now.list != state.look.list) chosen.now.rows.clear();
    const std::size_t there = rows_there(state, chosen.now.of);
    std::erase_if(chosen.now.rows, [there](std::size_t row) { return row >= there; });
    if (chosen.anchor >= there) chosen.anchor = 0;
}

std::string rows_words(const Rows& rows, const Experiment& experiment) {
    const std::size_t count = rows.rows.size();
    const bool buffers = rows.of == Rows::Of::Buffers;
    if (count != 1) return std::to_string(count) + (buffers ? " buffers" : " entries");
    const std::size_t row = *rows.rows.begin();
    if (buffers) return row < experiment.buffers.size() ? experiment.buffers[row].name : "a buffer";
    return "entry " + std::to_string(row);
}

std::string rows_toml(const Rows& rows, const Experiment& experiment) {
    Experiment part;
    if (rows.of == Rows::Of::Buffers) {
        for (const std::size_t row : rows.rows) {
            if (row < experiment.buffers.size()) part.buffers.push_back(experiment.buffers[row]);
        }
        return write_fragment(part);
    }
    std::set<std::string> names;
    for (const std::size_t row : rows.rows) {
        if (rows.list >= experiment.calls.size() || row >= experiment.calls[rows.list].iov.size()) continue;
        const EntrySpec& entry = experiment.calls[rows.list].iov[row];
        part.calls.front().iov.push_back(entry);
        if (entry.bad == BadBase::None) names.insert(entry.buffer);
    }
    part.buffers = with_sources(experiment, names);
    return write_fragment(part);
}

Pasted pasted(const std::string& text, const Experiment& experiment) {
    Pasted what;
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        what.problem = "The clipboard is empty.";
        return what;
    }
    const ReadResult read = read_fragment(text, "clipboard");
    if (!read.ok()) {
        what.problem = read.problems.front().text();
        return what;
    }
    for (const CallSpec& call : read.experiment.calls)
        what.entries.insert(what.entries.end(), call.iov.begin(), call.iov.end());
    std::map<std::string, std::string> names;
    Experiment growing = experiment;
    for (BufferSpec buffer : read.experiment.buffers) {
        rename(names, buffer.of);
        const BufferSpec* there = find(experiment.buffers, buffer.name);
        if (!what.entries.empty() && there && *there == buffer) continue;
        const std::string before = buffer.name;
        names[before] = buffer.name = unique_name(growing, buffer);
        what.buffers.push_back(std::move(buffer));
    }
    for (EntrySpec& entry : what.entries) {
        if (entry.bad == BadBase::None) rename(names, entry.buffer);
    }
    if (what.buffers.empty() && what.entries.empty())
        what.problem = "clipboard: there are no buffers in it, and no entries.";
    return what;
}

EditStep removal(const Rows& rows, const Experiment& experiment, bool cut) {
    return {(cut ? "cut " : "remove ") + rows_words(rows, experiment), "", [rows](Experiment& next) {
                if (rows.of == Rows::Of::Buffers) return remove_buffers(next, rows.rows);
                remove_entries(next, rows.list, rows.rows);
            }};
}

EditStep duplication(const Rows& rows, const Experiment& experiment) {
    return {"duplicate " + rows_words(rows, experiment), "", [rows](Experiment& next) {
                if (rows.of == Rows::Of::Entries) {
                    if (rows.list < next.calls.size())
                        duplicate<EntrySpec>(next.calls[rows.list].iov, rows.rows,
                                             [](const EntrySpec& entry) { return entry; });
                    return;
                }
                duplicate<BufferSpec>(next.buffers, rows.rows, [&next](const BufferSpec& buffer) {
                    BufferSpec copy = buffer;
                    copy.name = free_name(next, buffer.name);
                    return copy;
                });
            }};
}

EditStep insertion(const Pasted& what, std::size_t list, std::size_t behind) {
    const std::size_t count = what.entries.empty() ? what.buffers.size() : what.entries.size();
    const std::string kind = what.entries.empty() ? "buffer" : "entry";
    const std::string many = what.entries.empty() ? "buffers" : "entries";
    return {"paste " + (count == 1 ? "a " : std::to_string(count) + " ") + (count == 1 ? kind : many), "",
            [what, list, behind](Experiment& next) {
                next.buffers.insert(next.buffers.end(), what.buffers.begin(), what.buffers.end());
                insert_entries(next, list, behind, what.entries);
            }};
}

}  // namespace iovlab
