// A skipped test is seen as skipped, and one that failed beside it as failed: this program runs itself.
#include "tests/catch.h"
#include "tests/support/program.h"

#include <string>

using namespace iovlab::test;

TEST_CASE("skipping: one part is skipped and another fails", "[.skipping]") {
    SECTION("skipped") {
        IOVLAB_SKIP("on purpose");
    }
    SECTION("failed") {
        CHECK(skipped < 0);
    }
}

TEST_CASE("skipping: one part is skipped and the others are well", "[.skipping]") {
    SECTION("skipped") {
        IOVLAB_SKIP("on purpose");
    }
    SECTION("well") {
        CHECK(skipped >= 0);
    }
}

TEST_CASE("skipping: a failure of 77 assertions", "[.skipping]") {
    for (int i = 0; i < kSkipped; ++i) CHECK(i < 0);
}

TEST_CASE("skipping: a failure is a failure, whatever was skipped beside it", "[skipping]") {
    const auto status = [](const std::string& name) {
        return run_program({program_folder() + "/iovlab_core_tests", name}).status;
    };
    CHECK(status("skipping: one part is skipped and the others are well") == kSkipped);
    const int both = status("skipping: one part is skipped and another fails");
    CHECK(both != 0);
    CHECK(both != kSkipped);
    CHECK(status("skipping: a failure of 77 assertions") != kSkipped);
}
