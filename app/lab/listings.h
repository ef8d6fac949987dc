#pragma once

#include "app/lab/run_view.h"
#include "core/loops/listing.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iovlab {

enum class CodeKind { Keyword, Comment, Text };
/// Characters of a line that are no plain code, [begin, end).
struct CodeToken {
    std::size_t begin = 0;
    std::size_t end = 0;
    CodeKind kind = CodeKind::Keyword;

    bool operator==(const CodeToken&) const = default;
};
/// Comments, strings and keywords of each line, in order.
std::vector<std::vector<CodeToken>> highlight(const std::vector<std::string>& lines, Language language);

/// A loop's program, ready to be drawn.
struct ShownListing {
    Listing listing;
    std::vector<std::vector<CodeToken>> tokens;  ///< by line
    std::size_t widest = 0;                      ///< characters of the longest line
};
/// By the loop's name and the language.
using Listings = std::map<std::pair<std::string, Language>, ShownListing>;

/// All listings under `folder` (assets/loops). Touches files. What is not there is left out.
Listings read_listings(const std::string& folder);

}  // namespace iovlab
