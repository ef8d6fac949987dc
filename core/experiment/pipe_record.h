#pragma once

#include "core/bytes/provenance.h"
#include "core/experiment/run.h"
#include "core/experiment/trace.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace iovlab {

/// Keeps book of a target with a reader while a run goes on: what the kernel was seen to take from which entry, in
/// a pipe which page slot holds it, and what the reader got. The run's thread writes; copy() may be called from any
/// thread.
class PipeRecord {
public:
    /// A pipe.
    PipeRecord(std::uint64_t capacity, std::uint64_t preload, bool packet);
    /// What a socket or a terminal keeps. Messages: each call is one, and a read drops what it leaves of it.
    enum class Keeps { Pages, Bytes, Messages };
    /// `exact`: what is queued is known to the byte.
    PipeRecord(Keeps keeps, bool exact);

    /// A call begins: its list, and how many bytes it asks for.
    void begin(const CallStep& call, const IovList& list, std::uint64_t asked);
    /// The kernel is seen to have taken `n` more bytes of the call under way.
    void took(std::uint64_t n);
    /// The call under way has sent a message without bytes.
    void took_empty_message();
    /// Only messages without bytes wait: a reader of bytes has to take them away for a writer that has no room.
    bool only_empty_messages() const;
    /// The reader got `n` bytes with one read. Returns where they came from.
    std::vector<Piece> gave(std::uint64_t n);
    /// FIONREAD says `queued`: notes whether the slots agree.
    void compare(std::uint64_t queued);
    /// So many messages have found no room by now: those that are new are the newest of ours.
    void dropped(std::uint64_t messages);
    /// Bytes of messages that were longer than their reader's room: they are lost.
    std::uint64_t cut_off() const { return cut_off_; }

    std::uint64_t put() const { return pipe_.stream.size(); }  ///< bytes ever put in
    std::uint64_t gone() const { return gone_; }               ///< bytes that are no longer in it: read, or dropped
    std::uint64_t taken_of_call() const { return taken_; }     ///< of the call under way, or of the last one
    /// F_SETPIPE_SZ gave the pipe a new size, in bytes.
    void resized(std::uint64_t capacity);
    /// What is read from here on is the end of the run: copy() goes on showing the pipe as it is now.
    void hold();
    Run::Pipe copy() const;

private:
    PipeSlots::Taken take(std::uint64_t n);

    const Keeps keeps_ = Keeps::Pages;
    const bool exact_ = true;
    mutable std::mutex mutex_;
    Run::Pipe pipe_;
    std::optional<Run::Pipe> held_;
    CallStep call_;
    IovList rest_;  // of the call under way: what the kernel was not yet seen to take
    std::uint64_t taken_ = 0;
    std::uint64_t gone_ = 0;
    struct Message {
        std::uint64_t length = 0;
        bool lost = false;
    };
    std::uint64_t cut_off_ = 0;
    std::uint64_t known_drops_ = 0;
    std::deque<Message> messages_;  // those that wait, and those that were dropped between them
};

}  // namespace iovlab
