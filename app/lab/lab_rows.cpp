// Rows of the list and of memory that are chosen, copied, pasted, duplicated and removed together.
#include "app/lab/lab.h"
#include "app/lab/rows.h"

#include <algorithm>
#include <utility>

namespace iovlab {

namespace {

constexpr const char* kNoRoom =
    "A list has room for 16,384 lines, and so has memory. An entry can say how often it is repeated: times.";

/// Without an end Ctrl+A and Ctrl+D would fill the machine's memory in a few dozen presses.
bool has_room(const LabState& state, std::size_t more) {
    constexpr std::size_t kMostRows = 16384;
    return state.call().iov.size() + more <= kMostRows && state.experiment().buffers.size() + more <= kMostRows;
}

}  // namespace

void Lab::edit_rows(const EditStep& step) {
    state_.document.edit(step.what, step.merge_key, step.change);
    state_.document.end_edit();
    state_.first_start = false;
    state_.drafts.clear();  // their places mean other rows now
    state_.look.open_entry.reset();
    state_.look.open_buffer.reset();
    state_.look.in_place = {};
    worked_ = {};
    follow_faults();
}

void Lab::paste(const std::string& text) {
    const Pasted what = pasted(text, state_.experiment());
    if (!what.problem.empty()) return say(Notice::Kind::Error, "Nothing was pasted.", what.problem);
    if (!has_room(state_, std::max(what.buffers.size(), what.entries.size())))
        return say(Notice::Kind::Error, "Nothing was pasted.", kNoRoom);
    Rows& chosen = state_.look.chosen.now;
    const std::size_t buffers = state_.experiment().buffers.size();
    std::size_t behind = state_.call().iov.size();
    if (chosen.of == Rows::Of::Entries && chosen.list == state_.look.list && !chosen.rows.empty())
        behind = *chosen.rows.rbegin() + 1;
    edit_rows(insertion(what, state_.look.list, behind));
    const bool entries = !what.entries.empty();
    chosen = {entries ? Rows::Of::Entries : Rows::Of::Buffers, state_.look.list, {}};
    const std::size_t first = entries ? behind : buffers;
    const std::size_t count = entries ? what.entries.size() : what.buffers.size();
    for (std::size_t i = 0; i < count; ++i) chosen.rows.insert(first + i);
    state_.look.chosen.anchor = first;
}

void Lab::duplicate_rows() {
    Rows& chosen = state_.look.chosen.now;
    if (chosen.rows.empty()) return;
    if (!has_room(state_, chosen.rows.size())) return say(Notice::Kind::Error, "Nothing was duplicated.", kNoRoom);
    edit_rows(duplication(chosen, state_.experiment()));
    std::set<std::size_t> copies;
    std::size_t before = 0;
    for (const std::size_t row : std::exchange(chosen.rows, {})) copies.insert(row + ++before);
    chosen.rows = std::move(copies);
    state_.look.chosen.anchor = *chosen.rows.begin();
}

bool Lab::apply_rows(const Intent& intent) {
    ChosenRows& chosen = state_.look.chosen;
    if (const auto* choose = std::get_if<ChooseRow>(&intent)) {
        choose_row(state_, *choose);
    } else if (std::holds_alternative<ChooseAllRows>(intent)) {
        choose_all_rows(state_);
    } else if (std::holds_alternative<ChooseNoRows>(intent)) {
        chosen.now.rows.clear();
    } else if (const auto* text = std::get_if<PasteRows>(&intent)) {
        paste(text->text);
    } else if (std::holds_alternative<DuplicateRows>(intent)) {
        duplicate_rows();
    } else if (const auto* remove = std::get_if<RemoveRows>(&intent)) {
        if (!chosen.now.rows.empty()) edit_rows(removal(chosen.now, state_.experiment(), remove->cut));
        chosen.now.rows.clear();
    } else if (const auto* place = std::get_if<EditInPlace>(&intent)) {
        state_.look.in_place = place->where;
    } else {
        return false;
    }
    return true;
}

}  // namespace iovlab
