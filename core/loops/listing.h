#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace iovlab {

enum class Language { C, Cpp, Python, Rust };
inline constexpr Language kLanguages[] = {Language::C, Language::Cpp, Language::Python, Language::Rust};

const char* to_string(Language language);  ///< as `iovlab export --to` has it: "c", "cpp", "python", "rust"
const char* title_of(Language language);   ///< "C", "C++", "Python", "Rust"
const char* suffix_of(Language language);  ///< of a file: "c", "cpp", "py", "rs"

/// A retry loop as a complete program, with the lines that belong to its machine's places (LoopInfo::places).
struct Listing {
    struct Mark {
        std::string place;
        std::size_t line = 0;  ///< from 0, in `lines`
    };
    std::vector<std::string> lines;  ///< the program without its markers
    std::vector<Mark> marks;         ///< in the order of the lines; a place may have several
    std::size_t loop_begin = 0;      ///< the loop by itself is lines [loop_begin, loop_end)
    std::size_t loop_end = 0;

    std::string text() const;
    /// The lines of a place, in order; empty where it has none.
    std::vector<std::size_t> lines_of(const std::string& place) const;
};

/// Takes the markers out of a listing's source: a comment "@place" at the end of a line, and lines of their own
/// "@loop" and "@end" round the loop.
Listing parse_listing(const std::string& source);

/// Reads `<folder>/<loop>/<loop>.<suffix>`, folder being assets/loops. Throws std::runtime_error with a message for
/// people when it is not there.
Listing read_listing(const std::string& folder, const std::string& loop, Language language);

}  // namespace iovlab
