#pragma once

#include "core/report/report.h"

#include <string>

/// The pieces of the text report: lists, bars and colours.
namespace iovlab {

inline constexpr std::size_t kTextWidth = 80;    // columns of a line
inline constexpr std::size_t kNameColumns = 22;  // of an entry's name at most

/// The colours of docs/look.md by meaning, for a terminal.
enum class Ink { Plain, Bold, Dim, Complete, Short, Errno, Signal };

std::string paint(const ReportContext& context, Ink ink, const std::string& text);
/// In the colour of buffer `index` (docs/look.md); plain for -1.
std::string paint_buffer(const ReportContext& context, int index, const std::string& text);

/// Title, target, reader and loop, and the lists of all calls.
std::string text_heading(const ReportContext& context);

/// The entries of one call with a bar each: how much of it the kernel took. Long lists show the part round the cut.
std::string text_bars(const CallStep& step, const ReportContext& context);

/// What became of it all. `believed`: what the loops of all lists together take for sent.
std::string text_end(const EndStep& end, std::uint64_t believed, const ReportContext& context);

}  // namespace iovlab
