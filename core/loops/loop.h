#pragma once

#include "core/bytes/iov_list.h"
#include "core/kernel/call.h"

#include <memory>
#include <string>
#include <vector>

namespace iovlab {

/// What a retry loop wants next.
enum class Want {
    Call,  ///< make a call with list()
    Wait,  ///< sleep in poll(2) until the target is writable
    Done,  ///< it believes that its work is finished
    Fail,  ///< it gives up; failure() says why
};

/// A caller's retry loop as a machine that can be stepped: asked what it wants, told what came back.
class Loop {
public:
    virtual ~Loop() = default;

    virtual Want want() const = 0;
    /// The list for the next call, when want() is Call.
    virtual const IovList& list() const = 0;
    /// The call's outcome. Only when want() was Call.
    virtual void returned(const Outcome& outcome) = 0;
    /// poll(2) said that the target is writable (or failed). Only when want() was Wait.
    virtual void woke(const Outcome& outcome) = 0;
    /// Where the machine stands: "call", "advance", "retry", "wait", "failed", "done".
    virtual const char* place() const = 0;
    /// How many bytes it believes were sent.
    virtual std::uint64_t believed() const = 0;
    /// errno that made it give up, 0 while it has not.
    virtual int failure() const = 0;
};

struct LoopInfo {
    const char* name;      ///< as in the experiment file
    const char* title;     ///< for the window
    const char* believes;  ///< one sentence: what this loop takes for granted
    bool right;            ///< false: a known way to lose data
};

/// All loops that can be made, in teaching order.
const std::vector<LoopInfo>& loops();
/// Null when no loop has this name. `one_by_one`: each call takes one entry only (op = "writes").
std::unique_ptr<Loop> make_loop(const std::string& name, const IovList& list, bool one_by_one = false);

}  // namespace iovlab
