#include "tests/differ/whole.h"

#include "core/experiment/foretell.h"
#include "core/experiment/run.h"
#include "core/kernel/model/dropped.h"
#include "core/report/report.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace iovlab::differ {

namespace {

struct Played {
    Trace trace;
    std::vector<std::string> lines;  ///< its steps, as JSON without what is not the same in both
    Run::Sink sink;
};

/// Who answered, and how fast, is no difference.
Step settled(Step step) {
    if (auto* call = std::get_if<CallStep>(&step.what)) {
        if (call->outcome.origin != Origin::Injected) call->outcome.origin = Origin::Kernel;
        call->outcome.elapsed_ns = 0;
        call->model.reset();
    }
    if (auto* wait = std::get_if<WaitStep>(&step.what)) wait->outcome.elapsed_ns = 0;
    if (auto* resize = std::get_if<ResizeStep>(&step.what)) resize->model.reset();
    if (auto* end = std::get_if<EndStep>(&step.what)) end->cage.reset();  // only a real worker is in one
    return step;
}

Played play(const Experiment& experiment, bool model) {
    RunOptions options;
    options.model = model;
    Run run(experiment, options);
    run.execute();
    Played played;
    run.steps_since(0, played.trace);
    run.copy_sink(played.sink);
    ReportContext context;
    context.experiment = &experiment;
    context.buffers = run.buffers();
    context.arena = run.arena();
    context.target_fd = run.target_fd();
    const auto report = make_json_report(context);
    for (const Step& step : played.trace) played.lines.push_back(report->step(settled(step)));
    return played;
}

/// What was foretold of the calls of a real run: how many were without a claim, and the first that came out
/// otherwise.
void compare_forecasts(const Trace& trace, Compared& compared) {
    for (std::size_t i = 0; i < trace.size() && !compared.difference; ++i) {
        if (const auto* call = std::get_if<CallStep>(&trace[i].what)) {
            ++compared.operations;
            if (call->outcome.origin == Origin::Injected) continue;
            if (!call->model) {
                ++compared.unclaimed;
            } else if (!same_outcome(*call->model, call->outcome)) {
                compared.difference = Difference{i, "the rule " + call->rule + " foretold something else"};
            }
        }
        if (std::holds_alternative<ReadStep>(trace[i].what)) ++compared.operations;
        const auto* resize = std::get_if<ResizeStep>(&trace[i].what);
        if (resize && !resize->model) ++compared.unclaimed;
        if (resize && resize->model && *resize->model != resize->result)
            compared.difference = Difference{i, "F_SETPIPE_SZ was foretold otherwise"};
    }
}

void make_wrong(Played& model, Mutation mutation) {
    for (Step& step : model.trace) {
        auto* call = std::get_if<CallStep>(&step.what);
        if (!call || mutation != Mutation::Results || call->outcome.result.value_or(0) <= 5000) continue;
        model.lines[static_cast<std::size_t>(&step - model.trace.data())] += "(wrong on purpose)";
    }
    if (mutation == Mutation::ReadBytes && !model.sink.bytes.empty()) model.sink.bytes.back() ^= std::byte{1};
}

Difference where_they_part(const Played& real, const Played& model) {
    const auto [one, other] =
        std::mismatch(real.lines.begin(), real.lines.end(), model.lines.begin(), model.lines.end());
    const auto line = [](const Played& played, auto at) {
        return at == played.lines.end() ? "nothing more\n" : *at;
    };
    return {static_cast<std::size_t>(one - real.lines.begin()),
            fmt::format("the kernel's run goes on with\n  {}the model's with\n  {}", line(real, one),
                        line(model, other))};
}

}  // namespace

Compared compare_runs(const Experiment& experiment, Mutation mutation) {
    forget_dropped_rules();
    Compared compared;
    try {
        const Played real = play(experiment, false);
        compare_forecasts(real.trace, compared);
        if (compared.difference || compared.unclaimed > 0) return compared;
        Played model = play(experiment, true);
        make_wrong(model, mutation);
        if (real.lines != model.lines) {
            compared.difference = where_they_part(real, model);
        } else if (real.sink.bytes != model.sink.bytes) {
            compared.difference = Difference{real.lines.size(), "the bytes that arrived are not the model's"};
        }
    } catch (const CannotRun&) {  // this machine, or the model, has no such target: nothing was compared
        compared.operations += 1;
        ++compared.unclaimed;
    }
    return compared;
}

}  // namespace iovlab::differ
