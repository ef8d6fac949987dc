// A skipped test is seen as skipped, and one that failed beside it as failed: this program runs itself. The cases
// that it runs are well unless it is asked to try.
#include "tests/catch.h"
#include "tests/support/program.h"

#include <cstdlib>
#include <string>
#include <unistd.h>

using namespace iovlab::test;

namespace {

bool trying_to_skip() {
    return std::getenv("IOVLAB_TRY_SKIPPING") != nullptr;
}

/// The exit status of this program when it runs this case alone.
int status_of_case(const std::string& name) {
    const std::string self = "/proc/" + std::to_string(::getpid()) + "/exe";
    return run_program({"env", "IOVLAB_TRY_SKIPPING=1", self, name}).status;
}

}  // namespace

TEST_CASE("skipping: one part is skipped and another fails", "[skipping]") {
    SECTION("skipped") {
        if (trying_to_skip()) IOVLAB_SKIP("on purpose");
    }
    SECTION("failed") {
        CHECK(!trying_to_skip());
    }
}

TEST_CASE("skipping: one part is skipped and the other is well", "[skipping]") {
    SECTION("skipped") {
        if (trying_to_skip()) IOVLAB_SKIP("on purpose");
    }
    SECTION("well") {
        SUCCEED();
    }
}

TEST_CASE("skipping: as many failures as the status of a skip", "[skipping]") {
    for (int i = 0; i < kSkipped; ++i) CHECK(!trying_to_skip());
}

TEST_CASE("skipping: a failure is a failure", "[skipping]") {
    CHECK(status_of_case("skipping: one part is skipped and the other is well") == kSkipped);
    // The part that fails stands behind the one that is skipped.
    const int both = status_of_case("skipping: one part is skipped and another fails");
    CHECK(both != 0);
    CHECK(both != kSkipped);
    const int many = status_of_case("skipping: as many failures as the status of a skip");
    CHECK(many != 0);
    CHECK(many != kSkipped);
}
