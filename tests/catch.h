#pragma once

// Catch2 2 (one header) and 3 (many) alike.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;  // where Catch2 2 has it
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>

/// Ends a test that this machine cannot run, and says why; ctest shows it as skipped.
#define IOVLAB_SKIP(why)                                        \
    do {                                                        \
        std::printf("SKIPPED: %s\n", std::string(why).c_str()); \
        SUCCEED();                                              \
        return;                                                 \
    } while (false)
