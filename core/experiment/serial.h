#pragma once

#include <cstdint>

namespace iovlab {

/// A number that nothing else in this program has, never 0: the identity of a document, of a run, of one state of
/// either. What is derived or kept by such a number can never be taken for another's.
std::uint64_t next_serial();

}  // namespace iovlab
