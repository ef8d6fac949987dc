#pragma once

#include "app/lab/state.h"

#include <cstdint>
#include <imgui.h>
#include <string_view>
#include <utility>
#include <vector>

namespace iovlab {

/// What the kernel holds and what it answered: the pipe's page slots or the file's bytes, who sleeps and what wakes
/// it, and why the call on show came out as it did.
void draw_kernel(const LabState& state, Intents& out);
/// How much each call moved.
void draw_accepted(const LabState& state, Intents& out);

/// The target by itself.
void draw_pipe(const LabState& state, Intents& out);
void draw_file(const LabState& state, Intents& out);
void draw_socket(const LabState& state, Intents& out);
/// A real client: where it is waited for, and what is known of it (target.serve).
void draw_served(const LabState& state, Intents& out);
/// A pipe or a file into which two processes write ([second]).
void draw_second(const LabState& state, Intents& out);
/// An eventfd's counter, or why there is nothing to show.
void draw_nothing_kept(const LabState& state);

/// Bytes begin..end of the stream or the file as they lie on the screen: from left to right, or from the bottom up.
struct ByteRect {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    ImVec2 min, max;
    bool upright = false;
};
/// The bytes on their way between the list's bars and these places.
void draw_motion(const LabState& state, const std::vector<ByteRect>& places);
/// The same where no byte has a place of its own to be seen at: all of them go to the control of that name.
void draw_motion_into(const LabState& state, std::string_view control);

/// A socket's stream from its first byte to the last that the calls ask for: read already, waiting (`queued`), and
/// still to come.
void draw_stream_bar(const LabState& state, std::uint64_t queued, Intents& out);
/// What all calls of the run on show ask for together, in bytes.
std::uint64_t asked_in_all(const LabState& state);

/// The reader at a pipe's or a socket's other end.
struct ReaderLine {
    std::uint64_t taken = 0;  ///< bytes, by now
    bool open = true;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;  ///< of the stream: what waits, begin and end
};
void draw_reader_line(const LabState& state, const ReaderLine& reader, Intents& out);

}  // namespace iovlab
