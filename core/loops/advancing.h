#pragma once

#include "core/loops/kinds.h"

#include <cerrno>

namespace iovlab {

/// A loop that goes on until nothing is left. As it stands it is right: it advances by exactly what was taken,
/// tries EINTR again, and ends on any other errno with its progress known. Every other loop overrides one rule of
/// it.
class AdvancingLoop : public Loop {
public:
    /// `one_by_one`: each call takes only the first entry of what is left (op = "writes").
    AdvancingLoop(const IovList& list, bool one_by_one);

    Want want() const override { return want_; }
    const IovList& list() const override { return offered_; }
    const char* place() const override { return place_; }
    std::uint64_t believed() const override { return sent_; }
    std::uint64_t left() const override { return rest_.total(); }
    int failure() const override { return failure_; }
    void returned(const Outcome& outcome) override;
    void woke(const Outcome& outcome) override;

protected:
    // The rules: what to do after each way in which a call can end.
    /// `n` bytes were taken, at least one. Skips entries, trims the cut one, drops empties.
    virtual void took(std::uint64_t n);
    /// 0 for a list that is not empty: no progress, and asking again would give the same for ever.
    virtual void took_nothing() { go(Want::Fail, "stuck"); }
    virtual void interrupted() { go(Want::Call, "retry"); }
    virtual void no_room() { fail(EAGAIN); }

    /// The rest is `rest`, and `sent` bytes count as sent: on with it, or done when it holds no byte.
    void continue_with(IovList rest, std::uint64_t sent);
    /// What of `rest` the next call offers.
    virtual IovList offer(const IovList& rest) const { return one_by_one_ ? rest.entries(1) : rest; }
    void fail(int error) { failure_ = error, go(Want::Fail, "failed"); }
    void go(Want want, const char* place) { want_ = want, place_ = place; }

    const IovList& whole() const { return whole_; }
    const IovList& rest() const { return rest_; }
    bool one_by_one() const { return one_by_one_; }
    /// Offers `rest`, however little it is.
    void set_rest(IovList rest);
    void set_believed(std::uint64_t sent) { sent_ = sent; }

private:
    IovList whole_;
    IovList rest_;
    IovList offered_;
    bool one_by_one_;
    Want want_ = Want::Call;
    const char* place_ = "call";
    std::uint64_t sent_ = 0;
    int failure_ = 0;
};

/// The same, but EAGAIN means: sleep in poll(2) until there is room.
class PollingLoop : public AdvancingLoop {
public:
    using AdvancingLoop::AdvancingLoop;

protected:
    void no_room() override { go(Want::Wait, "wait"); }
};

}  // namespace iovlab
