#pragma once

#include "core/report/explain.h"
#include "core/report/report.h"

#include <cerrno>
#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// A hand-made experiment with its memory, so that reports can be tested without making a call.
namespace scene {

inline iovlab::BufferSpec text(const std::string& name, const std::string& bytes) {
    iovlab::BufferSpec spec;
    spec.name = name;
    spec.content.text = bytes;
    return spec;
}

inline iovlab::BufferSpec hex(const std::string& name, const std::string& digits) {
    iovlab::BufferSpec spec = text(name, digits);
    spec.content.kind = iovlab::ContentKind::Hex;
    return spec;
}

inline iovlab::BufferSpec fill(const std::string& name, const std::string& pattern, std::uint64_t size) {
    iovlab::BufferSpec spec = text(name, pattern);
    spec.content.kind = iovlab::ContentKind::Fill;
    spec.content.size = size;
    return spec;
}

inline iovlab::EntrySpec entry(const std::string& buffer) {
    iovlab::EntrySpec spec;
    spec.buffer = buffer;
    return spec;
}

inline iovlab::EntrySpec lying(const std::string& buffer, std::uint64_t length) {
    iovlab::EntrySpec spec = entry(buffer);
    spec.length = length;
    return spec;
}

inline iovlab::EntrySpec bad(iovlab::BadBase base, std::uint64_t length, std::uint64_t good = 0) {
    iovlab::EntrySpec spec;
    spec.bad = base;
    spec.length = length;
    spec.good = good;
    return spec;
}

inline iovlab::Outcome returned(std::int64_t result) {
    iovlab::Outcome outcome;
    outcome.result = result;
    outcome.elapsed_ns = 41000;
    return outcome;
}

inline iovlab::Outcome failed(int error) {
    iovlab::Outcome outcome;
    outcome.error = error;
    return outcome;
}

inline iovlab::Outcome killed(int signal) {
    iovlab::Outcome outcome;
    outcome.signal = signal;
    return outcome;
}

class Scene {
public:
    Scene(std::vector<iovlab::BufferSpec> buffers, std::vector<iovlab::EntrySpec> iov,
          const char* target = "pipe") {
        experiment.buffers = std::move(buffers);
        experiment.calls[0].iov = std::move(iov);
        experiment.target.kind = target;
        resolved_ = iovlab::resolve_buffers(experiment.buffers);
        arena_ = std::make_unique<iovlab::Arena>(
            resolved_, std::vector<std::vector<iovlab::EntrySpec>>{experiment.calls[0].iov});
        before.kind = after.kind = target;
        if (experiment.target.kind == "pipe") {
            before.queued = after.queued = 0;
            before.capacity = after.capacity = 65536;
            before.writable = after.writable = true;
        } else {
            before.size = before.offset = after.size = after.offset = 0;
        }
    }

    /// A call of the whole list with this outcome, the first of the run.
    iovlab::CallStep call(iovlab::Op op, const iovlab::Outcome& outcome) const {
        iovlab::CallStep step;
        step.n = 1;
        step.call.op = op;
        step.call.list = arena_->list(0);
        step.outcome = outcome;
        step.place = "done";
        step.asked = step.call.list.total();
        step.taken = static_cast<std::uint64_t>(outcome.result.value_or(0));
        step.consumed = step.call.list.cursor_after(step.taken);
        return step;
    }

    iovlab::ReportContext context() const { return {&experiment, &resolved_, arena_.get(), 4, false}; }

    iovlab::Step step(iovlab::CallStep call) const { return {std::move(call), after, 0}; }

    iovlab::Explanation explain(iovlab::CallStep call) const {
        return iovlab::explain(step(std::move(call)), before, context());
    }

    std::string strace(iovlab::CallStep call) const {
        return iovlab::make_strace_report(context())->step(step(std::move(call)));
    }

    std::string json(iovlab::CallStep call) const {
        return iovlab::make_json_report(context())->step(step(std::move(call)));
    }

    const iovlab::Arena& arena() const { return *arena_; }

    iovlab::Experiment experiment;
    iovlab::TargetState before;
    iovlab::TargetState after;

private:
    iovlab::Buffers resolved_;
    std::unique_ptr<iovlab::Arena> arena_;
};

}  // namespace scene
