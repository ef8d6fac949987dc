#include "core/experiment/check.h"
#include "core/experiment/vocabulary.h"
#include "core/loops/blocks.h"
#include "tests/differ/parts.h"
#include "tests/differ/whole.h"

#include <algorithm>
#include <string>
#include <vector>

namespace iovlab::differ {

namespace {

void add_call(Dice& dice, Experiment& experiment) {
    const bool place = sink_kind(experiment.target) == SinkKind::Place;
    CallSpec call;
    call.op = dice.one_of({Op::Writev, Op::Writev, Op::Writev, Op::Pwritev, Op::Pwritev2, Op::Write, Op::Writes,
                           Op::Writes, Op::CopyWrite, Op::CopyWrite});
    const std::uint64_t entries = call.op == Op::Write ? 1 : dice.below(6);
    for (std::uint64_t k = 0; k < entries; ++k) call.iov.push_back(random_entry(dice, experiment, false));
    if (call.op == Op::Write) call.iov[0].times = 1;
    const bool positioned = call.op == Op::Pwritev || call.op == Op::Pwritev2;
    if (positioned) {
        call.offset = static_cast<std::int64_t>(dice.size());
        // Where another call has written before.
        if (!experiment.calls.empty() && dice.chance(50)) call.offset = experiment.calls.back().offset;
        if (call.op == Op::Pwritev2 && dice.chance(place ? 30 : 80)) call.offset = -1;
    }
    if (call.op == Op::Pwritev2 && dice.chance(40)) call.flags.names = {dice.one_of({"RWF_APPEND", "RWF_SYNC"})};
    const bool array = positioned || call.op == Op::Writev;
    if (array && dice.chance(5)) call.count = static_cast<std::int32_t>(dice.below(call.iov.size() + 3));
    call.bad_array = array && dice.chance(2);
    if (experiment.target.kind == "pipe" && dice.chance(5))
        call.resize = dice.one_of<std::uint64_t>({4096, 8192, 65536});
    experiment.calls.push_back(call);
}

// Any of those that ship, or blocks in any order: sound ones, and such as nobody would write.
std::string random_loop(Dice& dice) {
    if (dice.chance(60)) return loop_names()[dice.below(loop_names().size())];
    std::vector<std::string> names;
    for (const LoopBlock& block : loop_blocks()) names.emplace_back(block.name);
    for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[dice.below(i)]);
    names.resize(1 + dice.below(names.size()));
    return blocks_kind(names);
}

std::string random_script(Dice& dice) {
    std::string script;
    const std::uint64_t steps = dice.below(5);
    for (std::uint64_t i = 0; i < steps; ++i) {
        if (i > 0) script += " -> ";
        if (dice.chance(20)) script += std::to_string(2 + dice.below(3)) + "*";
        if (dice.chance(20)) script += std::to_string(1 + dice.below(99)) + "%";
        const std::uint64_t which = dice.below(10);
        if (which < 5) {
            script += "short " + std::to_string(dice.chance(40) ? dice.below(20) : dice.size());
        } else {
            script += which < 7 ? "real" : dice.one_of({"EAGAIN", "EINTR", "EIO", "ENOSPC", "EPIPE"});
        }
    }
    return script;
}

Experiment draw(Dice& dice) {
    Experiment experiment;
    experiment.seed = dice.below(1000);
    add_buffers(dice, experiment);
    make_target(dice, experiment);
    experiment.calls.clear();
    const std::uint64_t calls = 1 + dice.below(4);
    for (std::uint64_t i = 0; i < calls; ++i) add_call(dice, experiment);
    experiment.loop.kind = random_loop(dice);
    experiment.loop.max_calls = 1 + dice.below(60);
    experiment.faults.script = random_script(dice);
    experiment.faults.repeat = dice.chance(20);
    if (has_reader(experiment.target) && dice.chance(40)) experiment.reader.policy = ReaderPolicy::WhenFull;
    if (dice.chance(10)) experiment.limits.sigpipe = Disposition::Default;
    if (dice.chance(10)) experiment.limits.sigxfsz = Disposition::Default;
    experiment.deadline_s = 1.0;  // a loop that waits in poll for a reader who does not read
    return experiment;
}

}  // namespace

Experiment random_run(std::uint64_t seed) {
    Dice dice(seed);
    for (;;) {  // about one in ten is refused by the checker
        Experiment experiment = draw(dice);
        experiment.title = "differ, whole run, seed " + std::to_string(seed);
        if (check(experiment).empty()) return experiment;
    }
}

}  // namespace iovlab::differ
