#pragma once

#include "core/bytes/random.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Changes that know what a line of TOML is: keys are added and taken away, values drawn anew, sections moved.
namespace iovlab::fuzz {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next_random(state_) % n); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <typename From>
    const auto& of(const From& all) {
        return all[below(all.size())];
    }

private:
    std::uint64_t state_;
};

/// What may stand behind a key.
enum class Value {
    Number,
    Real,
    Text,
    Hex,
    Bool,
    Name,
    Names,
    Entries,
    Flags,
    Range,
    Content,
    Op,
    Bad,
    Length,
    BufferKind,
    Target,
    Peer,
    Policy,
    Loop,
    Script,
    Signal,
    Disposition,
    Open,
    Seals,
    Position,
    Claim,
    Amount,
    Blocks,
    Paths,
    Language,
    Verdict,
    Status,
    Errno,
    Origin,
};

/// A key and the header above it: "[target]" of an experiment, "```predict" of a lesson.
struct Row {
    const char* header;
    const char* key;
    Value value;
};

std::string drawn(Value value, Chance& chance);

/// `text` with one to four such changes. `rows` are the keys that there are.
std::string with_changed_lines(std::string_view text, const std::vector<Row>& rows, Chance& chance);

}  // namespace iovlab::fuzz
