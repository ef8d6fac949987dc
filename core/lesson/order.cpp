#include "core/lesson/order.h"

#include "core/bytes/buffer.h"
#include "core/bytes/random.h"
#include "core/experiment/text.h"
#include "core/kernel/names.h"
#include "core/lesson/grade.h"
#include "core/loops/blocks.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <set>

namespace iovlab {

namespace {

constexpr std::uint64_t kMaxCalls = 60;  // no loop that works needs as many; one that turns is stopped here

BufferSpec text_buffer(const std::string& name, const std::string& text) {
    BufferSpec spec;
    spec.name = name;
    spec.content.text = text;
    return spec;
}

// Nine bytes in three entries, with empty ones in the middle and at the end.
Experiment small_list() {
    Experiment experiment;
    experiment.buffers = {text_buffer("head", "abc"), text_buffer("none", ""), text_buffer("body", "defg"),
                          text_buffer("tail", "hi")};
    for (const char* name : {"head", "none", "body", "tail", "none"}) {
        EntrySpec entry;
        entry.buffer = name;
        experiment.calls.front().iov.push_back(entry);
    }
    return experiment;
}

Experiment base_of(const LessonStep& step, const std::vector<std::string>& blocks) {
    Experiment experiment = step.experiment ? *step.experiment : small_list();
    experiment.calls.resize(1);
    experiment.target = {};
    experiment.reader = {};
    experiment.signal.reset();
    experiment.loop.kind = blocks_kind(blocks);
    experiment.loop.max_calls = kMaxCalls;
    return experiment;
}

std::vector<std::uint64_t> entry_lengths(const Experiment& experiment) {
    const Buffers buffers = resolve_sizes(experiment.buffers);
    std::vector<std::uint64_t> lengths;
    for (const EntrySpec& entry : experiment.calls.front().iov) {
        const Buffer* buffer = buffers.find(entry.buffer);
        const std::uint64_t length = entry.length.value_or(buffer == nullptr ? 0 : buffer->size);
        lengths.insert(lengths.end(), std::min<std::uint64_t>(entry.times, 16), length);
    }
    return lengths;
}

// Where a cut tells most: at every edge, beside it, and in the first bytes.
std::vector<std::uint64_t> cuts_of(const Experiment& experiment) {
    constexpr std::size_t most = 20;
    std::set<std::uint64_t> cuts;
    std::uint64_t edge = 0, total = 0;
    const auto lengths = entry_lengths(experiment);
    for (const std::uint64_t length : lengths) total += length;
    for (const std::uint64_t length : lengths) {
        edge += length;
        cuts.insert({edge, edge + 1, edge - std::min<std::uint64_t>(edge, 1)});
    }
    for (std::uint64_t near_begin = 1; near_begin <= 3; ++near_begin) cuts.insert(near_begin);
    std::vector<std::uint64_t> all;
    for (const std::uint64_t cut : cuts) {
        if (cut > 0 && cut < total && all.size() < most) all.push_back(cut);
    }
    return all;
}

Trial trial(const Experiment& base, const std::string& script, std::string what, int gives_up = 0) {
    Trial one{base, std::move(what), gives_up};
    one.experiment.faults.script = script;
    one.experiment.faults.repeat = gives_up != 0;
    one.experiment.title = one.what;
    return one;
}

std::string why_wrong(const Trial& trial, const EndStep& end) {
    if (end.status == Status::Stopped) {
        return fmt::format("It never ends: it was stopped after {} calls.", grouped(end.calls));
    }
    if (trial.gives_up != 0) {
        const bool told = end.status == Status::Error && end.error == trial.gives_up;
        return told ? std::string()
                    : fmt::format("It must give up and report {}; it does not.", errno_name(trial.gives_up));
    }
    std::string damage;
    const auto count = [&](std::uint64_t bytes, const char* what) {
        if (bytes == 0) return;
        damage += fmt::format("{}{} {} {}", damage.empty() ? "" : ", ", grouped(bytes),
                              bytes == 1 ? "byte" : "bytes", what);
    };
    count(end.damage.lost, "lost");
    count(end.damage.doubled, "sent twice");
    count(end.damage.misplaced, "in the wrong place");
    count(end.damage.unsent, "never sent");
    if (end.status == Status::Error && end.error == 0 && end.calls == 0) {
        return "It turns round and round and never makes a call.";
    }
    if (end.status == Status::Error) {
        const std::string with = end.error == 0 ? "without an errno" : "with " + errno_name(end.error);
        return fmt::format("It gives up {}{}{}.", with, damage.empty() ? "" : ": ", damage);
    }
    if (!damage.empty() || end.verdict != Verdict::Intact) {
        return fmt::format("It reports success: {}.", damage.empty() ? to_string(end.verdict) : damage);
    }
    if (end.spun > 0) {
        return fmt::format("Every byte arrives, but {} made again at once, in vain: a busy processor for nothing.",
                           end.spun == 1 ? "a call was" : grouped(end.spun) + " calls were");
    }
    return end.status == Status::Done ? std::string() : fmt::format("It ended as {}.", to_string(end.status));
}

}  // namespace

std::vector<Trial> order_trials(const LessonStep& step, const std::vector<std::string>& blocks) {
    const Experiment base = base_of(step, blocks);
    std::uint64_t total = 0;
    for (const std::uint64_t length : entry_lengths(base)) total += length;
    std::vector<Trial> trials = {trial(base, "", "Nothing goes wrong: the kernel takes all that it is offered.")};
    for (const std::uint64_t cut : cuts_of(base)) {
        trials.push_back(trial(base, fmt::format("short {}", cut),
                               fmt::format("The first call takes {} of {} bytes.", grouped(cut), grouped(total))));
    }
    trials.push_back(trial(base, "EINTR", "A signal interrupts the first call before its first byte."));
    trials.push_back(trial(base, "EAGAIN", "There is no room at first: EAGAIN."));
    trials.push_back(trial(base, "2*EAGAIN -> short 1 -> EAGAIN", "There is no room, twice, then for one byte."));
    trials.push_back(trial(base, "short 1 -> EINTR -> short 1 -> 2*short 2",
                           "The calls take a byte or two each, and a signal comes in between."));
    trials.push_back(trial(base, "EIO", "The device is broken: EIO, again and again.", EIO));
    trials.push_back(trial(base, "short 2 -> 99*EIO", "Two bytes go out, then the device breaks: EIO.", EIO));
    return trials;
}

std::optional<CounterExample> find_counter_example(const LessonStep& step, const std::vector<std::string>& blocks,
                                                   const std::function<bool()>& stop) {
    for (Trial& one : order_trials(step, blocks)) {
        if (stop && stop()) break;
        Trace trace = run_to_end(one.experiment);
        const EndStep* end = end_of(trace);
        std::string why = end == nullptr ? "It did not come to its end." : why_wrong(one, *end);
        if (!why.empty()) return CounterExample{std::move(one), std::move(trace), std::move(why)};
    }
    return std::nullopt;
}

std::vector<std::string> laid_out(const OrderTask& task, std::size_t left_out) {
    std::vector<std::string> all = task.blocks;
    const std::size_t kept = task.distractors.size() - std::min(left_out, task.distractors.size());
    all.insert(all.end(), task.distractors.begin(), task.distractors.begin() + static_cast<std::ptrdiff_t>(kept));
    std::uint64_t state = 7;
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[next_random(state) % i]);
    return all;
}

}  // namespace iovlab
