#pragma once

#include <cstdint>

namespace iovlab {

/// SplitMix64 (Sebastiano Vigna, public domain): the next number after `state`. It is part of the file format: the
/// same seed gives the same bytes and the same faults on every machine, always.
inline std::uint64_t next_random(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15u;
    std::uint64_t number = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return number ^ (number >> 31);
}

}  // namespace iovlab
