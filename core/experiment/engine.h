#pragma once

#include "core/experiment/board.h"
#include "core/experiment/experiment.h"
#include "core/experiment/fault_plan.h"
#include "core/experiment/foretell.h"
#include "core/experiment/pipe_record.h"
#include "core/experiment/sink.h"
#include "core/experiment/trace.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/kernel.h"
#include "core/loops/loop.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace iovlab {

struct Judgement;
class Deadline;
class Served;

/// Everything a run works on. All of it outlives the engine.
struct Stage {
    const Experiment& experiment;
    const RunOptions& options;
    const Arena& arena;
    Kernel& kernel;
    Board& board;
    SinkRecord& sink;
    Foreteller& model;
    PipeRecord* pipe = nullptr;          ///< of a target with a reader; else null
    std::vector<std::byte> source = {};  ///< calls that read: what lies in a pipe or socket for them
    Served* client = nullptr;            ///< of a target that serves one
};

/// Plays an experiment: asks the loop what it wants, makes the call, lets the reader and the people have their
/// turn, writes down what happened. One thread; once.
class Engine {
public:
    explicit Engine(const Stage& stage);
    void play();

private:
    using Clock = std::chrono::steady_clock;

    // engine.cpp: lists, calls and waits
    void play_list(std::uint32_t list);
    bool wait_for_leave();
    void make_call(std::uint32_t list, const CallSpec& spec, Loop& loop, bool first);
    bool stops_before(const Call& call);
    void give_up(GaveUp why, int error);
    Outcome ask(const CallStep& step, const FaultStep& fault);
    void make_wait(Loop& loop);
    void resize_pipe(std::uint64_t size);
    void note(const std::string& words);
    std::string what_is_not_shown() const;
    Outcome drive(const SleepStep& sleep);
    int patience(const Deadline& deadline) const;
    void finish_call(CallStep step, const TargetState& before);
    void after_outcome(const Outcome& outcome);
    void without_claim(CallStep step, const TargetState& before);
    void finish();
    void judge_all();
    void publish(Step step);

    // engine_reader.cpp: whoever takes bytes out, and everybody who wants something of the run
    bool asleep_moment(bool polling);
    void returned_moment(const Outcome& outcome);
    void stuck_moment();
    bool steady_moment();
    void obey();
    std::uint64_t reader_takes(std::uint64_t max);
    std::uint64_t read_once(std::uint64_t max);
    void reader_takes_all();
    void close_reader();
    void see_progress();
    void see_progress(const TargetState& seen);

    // engine_sink.cpp: where the bytes went
    std::uint64_t observed(const CallStep& step, const TargetState& before, const TargetState& after);
    void settle_pipe(CallStep& step);
    void settle_file(CallStep& step, const TargetState& before, const TargetState& after);
    void settle_numbers(const CallStep& step, const TargetState& before, const TargetState& after);
    std::uint64_t numbers_added(const CallStep& step, const TargetState& before, const TargetState& after);
    std::uint64_t number_at(const IovList& list, std::uint64_t at) const;
    std::uint64_t landing_place(const Call& call, const TargetState& before) const;
    void read_out();
    void hash_file();
    std::string whose(const Piece& piece) const;
    std::string first_wrong(const Judgement& judgement) const;
    void judge_arrivals();

    // serve.cpp: a real client at the other end
    void settle_handed(const CallStep& step);
    void see_client();
    void hang_up();

    // engine_read.cpp: calls that read
    struct Filled {  // one list
        std::uint64_t bytes = 0;
        bool target_ended = false;
    };
    std::uint64_t observed_read(const TargetState& before, const TargetState& after) const;
    void source_bytes(std::uint64_t at, const TargetState& before, std::span<std::byte> out);
    std::uint64_t source_place(const Call& call, const TargetState& before) const;
    void settle_read(CallStep& step, const TargetState& before, const TargetState& after);
    void compare_read(const CallStep& step, std::uint64_t from, const TargetState& before);
    void move_source(CallStep& step, std::uint64_t from, const TargetState& after, Filled& filled);
    std::shared_ptr<const std::vector<std::vector<std::byte>>> heads(const CallStep& step) const;
    bool at_end_of_file(const CallStep& step) const;
    void judge_reads();

    const Experiment& experiment_;
    const RunOptions& options_;
    const Arena& arena_;
    Kernel& kernel_;
    Board& board_;
    SinkRecord& sink_;
    Foreteller& model_;
    const bool reads_;  // the calls read: there is no reader
    PipeRecord* book_;  // of a pipe or socket, whoever reads
    PipeRecord* pipe_;  // the same, of a target that is written to; else null
    const std::vector<std::byte> source_;
    const SinkKind keeps_;
    Served* client_;
    ServeStep::What client_seen_ = ServeStep::What::Came;
    FaultPlan faults_;

    EndStep end_;
    bool over_ = false;
    bool list_over_ = false;  // a read met the end of its target: its loop is done
    bool signal_sent_ = false;
    bool slept_ = false;           // the last call or wait was seen asleep
    bool ended_by_clock_ = false;  // the caller slept or worked for too long, and is gone
    bool hashed_ = true;
    std::vector<std::uint64_t> believed_;  // by list
    std::uint64_t joined_ = 0;             // bytes copied by copy+write
    std::uint64_t copied_ = 0;             // bytes copied by the loops of lists that are done
    std::uint64_t reader_has_ = 0;         // close-after: bytes read by now
    std::uint64_t arrived_ = 0;
    std::vector<Filled> filled_;  // by list
    std::uint64_t source_at_ = 0;
    std::uint64_t overrun_ = 0;  // bytes that a read put past a buffer's end
    std::vector<std::byte> buffer_;
    std::optional<Clock::time_point> next_tick_;
    std::optional<CallStep> calling_;  // pipes: the call under way
};

}  // namespace iovlab
