// What two writers' target gives back: declared in race.h.
#include "core/experiment/race.h"
#include "core/experiment/two_writers.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {

namespace {
constexpr std::uint64_t kTakenAtOnce = 1u << 20;
}

// `stuck`: nobody can go on; else a call has returned.
void Race::reader_moment(bool stuck) {
    switch (experiment_.reader.policy) {
        case ReaderPolicy::All:
            while (take(kTakenAtOnce, false) > 0) {
            }
            break;
        case ReaderPolicy::WhenFull:
            if (stuck) take(experiment_.reader.bytes, false);
            break;
        default:
            break;
    }
}

// One read(2), written down.
std::uint64_t Race::take(std::uint64_t max, bool final) {
    const TargetState state = target_->state();
    const auto queued = static_cast<std::uint64_t>(state.queued.value_or(0));
    max = std::min({max, queued, kTakenAtOnce});
    if (max == 0 || !state.reader_open) return 0;
    const std::size_t got = target_->read(max, buffer_);
    for (Writer& writer : writers_) {
        writer.worker->stirred();
        writer.asleep = false;
    }
    if (got == 0) return 0;
    stirred_ = Clock::now();
    for (Writer& writer : writers_) {
        if (writer.deadline) writer.deadline->stirred(stirred_);
    }
    const std::span bytes = std::span(buffer_).first(got);
    show(records_.arrived(bytes), bytes, std::nullopt);
    arrived_ += got;
    if (final) return got;
    Step step{.what = ReadStep{got}, .after = target_->state()};
    step.arrived = arrived_;
    board_.publish(std::move(step));
    return got;
}

void Race::close_reader() {
    if (!target_->state().reader_open) return;
    target_->close_reader();
    for (Writer& writer : writers_) writer.worker->stirred();
    Step step{.what = CloseStep{}, .after = target_->state()};
    step.arrived = arrived_;
    board_.publish(std::move(step));
}

// Into the sink, with where each byte came from. `at`: where they lie in a file.
void Race::show(const std::vector<RecordCount::Stretch>& stretches, std::span<const std::byte> bytes,
                std::optional<std::uint64_t> at) {
    std::size_t done = 0;
    for (const RecordCount::Stretch& one : stretches) {
        std::vector<Piece> pieces = {{.length = one.length, .source = Source::Hole}};
        if (one.writer < writers_.size()) {
            const Writer& writer = writers_[one.writer];
            CallStep call;
            call.n = one.record < writer.calls.size() ? writer.calls[one.record] : 0;
            call.list = static_cast<std::uint32_t>(one.writer);
            pieces = pieces_of(writer.call.list.after(one.offset), one.length, call);
        }
        if (!at) {
            sink_.arrived(bytes.subspan(done, one.length), pieces);
            done += one.length;
            continue;
        }
        for (Piece& piece : pieces) {
            piece.at = *at + done;
            sink_.landed(bytes.subspan(done, piece.length), piece);
            done += piece.length;
        }
    }
}

// A file's content before the first call: whatever is not written over stays in it.
void Race::show_content() {
    if (file_began_ == 0) return;
    buffer_.resize(std::min(file_began_, Run::kMaxShown));
    buffer_.resize(target_->read_file(0, buffer_));
    sink_.holds(buffer_);
}

// The part of the file that the two have written. What lies around it was there before them.
ByteRange Race::written() const {
    const std::uint64_t first = writers_[0].taken, second = writers_[1].taken;
    if (experiment_.target.flags.has("O_APPEND")) return {file_began_, file_began_ + first + second};
    return {0, own_positions(experiment_) ? std::max(first, second) : first + second};
}

// A file is looked at when both are done: while they write, it changes.
void Race::read_back() {
    const ByteRange theirs = written();
    buffer_.resize(kTakenAtOnce);
    for (std::uint64_t at = 0;;) {
        const std::size_t got = target_->read_file(at, buffer_);
        if (got == 0) break;
        const std::span bytes = std::span<const std::byte>(buffer_).first(got);
        sink_.hash(bytes);
        const std::uint64_t from = std::clamp(theirs.begin, at, at + got);
        const std::uint64_t to = std::clamp(theirs.end, from, at + got);
        if (const auto part = bytes.subspan(from - at, to - from); !part.empty())
            show(own_positions(experiment_) ? records_.lies_at(from, part) : records_.arrived(part), part, from);
        at += got;
    }
}

void Race::finish() {
    if (experiment_.target.kind == "file") {
        read_back();
    } else if (target_->state().reader_open) {
        std::uint64_t total = 0;
        while (const std::uint64_t got = take(kTakenAtOnce, true)) total += got;
        Step step{.what = ReadStep{total, true}, .after = target_->state()};
        step.arrived = arrived_;
        if (total > 0) board_.publish(std::move(step));
    }
    std::array<std::uint64_t, 2> calls{};
    std::array<std::uint64_t, 2> taken{};
    end_.delivered = 0;
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        calls[i] = writers_[i].whole;
        // A call that never returned may have put bytes there all the same.
        taken[i] = std::max(writers_[i].taken, records_.found(i));
        end_.delivered += taken[i];
    }
    end_.records = records_.count(calls, taken);
    const auto& [first, second] = end_.records->writers;
    const bool corrupt = records_.corrupt() || sink_.wrong_byte();
    end_.verdict = corrupt                            ? Verdict::Corrupt
                   : end_.records->overwritten > 0    ? Verdict::Lost
                   : first.broken + second.broken > 0 ? Verdict::Reordered
                   : end_.delivered < end_.expected   ? Verdict::Incomplete
                                                      : Verdict::Intact;
    end_.sha256 = sink_.sha256();
    end_.cage = both(writers_[0].worker->cage(), writers_[1].worker->cage());
    if (writers_[0].worker->sight() == Sight::Nothing)
        end_.unseen = unseen_sleep(experiment_, ended_by_clock_, false);
    if (end_.unseen.any()) end_.note += (end_.note.empty() ? "" : "; ") + note_of(end_.unseen);
    Step step{.what = end_, .after = end_.target};
    step.arrived = arrived_;
    board_.publish(std::move(step));
    board_.set_state(Run::State::Over);
}

}  // namespace iovlab
