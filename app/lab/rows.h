#pragma once

#include "app/lab/editing.h"
#include "app/lab/intent_rows.h"
#include "core/experiment/experiment.h"

#include <optional>
#include <string>
#include <vector>

namespace iovlab {

struct LabState;

/// The rows chosen, and where Shift extends them from.
struct ChosenRows {
    Rows now;
    std::size_t anchor = 0;
};
void choose_row(LabState& state, const ChooseRow& choose);
void choose_all_rows(LabState& state);
/// What is left of the choice after an edit: rows that are still there.
void keep_rows_in_bounds(LabState& state);

/// "entry 2", "3 entries", "body", "2 buffers": what an undo step is about.
std::string rows_words(const Rows& rows, const Experiment& experiment);

/// The rows as an experiment file that holds nothing else. Entries take their buffers along, so that they mean the
/// same in another experiment.
std::string rows_toml(const Rows& rows, const Experiment& experiment);

/// What a text adds to an experiment, or why it cannot.
struct Pasted {
    std::string problem;  ///< with line and column; empty: all is well
    std::vector<BufferSpec> buffers;
    std::vector<EntrySpec> entries;
};
/// Buffers get names that are free; those that entries bring along and that are there already are not added again.
Pasted pasted(const std::string& text, const Experiment& experiment);

EditStep removal(const Rows& rows, const Experiment& experiment, bool cut);
/// Each gets its copy right behind it.
EditStep duplication(const Rows& rows, const Experiment& experiment);
/// Entries go behind line `behind` of list `list`, buffers to the end.
EditStep insertion(const Pasted& what, std::size_t list, std::size_t behind);

}  // namespace iovlab
