#include "tests/golden/told.h"

#include "core/experiment/run.h"
#include "core/report/report.h"
#include "tests/golden/client.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <variant>
#include <vector>

// What is not the same each time, or everywhere, and what stands in its place:
//
// - elapsed_ns of calls and waits: 1,000; 0 stays 0.
// - Address and port of a listener and its client, which are any free ones: kPort, kClientPort.
// - What a client has acknowledged, when its kernel may be later than ours: what was handed to it.
// - That a client closed or left, and when, because it is a program of its own: left out.
// - charged and capacity of sockets, which depend on the kernel's build and settings: kMachine, where there is one.
// - Which parts of the worker's cage hold, which depends on the kernel and on sanitizers: all of them.
// - Two writers, who race: see told_together().
//
// Everything else is the same each time, and held.
namespace iovlab::test {

namespace {

constexpr std::uint16_t kPort = 8080;
constexpr std::uint16_t kClientPort = 50000;
constexpr std::int64_t kMachine = 1;
constexpr std::size_t kMostLines = 24;  // of a section at its beginning, and as many at its end

void settle(Outcome& outcome) {
    if (outcome.elapsed_ns != 0) outcome.elapsed_ns = 1000;
}

void settle(TargetState& state) {
    if (state.kind == "pipe") return;
    if (state.charged) state.charged = kMachine;
    if (state.capacity) state.capacity = kMachine;
}

void settle(ServeStep& step) {
    const bool listening = step.what == ServeStep::What::Listening;
    step.address =
        listening ? fmt::format("http://127.0.0.1:{}/", kPort) : fmt::format("127.0.0.1:{}", kClientPort);
    if (step.port != 0) step.port = listening ? kPort : kClientPort;
}

void settle(EndStep& end) {
    settle(end.target);
    if (end.cage) end.cage = Cage{.no_new_privs = true, .files = true, .net = true, .calls = true, .memory = true};
    if (!end.served || end.served->client.empty()) return;
    end.served->client = fmt::format("127.0.0.1:{}", kClientPort);
    end.served->acknowledged = end.served->handed;
}

bool is_left_out(const Step& step) {
    const auto* serve = std::get_if<ServeStep>(&step.what);
    return serve && (serve->what == ServeStep::What::Closed || serve->what == ServeStep::What::Left);
}

Trace settled(Trace trace) {
    trace.erase(std::remove_if(trace.begin(), trace.end(), is_left_out), trace.end());
    for (Step& step : trace) {
        settle(step.after);
        if (auto* call = std::get_if<CallStep>(&step.what)) settle(call->outcome);
        if (auto* wait = std::get_if<WaitStep>(&step.what)) settle(wait->outcome);
        if (auto* serve = std::get_if<ServeStep>(&step.what)) settle(*serve);
        if (auto* end = std::get_if<EndStep>(&step.what)) settle(*end);
    }
    return trace;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at) + "\n");
        at = end + 1;
    }
    return lines;
}

/// FNV-1a: enough to see that something in the middle has changed.
std::uint64_t sum_of(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    std::uint64_t sum = 0xcbf29ce484222325u;
    for (std::size_t i = from; i < to; ++i) {
        for (const char c : lines[i]) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    }
    return sum;
}

/// A section of a golden file. Of a long one the middle is held by its sum alone.
std::string section(const std::string& name, const std::string& text) {
    std::string out = "==== " + name + "\n";
    const std::vector<std::string> lines = lines_of(text);
    const bool whole = lines.size() <= 2 * kMostLines + 1;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!whole && i == kMostLines) {
            const std::size_t until = lines.size() - kMostLines;
            out += fmt::format(".... {} lines more, their sum {:016x}\n", until - i, sum_of(lines, i, until));
            i = until;
        }
        out += lines[i];
    }
    return out;
}

std::string told(std::unique_ptr<Report> report, const Trace& trace) {
    std::string out = report->begin();
    for (const Step& step : trace) out += report->step(step);
    return out;
}

ReportContext context_of(const Experiment& experiment, const Run& run) {
    ReportContext context;
    context.experiment = &experiment;
    context.buffers = run.buffers();
    context.arena = run.arena();
    context.target_fd = run.target_fd();
    return context;
}

/// The JSON lines of each writer's calls, which are all alike but for who came first.
std::string calls_counted(const ReportContext& context, const Trace& trace) {
    std::map<std::string, unsigned> counted;
    const auto report = make_json_report(context);
    for (Step step : trace) {
        auto* call = std::get_if<CallStep>(&step.what);
        if (!call) continue;
        call->n = call->at = call->believed = 0;
        step.after = {};
        step.arrived = step.put = 0;
        ++counted[report->step(step)];
    }
    std::string out;
    for (const auto& [line, times] : counted) out += fmt::format("{} times {}", times, line);
    return out;
}

/// Two processes write at once: what each call said, whoever came first, and the end without what the race decides
/// (which records are whole, the bytes that arrived, the verdict on them, whose position the file has in the end).
std::string told_together(const ReportContext& context, const Trace& trace) {
    std::string out = section("text: how it begins", make_text_report(context)->begin());
    out += section("json: the calls, counted", calls_counted(context, trace));
    Step last = trace.back();
    auto& end = std::get<EndStep>(last.what);
    end.verdict = Verdict::Intact;
    end.sha256.clear();
    end.damage = {};
    if (end.target.queued) end.target.queued = 0;
    if (end.target.offset) end.target.offset = 0;
    if (end.records) {
        for (Records::OfWriter& writer : end.records->writers) writer.whole = writer.broken = writer.gone = 0;
        end.records->overwritten = 0;
    }
    return out + section("json: the end", make_json_report(context)->step(last));
}

}  // namespace

std::string told_by_kernel(const Experiment& experiment) {
    Run run(experiment, {});
    const Client client(run, experiment);
    run.execute();
    Trace trace;
    run.steps_since(0, trace);
    trace = settled(std::move(trace));
    const ReportContext context = context_of(experiment, run);
    if (experiment.second) return told_together(context, trace);
    return section("text", told(make_text_report(context), trace)) +
           section("strace", told(make_strace_report(context), trace)) +
           section("json", told(make_json_report(context), trace));
}

std::string told_by_model(const Experiment& experiment) {
    RunOptions options;
    options.model = true;
    Run run(experiment, options);
    std::string why;
    try {
        run.execute();
    } catch (const CannotRun& refused) {
        return section("model", std::string("refused: ") + refused.what() + "\n");
    }
    Trace trace;
    run.steps_since(0, trace);
    trace = settled(std::move(trace));
    const ReportContext context = context_of(experiment, run);
    return section("model: text", told(make_text_report(context), trace)) +
           section("model: json", told(make_json_report(context), trace));
}

}  // namespace iovlab::test
