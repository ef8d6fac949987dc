#include "core/experiment/foretell.h"

#include "core/kernel/model/dropped.h"
#include "core/kernel/names.h"

#include <csignal>
#include <fmt/format.h>

namespace iovlab {

namespace {

constexpr const char* kResizeRule = "pipe.resize";

std::string words_of(const Outcome& outcome) {
    if (outcome.signal != 0) return signal_name(outcome.signal);
    if (outcome.blocked) return "sleep";
    if (outcome.error != 0) return errno_name(outcome.error);
    return fmt::format("{}", outcome.result.value_or(0));
}

}  // namespace

bool same_outcome(const Outcome& a, const Outcome& b) {
    return a.result == b.result && a.error == b.error && a.signal == b.signal && a.blocked == b.blocked;
}

void Foreteller::start(const Call& call) {
    alone_ = true;
    if (!silent()) model_->start(call);
}

void Foreteller::start_wait() {
    if (!silent()) model_->start_wait();
}

void Foreteller::read(std::uint64_t max) {
    alone_ = false;
    if (!silent()) model_->read(max, ignored_);
}

void Foreteller::close_reader() {
    alone_ = false;
    if (!silent()) model_->close_reader();
}

void Foreteller::signal(int number) {
    alone_ = false;
    if (!silent()) model_->signal(number);
}

std::optional<std::int64_t> Foreteller::resize(std::uint64_t size) {
    if (silent() || rule_dropped(kResizeRule)) return std::nullopt;
    return model_->resize(size);
}

void Foreteller::differs(const std::string& rule, const std::string& news) {
    model_.reset();
    // A reader, a signal or a person beside the call: then it may be a matter of who came first.
    if (!alone_ || !drop_rule(rule)) return;
    note_ += fmt::format("{}this kernel differs from the model's rule {}: {}; nothing is foretold by it any more",
                         note_.empty() ? "" : "; ", rule, news);
}

void Foreteller::answer(ResizeStep& step) {
    if (!step.model || *step.model == step.result) return;
    const auto words = [](std::int64_t n) {
        return n < 0 ? errno_name(static_cast<int>(-n)) : fmt::format("{}", n);
    };
    differs(kResizeRule, fmt::format("F_SETPIPE_SZ gave {}, not {}", words(step.result), words(*step.model)));
}

void Foreteller::answer(CallStep& step) {
    if (silent()) return;
    Outcome foretold = model_->outcome();
    if (model_->asleep()) {
        foretold.result.reset();
        foretold.blocked = true;
    }
    const std::string rule = model_->rule() ? model_->rule()->name : "";
    // A caller that somebody killed, or that died in its own code, is nothing that a rule could have known: of a
    // call itself come SIGPIPE and SIGXFSZ alone.
    const int died = step.outcome.signal;
    const bool by_others = died != 0 && died != SIGPIPE && died != SIGXFSZ && died != foretold.signal;
    if (by_others || rule_dropped(rule)) {
        model_.reset();
        return;
    }
    step.rule = rule;
    step.model = foretold;
    if (same_outcome(foretold, step.outcome)) return;
    differs(rule,
            fmt::format("call {} ended with {}, not with {}", step.n, words_of(step.outcome), words_of(foretold)));
}

}  // namespace iovlab
