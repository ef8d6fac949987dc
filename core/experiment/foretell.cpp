#include "core/experiment/foretell.h"

#include <csignal>

namespace iovlab {

bool same_outcome(const Outcome& a, const Outcome& b) {
    return a.result == b.result && a.error == b.error && a.signal == b.signal && a.blocked == b.blocked;
}

void Foreteller::start(const Call& call) {
    if (!silent()) model_->start(call);
}

void Foreteller::start_wait() {
    if (!silent()) model_->start_wait();
}

void Foreteller::read(std::uint64_t max) {
    if (!silent()) model_->read(max, ignored_);
}

void Foreteller::close_reader() {
    if (!silent()) model_->close_reader();
}

void Foreteller::signal(int number) {
    if (!silent()) model_->signal(number);
}

void Foreteller::answer(CallStep& step) {
    if (silent()) return;
    Outcome foretold = model_->outcome();
    if (model_->asleep()) {
        foretold.result.reset();
        foretold.blocked = true;
    }
    step.rule = model_->rule() ? model_->rule()->name : "";
    step.model = foretold;
    // A caller that somebody killed is nothing that a rule could have known.
    const bool killed = step.outcome.signal == SIGKILL;
    if (killed) step.model.reset();
    if (killed || !same_outcome(foretold, step.outcome)) model_.reset();
}

}  // namespace iovlab
