#pragma once

#include "app/lab/intent_bytes.h"
#include "app/widgets/lit.h"
#include "core/bytes/provenance.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

struct LabState;

/// Bytes of memory, by the buffer that owns them: views and their roots meet here.
struct MemoryRange {
    std::size_t root = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    bool operator==(const MemoryRange&) const = default;
};

/// What is pointed at, as far as the document and the run on show know it. Worked out when it is pointed at, so
/// that a selection stays with its bytes while earlier steps are looked at.
struct PointedAt {
    std::optional<ByteSpot> spot;  ///< the byte; of a selection the moving end
    std::uint64_t begin = 0;       ///< the range in the spot's place
    std::uint64_t end = 0;
    std::vector<MemoryRange> memory;  ///< in terms of the document's buffers
    std::vector<MemoryRange> ran;     ///< in terms of the run's buffers

    std::uint64_t size() const { return end - begin; }
};

/// The line at the window's bottom: what is known of the bytes pointed at.
struct ByteWords {
    std::optional<std::size_t> buffer;  ///< of the document: for its colour
    std::string place;                  ///< "body+11,512"; empty: nothing is pointed at
    std::string value;                  ///< "0x62 = 98 = 'b'"
    std::string entry;                  ///< "iov[1]"
    std::string call;                   ///< "carried by call 1"
    std::string sink;                   ///< "sink byte 11,536"
    std::optional<std::uint64_t> call_number;
};

/// The bytes hovered and selected, and where they are in everything that shows bytes. Worked out when something
/// changed, never for a frame: a sink may have a million bytes and a run ten thousand calls.
struct Lighting {
    PointedAt hovered;
    PointedAt chosen;
    std::uint64_t anchor = 0;  ///< the end of the selection that stays

    std::vector<ui::LitRange> sink;      ///< by position in the sink on show
    std::vector<ui::LitRange> stream;    ///< by position in the pipe's or socket's stream
    std::vector<ui::LitRange> accepted;  ///< by position in what the calls moved, one after another
    std::vector<ui::LitRange> expected;  ///< by position in the stream that should arrive
    ByteWords words;
};

/// What an intent asks for; light_up() goes with it.
void hover_byte(LabState& state, const std::optional<ByteSpot>& spot);
void select_bytes(LabState& state, const SelectBytes& select);
/// The run that is on show goes: what was selected in its sink is selected in memory, where it is that.
void leave_sink(LabState& state);
/// The buffers have changed: what is pointed at no longer may be nowhere.
void point_anew(LabState& state);
/// Finds the bytes pointed at in all places, after they or what is on show changed. Makes no call.
void light_up(LabState& state);

/// Where they are in buffer `index` of the document, and in line `line` of its list `list` (repeats one by one).
std::vector<ui::LitRange> lit_in_buffer(const LabState& state, std::size_t index);
std::vector<ui::LitRange> lit_in_line(const LabState& state, std::size_t list, std::size_t line);
/// The moving end of the selection in a buffer, and in the sink.
std::optional<std::uint64_t> caret_in_buffer(const LabState& state, std::size_t index);
std::optional<std::uint64_t> caret_in_sink(const LabState& state);

/// The byte that a call moved as the `at`-th of all that were moved; none behind the last.
std::optional<ByteSpot> carried_spot(const LabState& state, std::uint64_t at);
/// The byte at `at` of the stream that should arrive.
std::optional<ByteSpot> expected_spot(const LabState& state, std::uint64_t at);
/// Buffer `run_buffer` of the run's experiment in the document; none when it is no longer there as it was.
std::optional<std::size_t> in_document(const LabState& state, std::size_t run_buffer);

}  // namespace iovlab
