#pragma once

#include "core/bytes/buffer.h"
#include "core/experiment/board.h"
#include "core/experiment/deadline.h"
#include "core/experiment/experiment.h"
#include "core/experiment/record_count.h"
#include "core/experiment/sink.h"
#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace iovlab {

/// Two writers into one target ([second]): two worker processes, each of which makes its call so many times, both
/// at the same time. What arrives is taken apart into their records. One thread; once.
class Race {
public:
    /// Throws NoTarget, and std::runtime_error for faults of the machinery.
    Race(const Experiment& experiment, const RunOptions& options, const Arena& arena, const WorkerSetup& setup,
         std::unique_ptr<Target> target, Board& board, SinkRecord& sink);
    ~Race();
    Race(const Race&) = delete;
    Race& operator=(const Race&) = delete;

    void play();

private:
    using Clock = std::chrono::steady_clock;
    struct Writer {
        std::unique_ptr<Worker> worker;
        Call call;               ///< the one that it makes again and again
        std::uint64_t left = 0;  ///< calls still to make
        std::uint64_t whole = 0;
        std::uint64_t taken = 0;
        std::vector<std::uint64_t> calls;  ///< by record: the number of the call that carried it
        bool calling = false;
        bool asleep = false;
        bool slept = false;                ///< in the call under way
        std::optional<Deadline> deadline;  ///< of the call under way
    };

    void resize_pipe();
    void start_calls();
    void start(std::size_t index);
    void look_at_writers();
    void returned(std::size_t index);
    void ended(const Outcome& outcome);
    void rest();
    void obey();
    void late();
    bool under_way() const { return writers_[0].calling || writers_[1].calling; }
    bool all_asleep() const;
    void reader_moment(bool stuck);
    std::uint64_t take(std::uint64_t max, bool final);
    void close_reader();
    ByteRange written() const;
    void show_content();
    void read_back();
    void show(const std::vector<RecordCount::Stretch>& stretches, std::span<const std::byte> bytes,
              std::optional<std::uint64_t> at);
    void finish();
    bool has_had_its_time(const Writer& writer, Clock::time_point now) const;
    void end_writers();

    const Experiment& experiment_;
    const RunOptions& options_;
    const Arena& arena_;
    std::unique_ptr<Target> target_;
    Board& board_;
    SinkRecord& sink_;
    int own_fd_ = -1;  // the second writer's open file, when it is its own
    std::array<Writer, 2> writers_;
    RecordCount records_;
    EndStep end_;
    bool over_ = false;
    bool ended_by_clock_ = false;
    bool hashed_ = true;
    std::uint64_t started_ = 0;
    std::uint64_t arrived_ = 0;
    std::uint64_t file_began_ = 0;  // its size before the first call
    Clock::time_point stirred_{};   // when something last happened
    std::optional<Clock::time_point> next_tick_;
    std::vector<std::byte> buffer_;
};

}  // namespace iovlab
