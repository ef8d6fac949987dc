#pragma once

#include "core/loops/loop.h"

namespace iovlab {

/// One kind of loop: what is known of it, and how it is made. Each file of this folder defines one of these.
struct LoopEntry {
    LoopInfo info;
    std::unique_ptr<Loop> (*make)(const IovList& list, bool one_by_one);
};

/// A machine that can be copied as it stands.
template <typename Machine>
class Clonable final : public Machine {
public:
    using Machine::Machine;
    std::unique_ptr<Loop> clone() const override { return std::make_unique<Clonable>(*this); }
};

template <typename Machine>
std::unique_ptr<Loop> make(const IovList& list, bool one_by_one) {
    return std::make_unique<Clonable<Machine>>(list, one_by_one);
}

LoopEntry once_loop();
LoopEntry write_all_loop();
LoopEntry write_all_poll_loop();
LoopEntry chunked_loop();
LoopEntry copying_loop();
LoopEntry ignore_short_loop();
LoopEntry restart_loop();
LoopEntry keep_prefix_loop();
LoopEntry skip_entry_loop();
LoopEntry count_entries_loop();
LoopEntry eagain_fatal_loop();
LoopEntry eagain_spin_loop();
LoopEntry eintr_fatal_loop();
LoopEntry spin_on_empty_loop();

/// Places that most machines share.
namespace place {
inline constexpr LoopPlace call{"call", "Offer the kernel everything that is left, and look at what it returns."};
inline constexpr LoopPlace advance{
    "advance", "A part was taken: skip the entries that are gone, trim the one that was cut, drop the empty ones."};
inline constexpr LoopPlace retry{"retry", "EINTR: a signal came before the first byte, so ask again."};
inline constexpr LoopPlace wait{"wait", "EAGAIN: there is no room, so sleep in poll(2) until there is."};
inline constexpr LoopPlace stuck{
    "stuck", "0 for a list that is not empty: nothing moved, and asking again would give the same. It gives up."};
inline constexpr LoopPlace failed{"failed",
                                  "An errno that asking again cannot mend: report it, and how far it came."};
inline constexpr LoopPlace done{"done", "Nothing is left to send."};
}  // namespace place

}  // namespace iovlab
