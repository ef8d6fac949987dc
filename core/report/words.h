#pragma once

#include "core/report/report.h"
#include "core/report/text_width.h"

#include <cstddef>
#include <cstdint>
#include <string>

/// Small words that the reports for people share.
namespace iovlab {

std::string duration_words(std::int64_t ns);  ///< "800 ns", "41 µs", "1.2 ms", "2.0 s"
/// "1 byte", "65,536 bytes".
std::string counted(std::uint64_t number, const char* one, const char* many);
std::string bytes_words(std::uint64_t number);
/// An iov_len: with separators, but for one that no call can carry, which is best known by its bare digits.
std::string length_words(std::uint64_t length);
/// "RWF_DSYNC|RWF_APPEND"; what has no name stands behind as a number. "0" for none.
std::string rwf_words(std::uint32_t flags);

/// Breaks at spaces so that no line is wider than `width` columns (code points); every line begins with `indent`
/// spaces. Ends with a newline.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width = 80);
/// `text`, filled with spaces to so many columns.
std::string padded(const std::string& text, std::size_t width);
std::string right_aligned(const std::string& text, std::size_t width);
/// At most `width` columns; a longer text ends in "…".
std::string clipped(const std::string& text, std::size_t width);
/// For text from an experiment file: control characters (a terminal would obey them) become "·".
std::string printable(const std::string& text);

/// The lines of [[call]] `list`; behind the last one comes the second writer's record. Null when there is no such
/// list.
const std::vector<EntrySpec>* list_entries(const ReportContext& context, std::size_t list);
/// The line of the experiment's list that entry `entry` of [[call]] `list` comes from; null when there is none.
const EntrySpec* entry_spec(const ReportContext& context, std::size_t list, std::uint64_t entry);
/// "tail", or for a wrong address its kind: "unmapped", "crossing", "NULL", "kernel".
std::string entry_name(const ReportContext& context, std::size_t list, std::uint64_t entry);
/// Which buffer an entry is made from: its index; -1 for a wrong address.
int entry_buffer(const ReportContext& context, std::size_t list, std::uint64_t entry);
/// "bytearray", "view of body[6000:30000]".
std::string buffer_words(const Buffer& buffer);

/// Why F_SETPIPE_SZ was refused; empty when it was not.
std::string resize_refusal(const ResizeStep& step);

/// What happened with a client that is served, in a sentence or two.
std::string serve_words(const ServeStep& step);
/// What is known of it at the end: what its kernel acknowledged.
std::string client_words(const ClientEnd& end);

/// Which parts of the cage this machine has not got, and where to read more; empty when it is whole.
std::string cage_words(const Cage& cage);

/// Why a loop made no more calls, where no errno says it: a sentence or two. Empty for GaveUp::No and Errno.
std::string gave_up_words(GaveUp why);

/// What became of a writer's records; `number` 1 or 2.
std::string record_words(const Records::OfWriter& writer, std::size_t number);

/// What the target is before the first call, as far as the experiment alone tells.
TargetState state_at_start(const Experiment& experiment);

}  // namespace iovlab
