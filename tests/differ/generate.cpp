#include "tests/differ/generate.h"

#include "core/experiment/vocabulary.h"
#include "tests/differ/parts.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>

namespace iovlab::differ {

void add_buffers(Dice& dice, Experiment& experiment) {
    const std::uint64_t n = 1 + dice.below(3);
    for (std::uint64_t i = 0; i < n; ++i) {
        BufferSpec own;
        own.name = "b" + std::to_string(i);
        own.kind = BufferKind::Bytearray;
        own.content.kind = ContentKind::Random;
        own.content.seed = dice.below(1000);
        own.content.size = dice.size();
        experiment.buffers.push_back(own);
        if (!dice.chance(40)) continue;
        BufferSpec part;
        part.name = own.name + "part";
        part.kind = dice.one_of({BufferKind::View, BufferKind::Slice});
        part.of = own.name;
        part.range = SliceRange{static_cast<std::int64_t>(dice.below(own.content.size + 2)),
                                static_cast<std::int64_t>(dice.size())};
        experiment.buffers.push_back(part);
    }
}

EntrySpec random_entry(Dice& dice, const Experiment& experiment, bool giants) {
    EntrySpec entry;
    if (dice.chance(8)) {
        entry.bad = dice.one_of({BadBase::Unmapped, BadBase::Crossing, BadBase::Null, BadBase::Kernel});
        entry.length = dice.chance(40) ? 0 : dice.size();
        if (entry.bad == BadBase::Crossing) entry.good = dice.below(*entry.length + 1);
        return entry;
    }
    entry.buffer = experiment.buffers[dice.below(experiment.buffers.size())].name;
    if (dice.chance(10)) entry.length = dice.size();
    if (giants && dice.chance(5)) {
        entry.length = dice.one_of<std::uint64_t>(
            {std::numeric_limits<std::uint64_t>::max(), 1ull << 63, (1ull << 63) - 1, 0x7fffffffffff, 1ull << 32});
    }
    if (dice.chance(10)) entry.times = 1 + dice.below(4);
    return entry;
}

namespace {

void aim(Dice& dice, CallSpec& call, bool file) {
    call.op = dice.one_of({Op::Writev, Op::Writev, Op::Writev, Op::Writev, Op::Pwritev, Op::Pwritev2, Op::Write});
    if (call.op == Op::Write) {
        call.iov.resize(std::min<std::size_t>(call.iov.size(), 1));
        if (call.iov.empty() || call.iov[0].times != 1) call.op = Op::Writev;
        return;
    }
    if (call.op == Op::Pwritev || call.op == Op::Pwritev2) {
        call.offset = static_cast<std::int64_t>(dice.size());
        if (call.op == Op::Pwritev2 && dice.chance(file ? 30 : 80)) call.offset = -1;
        if (dice.chance(3))
            call.offset = dice.one_of<std::int64_t>({-2, -1, std::numeric_limits<std::int64_t>::max()});
    }
    if (call.op == Op::Pwritev2 && dice.chance(40)) {
        call.flags.names.push_back(dice.one_of({"RWF_APPEND", "RWF_SYNC", "RWF_DSYNC", "RWF_HIPRI"}));
        if (!file && dice.chance(50)) call.flags.names = {"RWF_NOWAIT"};
    }
    if (dice.chance(4)) {
        const auto size = static_cast<std::int32_t>(call.iov.size());
        call.count =
            dice.one_of<std::int32_t>({-1, 0, 1, size + 1, 1024, 1025, std::numeric_limits<std::int32_t>::min()});
    }
    call.bad_array = dice.chance(2);
}

// The bench turned round: something to be read, and calls that read it.
void make_readable(Dice& dice, Experiment& experiment) {
    TargetSpec& target = experiment.target;
    target.kind =
        dice.one_of({"pipe", "pipe", "pipe", "file", "file", "unix-stream", "unix-stream", "unix-datagram",
                     "unix-seqpacket", "memfd", "eventfd", "null", "zero", "full", "directory", "closed"});
    const TargetKind& kind = *target_kind(target.kind);
    const bool waits = target.kind == "pipe" || target.kind == "eventfd" || target.kind.starts_with("unix-");
    if (waits) target.flags.names = {"O_NONBLOCK"};
    if (target.kind == "pipe") {
        target.capacity = dice.one_of<std::uint64_t>({4096, 8192, 65536});
        if (dice.chance(25)) target.flags.names.push_back("O_DIRECT");
        target.writer_open = dice.chance(50);
    }
    if (target.kind == "file" && dice.chance(30)) target.seek = static_cast<std::int64_t>(dice.size());
    if (target.kind == "memfd") target.size = dice.size();
    if (target.kind == "eventfd") target.value = dice.chance(30) ? 0 : dice.below(1000);
    const std::uint64_t most = target.kind == "pipe" ? target.capacity : 20000;
    if (kind.has_key("content") && dice.chance(90)) {
        const std::uint64_t size = std::min(dice.size(), most);
        target.content = Content{.kind = ContentKind::Random, .text = {}, .seed = dice.below(100), .size = size};
    }
    if (target.kind.starts_with("unix-") && dice.chance(40)) target.peer = "closed";
}

void aim_at_reading(Dice& dice, CallSpec& call) {
    call.op = dice.chance(25) ? Op::Preadv : Op::Readv;
    if (call.op == Op::Preadv) call.offset = dice.chance(3) ? -1 : static_cast<std::int64_t>(dice.size());
    if (dice.chance(4)) call.count = dice.one_of<std::int32_t>({-1, 0, 1, 1024, 1025});
    call.bad_array = dice.chance(2);
}

void add_calls(Dice& dice, Experiment& experiment, bool reading) {
    const bool file = sink_kind(experiment.target.kind) == SinkKind::Place;
    const bool pipe = experiment.target.kind == "pipe";
    experiment.calls.clear();
    const bool giants =
        !reading && dice.below(300) == 0;  // lengths of gigabytes: their guard regions take thousands of mappings
    const std::uint64_t n = 1 + dice.below(reading ? 12 : 240);  // what there is to read is soon read
    for (std::uint64_t i = 0; i < n; ++i) {
        CallSpec call;
        const std::uint64_t entries = dice.below(6);
        for (std::uint64_t k = 0; k < entries; ++k) call.iov.push_back(random_entry(dice, experiment, giants));
        if (dice.chance(1) && !call.iov.empty()) call.iov[0].times = 1020 + dice.below(8);
        reading ? aim_at_reading(dice, call) : aim(dice, call, file);
        if (pipe && !reading && dice.chance(8)) {
            call.resize = dice.one_of<std::uint64_t>({0, 1, 4096, 4097, 8192, 12288, 16384, 65536, 1u << 20,
                                                      (1u << 20) + 1, 1u << 31, (1ull << 31) + 1});
        }
        experiment.calls.push_back(call);
    }
}

void make_pipe(Dice& dice, Experiment& experiment) {
    TargetSpec& target = experiment.target;
    target.kind = "pipe";
    target.capacity = dice.one_of<std::uint64_t>({4096, 8192, 16384, 65536, 5000});
    target.flags.names = {"O_NONBLOCK"};
    if (dice.chance(20)) target.flags.names.push_back("O_DIRECT");
    if (dice.chance(40)) target.preload = dice.below(4097);
    target.reader_open = !dice.chance(3);
    experiment.reader.policy = dice.one_of({ReaderPolicy::None, ReaderPolicy::AfterCall, ReaderPolicy::AfterCall,
                                            ReaderPolicy::AfterCall, ReaderPolicy::All, ReaderPolicy::CloseAfter});
    experiment.reader.bytes = 1 + dice.size();
    if (experiment.reader.policy == ReaderPolicy::CloseAfter) experiment.reader.bytes *= 4;
}

void make_file(Dice& dice, Experiment& experiment) {
    TargetSpec& target = experiment.target;
    target.kind = "file";
    if (dice.chance(60)) {
        target.content =
            Content{.kind = ContentKind::Random, .text = {}, .seed = dice.below(100), .size = dice.size()};
    }
    if (dice.chance(50)) target.seek = static_cast<std::int64_t>(dice.size());
    if (dice.chance(25)) target.flags.names.push_back("O_APPEND");
    if (dice.chance(3)) target.flags.names.push_back(dice.one_of({"O_RDONLY", "O_PATH"}));
    experiment.limits.file_size = dice.chance(40) ? dice.size() * 4 : 1u << 20;
    if (!dice.chance(15)) return;
    target.disk = dice.one_of<std::uint64_t>({4096, 8192, 12288, 32768, 5000});
    if (target.content) target.content->size = dice.below(4097);
}

void make_memfd(Dice& dice, Experiment& experiment) {
    TargetSpec& target = experiment.target;
    target.kind = "memfd";
    target.size = dice.chance(20) ? 0 : dice.size();
    if (dice.chance(70)) target.seals.push_back("F_SEAL_GROW");
    if (dice.chance(5)) target.seals.push_back(dice.one_of({"F_SEAL_WRITE", "F_SEAL_FUTURE_WRITE"}));
    if (dice.chance(20)) target.seals.push_back("F_SEAL_SHRINK");
    if (dice.chance(20)) target.seals.push_back("F_SEAL_SEAL");
    experiment.limits.file_size = dice.chance(30) ? dice.size() * 2 : 1u << 20;
}

// Numbers of 8 bytes for the most part, some of them so large that the counter fills up.
void make_eventfd(Dice& dice, Experiment& experiment) {
    TargetSpec& target = experiment.target;
    target.kind = "eventfd";
    target.flags.names = {"O_NONBLOCK"};
    target.value = dice.chance(50) ? dice.below(1000) : UINT64_MAX - 1 - dice.below(1000);
    for (BufferSpec& buffer : experiment.buffers) {
        if (buffer.kind != BufferKind::Bytearray || dice.chance(5)) continue;
        static constexpr std::array<const char*, 6> numbers = {"0000000000000000", "0100000000000000",
                                                               "ff00000000000000", "fffffffffffffffe",
                                                               "ffffffffffffffff", "feffffffffffffff"};
        buffer.content = {};
        buffer.content.kind = ContentKind::Hex;
        buffer.content.text = numbers[dice.chance(70) ? 1 + dice.below(2) : dice.below(numbers.size())];
    }
}

void make_unix(Dice& dice, Experiment& experiment) {
    TargetSpec& target = experiment.target;
    target.kind = dice.one_of({"unix-stream", "unix-stream", "unix-datagram", "unix-seqpacket"});
    target.flags.names = {"O_NONBLOCK"};
    if (dice.chance(80)) target.sndbuf = dice.one_of<std::uint64_t>({1, 4096, 16384, 65536});
    if (dice.chance(5)) target.peer = dice.one_of({"closed", "closed-unread", "none"});
    if (target.peer != "open") return;
    experiment.reader.policy = dice.one_of({ReaderPolicy::None, ReaderPolicy::AfterCall, ReaderPolicy::AfterCall,
                                            ReaderPolicy::AfterCall, ReaderPolicy::All, ReaderPolicy::CloseAfter});
    experiment.reader.bytes = 1 + dice.size();
    if (experiment.reader.policy == ReaderPolicy::CloseAfter) experiment.reader.bytes *= 4;
}

void make_device(Dice& dice, Experiment& experiment) {
    experiment.target.kind = dice.one_of({"null", "zero", "full", "closed", "directory"});
}

}  // namespace

void make_target(Dice& dice, Experiment& experiment) {
    const std::uint64_t which = dice.below(100);
    if (which < 40) return make_pipe(dice, experiment);
    if (which < 65) return make_file(dice, experiment);
    if (which < 78) return make_memfd(dice, experiment);
    if (which < 84) return make_eventfd(dice, experiment);
    if (which < 97) return make_unix(dice, experiment);
    make_device(dice, experiment);
}

Experiment random_experiment(std::uint64_t seed) {
    Dice dice(seed);
    Experiment experiment;
    experiment.title = "differ, seed " + std::to_string(seed);
    add_buffers(dice, experiment);
    const bool reading = dice.chance(50);  // and far fewer calls: about one in forty
    reading ? make_readable(dice, experiment) : make_target(dice, experiment);
    add_calls(dice, experiment, reading);
    return experiment;
}

}  // namespace iovlab::differ
