#include "app/lab/cursor_shown.h"

#include <algorithm>

namespace iovlab {

std::optional<Cursor> cursor_shown(const LabState& state) {
    const RunView& run = state.run;
    if (!run.same_lists) return std::nullopt;
    const std::size_t shown = run.shown_call_index();
    if (shown == run.steps.size()) return std::nullopt;
    // A call that got EAGAIN took nothing, also when another list came after it.
    for (auto at = std::upper_bound(run.calls.begin(), run.calls.end(), shown); at != run.calls.begin();) {
        const auto* call = std::get_if<CallStep>(&run.steps[*--at].what);
        if (call && call->list < state.look.list) return std::nullopt;
        if (call && call->list == state.look.list) return call->consumed;
    }
    return std::nullopt;
}

}  // namespace iovlab
