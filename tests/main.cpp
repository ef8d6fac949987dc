// The tests' own main: Catch2's, and the exit status of a test that was skipped.
#if __has_include(<catch2/catch_session.hpp>)
#include "tests/catch.h"
#else
#define CATCH_CONFIG_RUNNER
#include "tests/catch.h"
#endif

int main(int argc, char** argv) {
    using iovlab::test::kSkipped;
    const int result = Catch::Session().run(argc, argv);
    // Catch2 2 returns how many have failed, and 77 failures are no skipped test.
    if (result != 0) return result == kSkipped ? 1 : result;
    return iovlab::test::skipped > 0 ? kSkipped : 0;
}
