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
    /// Where the machine stands: a name of its LoopInfo's places.
    virtual const char* place() const = 0;
    /// How many bytes of the whole list it takes for sent, rightly or wrongly; when it is done, those it reports.
    virtual std::uint64_t believed() const = 0;
    /// How many bytes of the whole list it has still to send, as far as it knows: its own variable, whatever it
    /// offers next, and whether it goes on or not.
    virtual std::uint64_t left() const = 0;
    /// errno that made it give up, 0 while it has not.
    virtual int failure() const = 0;
    /// How many bytes it has copied so far in order to go on. The first entry of list() is such a copy when
    /// first_is_copy(): the caller makes it right before the call.
    virtual std::uint64_t copied() const { return 0; }
    virtual bool first_is_copy() const { return false; }
    /// The same machine, standing where this one stands.
    virtual std::unique_ptr<Loop> clone() const = 0;
};

/// A named place of a machine: the listings mark the lines that belong to it.
struct LoopPlace {
    const char* name;  ///< "call", "advance"...: also the place of the JSON's call event
    const char* what;  ///< one sentence: what the loop does there
};

/// Where a wrong loop was shipped, for anybody to read.
struct Incident {
    const char* repository = "";  ///< owner/name on github.com; empty for the right loops
    int number = 0;               ///< of the issue or pull request there
    const char* cost = "";        ///< one or two sentences: what the loop did there, and what came of it
};

struct LoopInfo {
    const char* name;               ///< as in the experiment file
    const char* title;              ///< for the window
    const char* believes;           ///< one sentence: what this loop takes for granted
    bool right;                     ///< false: a known way to lose data, or to turn on the spot
    std::vector<LoopPlace> places;  ///< in the order in which they are met
    Incident incident;
};

/// All loops that can be made, in teaching order: the right ones first.
const std::vector<LoopInfo>& loops();
/// Null when no loop has this name.
const LoopInfo* loop_info(const std::string& name);
/// Null when no loop has this name. `one_by_one`: each call takes one entry only (op = "writes").
std::unique_ptr<Loop> make_loop(const std::string& name, const IovList& list, bool one_by_one = false);

}  // namespace iovlab
