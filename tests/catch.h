#pragma once

// Catch2 2 (one header) and 3 (many) alike.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;  // where Catch2 2 has it
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>
#include <string>

namespace iovlab::test {

/// The exit status of a test program in which nothing failed and something was skipped; ctest knows it by that. A
/// failure beside it stays a failure (main.cpp).
inline constexpr int kSkipped = 77;
/// What this process has skipped.
inline int skipped = 0;

inline void skip(const std::string& why) {
    std::printf("SKIPPED: %s\n", why.c_str());
    ++skipped;
}

}  // namespace iovlab::test

/// Ends a test (of one with parts, this part) that this machine cannot run, and says why; ctest shows it as
/// skipped. By throwing what a failed REQUIRE throws: after a mere return Catch2 would take the parts that follow
/// for done.
#define IOVLAB_SKIP(why)                     \
    do {                                     \
        iovlab::test::skip(why);             \
        SUCCEED();                           \
        throw Catch::TestFailureException{}; \
    } while (false)
