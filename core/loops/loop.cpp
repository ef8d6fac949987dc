#include "core/loops/loop.h"

#include "core/loops/blocks.h"
#include "core/loops/kinds.h"

#include <algorithm>

namespace iovlab {

namespace {

const std::vector<LoopEntry>& entries() {
    static const std::vector<LoopEntry> all = {
        once_loop(),         write_all_loop(),   write_all_poll_loop(), chunked_loop(),       copying_loop(),
        ignore_short_loop(), restart_loop(),     keep_prefix_loop(),    skip_entry_loop(),    count_entries_loop(),
        eagain_fatal_loop(), eagain_spin_loop(), eintr_fatal_loop(),    spin_on_empty_loop(),
    };
    return all;
}

}  // namespace

const std::vector<LoopInfo>& loops() {
    static const std::vector<LoopInfo> all = [] {
        std::vector<LoopInfo> infos;
        for (const LoopEntry& entry : entries()) infos.push_back(entry.info);
        return infos;
    }();
    return all;
}

const LoopInfo* loop_info(const std::string& name) {
    if (blocks_of(name)) return &block_loop_info();
    const auto found =
        std::find_if(loops().begin(), loops().end(), [&](const auto& info) { return info.name == name; });
    return found == loops().end() ? nullptr : &*found;
}

std::unique_ptr<Loop> make_loop(const std::string& name, const IovList& list, bool one_by_one) {
    for (const LoopEntry& entry : entries()) {
        if (entry.info.name == name) return entry.make(list, one_by_one);
    }
    return make_block_loop(name, list, one_by_one);
}

}  // namespace iovlab
