#include "tests/differ/compare.h"

#include "core/experiment/check.h"
#include "core/experiment/foretell.h"
#include "core/experiment/model_setup.h"
#include "core/experiment/open_target.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"
#include "tests/differ/direct_kernel.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <utility>

namespace iovlab::differ {

namespace {

std::uint32_t flag_bits(const FlagSet& flags) {
    std::uint32_t bits = flags.number.value_or(0);
    for (const std::string& name : flags.names) bits |= rwf_from(name).value_or(0);
    return bits;
}

std::string text_of(const Outcome& outcome) {
    return outcome.result ? fmt::format("{}", *outcome.result) : errno_name(outcome.error);
}

std::string text_of(const TargetState& state) {
    return fmt::format("queued {} capacity {} charged {} writable {} size {} offset {} value {}",
                       state.queued.value_or(-1), state.capacity.value_or(-1), state.charged.value_or(-1),
                       state.writable.value_or(false), state.size.value_or(-1), state.offset.value_or(-1),
                       state.value.value_or(0));
}

// One experiment put to both.
class Pair {
public:
    Pair(const Experiment& experiment, Mutation mutation)
        : experiment_(experiment),
          mutation_(mutation),
          buffers_(resolve_buffers(experiment.buffers)),
          arena_(buffers_, lists()) {
        const Scratch scratch("");
        const bool reading = reads(experiment);
        auto target = open_target(experiment.target, scratch, reading);
        ModelFacts facts = facts_of(*target, experiment.target);
        if (reading) {
            facts.waiting = waiting_in(experiment.target, scratch);
            model_arena_.emplace(buffers_, lists());
        }
        model_ = make_model(experiment, arena_, std::move(facts));
        if (reading) model_->fills(*model_arena_);
        direct_.emplace(arena_, std::move(target), experiment.limits.file_size, reading);
    }

    Compared play() {
        for (std::size_t i = 0; i < experiment_.calls.size() && !compared_.difference; ++i) {
            if (experiment_.calls[i].resize) resize(i);
            if (!compared_.difference) call(i);
            if (!model_->claims()) {
                ++compared_.unclaimed;
                return compared_;
            }
            if (!compared_.difference) read(i);
        }
        const bool place = sink_kind(experiment_.target.kind) == SinkKind::Place;
        if (!compared_.difference && place) compare_content();
        return compared_;
    }

private:
    std::vector<std::vector<EntrySpec>> lists() const {
        std::vector<std::vector<EntrySpec>> all;
        for (const CallSpec& call : experiment_.calls) all.push_back(call.iov);
        return all;
    }

    void differs(std::size_t i, const std::string& what) { compared_.difference = Difference{i, what}; }

    void compare_state(std::size_t i, const char* after) {
        TargetState real = direct_->target().state();
        TargetState foretold = model_->state();
        // Whoever reads from a target does not ask whether it can be written to: the model speaks of its other end.
        if (model_arena_) real.writable = foretold.writable = std::nullopt;
        if (model_arena_ && mutation_ == Mutation::ReadState) {
            if (foretold.queued) ++*foretold.queued;
            if (foretold.offset) ++*foretold.offset;
        }
        if (real == foretold) return;
        differs(i, fmt::format("after {}: the kernel has {}; the model has {}", after, text_of(real),
                               text_of(foretold)));
    }

    // Larger results than this are told wrong.
    std::int64_t most_unchanged() const {
        if (mutation_ == Mutation::Results) return 5000;
        return mutation_ == Mutation::ReadResults && model_arena_ ? 0 : INT64_MAX;
    }

    void resize(std::size_t i) {
        ++compared_.operations;
        const std::uint64_t size = *experiment_.calls[i].resize;
        const std::int64_t real = direct_->target().resize(size), foretold = model_->resize(size);
        if (real != foretold) {
            differs(i, fmt::format("F_SETPIPE_SZ of {}: the kernel says {}, the model {}", size, real, foretold));
            return;
        }
        compare_state(i, "F_SETPIPE_SZ");
    }

    void call(std::size_t i) {
        const CallSpec& spec = experiment_.calls[i];
        Call call{.op = spec.op, .list = arena_.list(i), .count = spec.count};
        call.bad_array = spec.bad_array;
        call.offset = spec.offset;
        call.flags = flag_bits(spec.flags);
        ++compared_.operations;
        model_->start(call);
        if (!model_->claims()) return;
        Outcome foretold = model_->outcome();
        if (foretold.result && *foretold.result > most_unchanged()) foretold.result = *foretold.result - 1;
        const Outcome real = direct_->call(call);
        if (!same_outcome(real, foretold)) {
            differs(i, fmt::format("{}: the kernel says {}, the model {} ({})", to_string(call.op), text_of(real),
                                   text_of(foretold), model_->rule()->name));
            return;
        }
        compare_state(i, to_string(call.op));
        if (model_arena_ && !compared_.difference && real.result)
            compare_memory(i, static_cast<std::uint64_t>(*real.result));
    }

    // The `n` bytes that a read has put into its entries. What lies behind them is nobody's promise: a copy that
    // meets a bad address may have put some there before the kernel gave up.
    void compare_memory(std::size_t i, std::uint64_t n) {
        const IovList whole = arena_.list(i);
        // Behind a bad address it is nobody's promise at all: such a copy may have begun, into the same buffer.
        for (std::size_t k = 0; k < whole.size(); ++k) {
            if (arena_.readable(whole[k].base, whole[k].length) < whole[k].length) return;
        }
        const IovList list = whole.first(n);
        for (std::size_t k = 0; k < list.size(); ++k) {
            real_bytes_.resize(std::min<std::uint64_t>(list[k].length, 1u << 16));
            model_bytes_.resize(real_bytes_.size());
            real_bytes_.resize(arena_.copy(list[k].base, real_bytes_));
            model_bytes_.resize(model_arena_->copy(list[k].base, model_bytes_));
            if (mutation_ == Mutation::ReadBytes && !model_bytes_.empty()) model_bytes_.back() ^= std::byte{1};
            if (real_bytes_ == model_bytes_) continue;
            differs(i, fmt::format("iov[{}] does not hold the bytes that the model put there", k));
            return;
        }
    }

    void read(std::size_t i) {
        const ReaderSpec& reader = experiment_.reader;
        if (!has_reader(experiment_.target) || reader.policy == ReaderPolicy::None || !model_->state().reader_open)
            return;
        std::uint64_t bytes = reader.policy == ReaderPolicy::All ? 1u << 20 : reader.bytes;
        if (reader.policy == ReaderPolicy::CloseAfter) bytes = reader.bytes - taken_;
        do {
            ++compared_.operations;
            // No more than is there: the reader's buffer is filled with zeros first.
            bytes = std::min(bytes, static_cast<std::uint64_t>(direct_->target().state().queued.value_or(0)) + 1);
            const std::size_t got = direct_->target().read(bytes, real_bytes_);
            model_->read(bytes, model_bytes_);
            if (real_bytes_ != model_bytes_) {
                differs(i, fmt::format("a read of {} gave {} bytes, the model said {} or other ones", bytes, got,
                                       model_bytes_.size()));
                return;
            }
            taken_ += got;
        } while (reader.policy == ReaderPolicy::All && !real_bytes_.empty());
        if (reader.policy == ReaderPolicy::CloseAfter && taken_ >= reader.bytes) {
            direct_->target().close_reader();
            model_->close_reader();
            return;  // POLLERR is no part of the model's state
        }
        compare_state(i, "the read");
    }

    void compare_content() {
        const auto size = static_cast<std::size_t>(model_->state().size.value_or(0)) + 1;
        real_bytes_.resize(size);
        model_bytes_.resize(size);
        real_bytes_.resize(direct_->target().read_file(0, real_bytes_));
        model_bytes_.resize(model_->read_file(0, model_bytes_));
        if (real_bytes_ != model_bytes_)
            differs(experiment_.calls.size() - 1, "the file's content is not what the model says");
    }

    const Experiment& experiment_;
    Mutation mutation_;
    Buffers buffers_;
    Arena arena_;
    std::optional<Arena> model_arena_;  // the model's own memory, laid out alike: of calls that read
    std::unique_ptr<ModelKernel> model_;
    std::optional<DirectKernel> direct_;
    Compared compared_;
    std::uint64_t taken_ = 0;
    std::vector<std::byte> real_bytes_, model_bytes_;
};

}  // namespace

Compared compare(const Experiment& experiment, Mutation mutation) {
    try {
        return Pair(experiment, mutation).play();
    } catch (const NoTarget&) {  // no user namespaces here: nothing was compared
        return {.operations = 1, .difference = {}};
    }
}

}  // namespace iovlab::differ
