#pragma once

#include "core/loops/loop.h"

namespace iovlab {

/// What the right loops have in common: the rest of the list, what was sent of it, and how they ended.
class AdvancingLoop : public Loop {
public:
    /// `one_by_one`: each call takes only the first entry of what is left (op = "writes").
    AdvancingLoop(const IovList& list, bool one_by_one) : rest_(list), one_by_one_(one_by_one) { offer(); }

    Want want() const override { return want_; }
    const IovList& list() const override { return offered_; }
    const char* place() const override { return place_; }
    std::uint64_t believed() const override { return sent_; }
    int failure() const override { return failure_; }
    void woke(const Outcome& outcome) override;

protected:
    void offer() { offered_ = one_by_one_ ? rest_.entries(1) : rest_; }
    /// Skips what was taken, trims the entry that was cut, drops empties; done when nothing is left to send.
    void advance(std::uint64_t n);
    void finish(const char* place) { want_ = Want::Done, place_ = place; }
    void fail(int error) { want_ = Want::Fail, place_ = "failed", failure_ = error; }
    void go(Want want, const char* place) { want_ = want, place_ = place; }

    const IovList& rest() const { return rest_; }
    bool one_by_one() const { return one_by_one_; }

private:
    IovList rest_;
    IovList offered_;
    bool one_by_one_;
    Want want_ = Want::Call;
    const char* place_ = "call";
    std::uint64_t sent_ = 0;
    int failure_ = 0;
};

std::unique_ptr<Loop> make_once(const IovList& list, bool one_by_one);
std::unique_ptr<Loop> make_write_all(const IovList& list, bool one_by_one);
std::unique_ptr<Loop> make_write_all_poll(const IovList& list, bool one_by_one);

}  // namespace iovlab
