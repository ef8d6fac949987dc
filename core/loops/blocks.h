#pragma once

#include "core/loops/loop.h"

#include <optional>
#include <string>
#include <vector>

/// A retry loop put together from blocks by somebody who is learning: they are done from top to bottom, then again
/// from the top. It is run like any other loop, right or wrong.
namespace iovlab {

struct LoopBlock {
    const char* name;   ///< "offer", "trim"...
    const char* words;  ///< what it does, for people
    const char* code;   ///< as Python has it
    bool right;         ///< false: one that was shipped, and loses data or turns on the spot
    Incident incident;  ///< of a wrong one
};

/// All of them, the right ones first, in an order that works.
const std::vector<LoopBlock>& loop_blocks();
/// Null when none has this name.
const LoopBlock* loop_block(const std::string& name);

/// [loop] kind names the blocks: "blocks: offer, give-up, trim". Absent when `kind` is no such kind; names are not
/// looked up.
std::optional<std::vector<std::string>> blocks_of(const std::string& kind);
std::string blocks_kind(const std::vector<std::string>& blocks);
/// Every name in `kind` is a block's, and none stands twice.
bool sound_blocks(const std::string& kind);

/// Null when `kind` does not name blocks, or one that does not exist.
std::unique_ptr<Loop> make_block_loop(const std::string& kind, const IovList& list, bool one_by_one);
/// What is known of a loop made of blocks.
const LoopInfo& block_loop_info();

}  // namespace iovlab
