#include "core/experiment/check.h"
#include "tests/differ/compare.h"

#include <string>
#include <utility>

namespace iovlab::differ {

namespace {

/// Takes the first or the last step out of a fault script.
void drop_step(std::string& script, bool first) {
    const std::string arrow = " -> ";
    const std::size_t at = first ? script.find(arrow) : script.rfind(arrow);
    if (at == std::string::npos) return;
    first ? script.erase(0, at + arrow.size()) : script.erase(at);
}

class Shrinker {
public:
    Shrinker(Experiment experiment, const std::function<Compared(const Experiment&)>& compare)
        : experiment_(std::move(experiment)), compare_(compare), sound_(check(experiment_).empty()) {}

    Experiment shrink() {
        do {
            progress_ = false;
            drop_calls();
            drop_entries();
            drop_surroundings();
            drop_buffers();
            halve_sizes();
        } while (progress_ && attempts_ < kMostAttempts);
        return experiment_;
    }

private:
    template <typename Change>
    void attempt(const Change& change) {
        Experiment smaller = experiment_;
        change(smaller);
        if (smaller == experiment_ || (sound_ && !check(smaller).empty())) return;
        if (attempts_++ >= kMostAttempts) return;
        if (!compare_(smaller).difference) return;
        experiment_ = std::move(smaller);
        progress_ = true;
    }

    void drop_calls() {
        for (std::size_t i = experiment_.calls.size(); i-- > 0 && experiment_.calls.size() > 1;) {
            attempt([i](Experiment& e) { e.calls.erase(e.calls.begin() + static_cast<std::ptrdiff_t>(i)); });
        }
    }

    void drop_entries() {
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) {
            for (std::size_t k = experiment_.calls[i].iov.size();
                 k-- > 0 && experiment_.calls[i].op != Op::Write;) {
                attempt([i, k](Experiment& e) {
                    e.calls[i].iov.erase(e.calls[i].iov.begin() + static_cast<std::ptrdiff_t>(k));
                });
            }
            attempt([i](Experiment& e) { e.calls[i].resize.reset(); });
            attempt([i](Experiment& e) { e.calls[i].count.reset(); });
            attempt([i](Experiment& e) { e.calls[i].flags = {}; });
        }
    }

    void drop_surroundings() {
        attempt([](Experiment& e) { e.faults = {}; });
        attempt([](Experiment& e) { e.faults.repeat = false; });
        attempt([](Experiment& e) { drop_step(e.faults.script, true); });
        attempt([](Experiment& e) { drop_step(e.faults.script, false); });
        attempt([](Experiment& e) { e.loop = {}; });
        attempt([](Experiment& e) { e.reader = {}; });
        attempt([](Experiment& e) { e.limits = {}; });
        attempt([](Experiment& e) { e.loop.max_calls /= 2; });
        attempt([](Experiment& e) { e.target.preload = 0; });
        attempt([](Experiment& e) { e.target.seek = 0; });
    }

    void drop_buffers() {
        for (std::size_t b = experiment_.buffers.size(); b-- > 0;) {
            Experiment without = experiment_;
            without.buffers.erase(without.buffers.begin() + static_cast<std::ptrdiff_t>(b));
            if (!check(without).empty()) continue;  // somebody needs it
            attempt([&](Experiment& e) { e = without; });
        }
    }

    void halve_sizes() {
        for (std::size_t b = 0; b < experiment_.buffers.size(); ++b) {
            attempt([b](Experiment& e) { e.buffers[b].content.size /= 2; });
            attempt([b](Experiment& e) {
                if (e.buffers[b].content.size > 0) --e.buffers[b].content.size;
            });
        }
    }

    Experiment experiment_;
    const std::function<Compared(const Experiment&)>& compare_;
    const bool sound_;  // else the checker has no say in it
    bool progress_ = false;
    static constexpr int kMostAttempts = 2000;  // each is a run: what is small enough by then is shown
    int attempts_ = 0;
};

}  // namespace

Experiment shrink(Experiment experiment, const std::function<Compared(const Experiment&)>& compare) {
    return Shrinker(std::move(experiment), compare).shrink();
}

}  // namespace iovlab::differ
