#include "tests/catch.h"
#include "tests/support/program.h"

#include <string>
#include <vector>

using namespace iovlab;

namespace {

test::Finished atlas(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {test::program_folder() + "/iovlab", "errno"});
    return test::run_program(arguments);
}

}  // namespace

TEST_CASE("iovlab errno: the table fits a terminal of 80 columns", "[app][atlas]") {
    const auto finished = atlas({});
    CHECK(finished.status == 0);
    CHECK(finished.err.empty());
    CHECK(finished.out.find("\nEFAULT           14  ") != std::string::npos);
    CHECK(finished.out.find("\nEDQUOT *        122  ") != std::string::npos);
    for (std::size_t at = 0; at < finished.out.size();) {
        const std::size_t end = finished.out.find('\n', at);
        REQUIRE(end != std::string::npos);
        CAPTURE(finished.out.substr(at, end - at));
        CHECK(end - at <= 80);
        at = end + 1;
    }
}

TEST_CASE("iovlab errno NAME: by name, in small letters, by number; each with an experiment", "[app][atlas]") {
    const auto page = atlas({"EPIPE"});
    CHECK(page.status == 0);
    CHECK(page.out.find("nobody will ever read this") != std::string::npos);
    CHECK(page.out.find("assets/examples/errno/EPIPE.toml") != std::string::npos);
    CHECK(atlas({"epipe"}).out == page.out);
    CHECK(atlas({"32"}).out == page.out);
}

TEST_CASE("iovlab errno NAME: what no write gives is refused in words", "[app][atlas]") {
    for (const char* name : {"ENOENT", "E", "99999", "-1", "EPIPEX"}) {
        CAPTURE(name);
        const auto finished = atlas({"--", name});
        CHECK(finished.status == 2);
        CHECK(finished.out.empty());
        CHECK(finished.err.find(name) != std::string::npos);
    }
}
