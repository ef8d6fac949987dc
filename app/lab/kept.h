#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace iovlab {

/// What follows from the first so many steps of something that only grows. Kept at a few places, so that neither
/// going on nor going back begins at the front: a run of ten thousand calls is looked at step by step.
template <class State>
class Kept {
public:
    /// The state after `steps` steps: `begin()` makes that of none, `advance(state, i)` takes in step i. Both
    /// always mean the same run; for another one there is another Kept.
    template <class Begin, class Advance>
    const State& at(std::size_t steps, const Begin& begin, const Advance& advance) {
        const auto behind = std::upper_bound(marks_.begin(), marks_.end(), steps,
                                             [](std::size_t at, const auto& mark) { return at < mark.first; });
        const auto nearest = behind == marks_.begin() ? marks_.end() : std::prev(behind);
        const bool nearer = nearest != marks_.end() && nearest->first > at_;
        if (now_ && steps >= at_ && !nearer) {
            // It goes on from where it stands.
        } else if (nearest != marks_.end()) {
            now_.emplace(nearest->second);
            at_ = nearest->first;
        } else {
            now_.emplace(begin());
            at_ = 0;
        }
        for (; at_ < steps; ++at_) {
            if (at_ > 0 && at_ % every_ == 0 && (marks_.empty() || marks_.back().first < at_)) mark();
            advance(*now_, at_);
        }
        return *now_;
    }
    void clear() { *this = Kept(); }

private:
    static constexpr std::size_t kMost = 64;
    static constexpr std::size_t kFirst = 64;  // steps between two marks, until there are too many of them

    void mark() {
        marks_.emplace_back(at_, *now_);
        if (marks_.size() <= kMost) return;
        every_ *= 2;
        std::erase_if(marks_, [this](const auto& mark) { return mark.first % every_ != 0; });
    }

    std::optional<State> now_;
    std::size_t at_ = 0;
    std::size_t every_ = kFirst;
    std::vector<std::pair<std::size_t, State>> marks_;
};

}  // namespace iovlab
