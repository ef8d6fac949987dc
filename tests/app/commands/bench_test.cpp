#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

using namespace iovlab;

namespace {

test::Finished bench(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {test::program_folder() + "/iovlab", "bench"});
    return test::run_program(arguments);
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::vector<std::string> kSmall = {"--counts", "1,64", "--sizes", "16,4K", "--seconds", "2"};

test::Finished small(std::vector<std::string> more) {
    more.insert(more.begin(), kSmall.begin(), kSmall.end());
    return bench(more);
}

}  // namespace

TEST_CASE("bench: ratios come first, and what is needed to judge them is named", "[app][bench]") {
    const test::Finished finished = small({});
    CAPTURE(finished.out);
    REQUIRE(finished.status == 0);
    CHECK(finished.err.empty());
    for (const char* part : {"a fresh file on tmpfs", "Linux ", "processor", "repetitions", "join, then one write",
                             "one write an entry", "copying loop", "4 KiB", "Where it turns", "Why",
                             "writev measured against itself", "quartiles", "Times for one list", "sent "}) {
        CAPTURE(part);
        CHECK(has(finished.out, part));
    }
    CHECK(finished.out.find("÷ writev") < finished.out.find("Times for one list"));
}

TEST_CASE("bench: /dev/null is never left without its warning", "[app][bench]") {
    const test::Finished null = small({"--target", "null"});
    CHECK(has(null.out, "looks at no byte"));
    CHECK_FALSE(has(null.out, "Where it turns"));
    const auto json = nlohmann::json::parse(small({"--target", "null", "--json"}).out);
    CHECK(json["looks_at_bytes"] == false);
}

TEST_CASE("bench: JSON and CSV say the same lists", "[app][bench]") {
    const test::Finished finished = small({"--json", "--target", "pipe"});
    REQUIRE(finished.status == 0);
    const auto json = nlohmann::json::parse(finished.out);
    CHECK(json["status"] == "done");
    CHECK(json["bytes"] == json["arrived"]);
    CHECK(json["target"]["kind"] == "pipe");
    REQUIRE(json["cells"].size() == 4);
    for (const auto& cell : json["cells"]) {
        CHECK(cell["bytes"] == cell["count"].get<long>() * cell["size"].get<long>());
        CHECK(cell["times_ns"]["writev"]["median"] > 0);
        for (const char* way : {"writes", "copy+write", "copying", "writev again"}) {
            const auto& ratio = cell["ratios"][way];
            CHECK(ratio["q1"] <= ratio["median"]);
            CHECK(ratio["median"] <= ratio["q3"]);
            CHECK(ratio["writev_won"] <= cell["repetitions"]);
        }
        CHECK(cell["times_ns"]["writes"]["calls"] == cell["count"]);
    }
    const test::Finished csv = small({"--csv"});
    CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') == 1 + 4 * 5);
    CHECK(csv.out.rfind("target,count,size,way,repetitions,ratio,", 0) == 0);
    CHECK(has(csv.out, "tmpfs,64,4096,copy+write,"));
}

TEST_CASE("bench: a wrong command line is refused before anything is measured", "[app][bench]") {
    const std::vector<std::vector<std::string>> wrong = {{"--target", "tape"},
                                                         {"--counts", "0"},
                                                         {"--sizes", "many"},
                                                         {"--nonblock"},
                                                         {"--json", "--csv"},
                                                         {"--folder", "/tmp"},
                                                         {"--seconds", "-1"},
                                                         {"--counts", "70000"},
                                                         {"--sizes", "65M"},
                                                         {"--seconds", "nan"},
                                                         {"--target", "disk", "--folder", "/no/such/folder"},
                                                         {"--target", "disk", "--folder", "/dev/null"}};
    for (const auto& arguments : wrong) {
        CAPTURE(arguments.front());
        const test::Finished finished = bench(arguments);
        CHECK(finished.status == 2);
        CHECK(finished.out.empty());
        CHECK_FALSE(finished.err.empty());
    }
    const test::Finished memory = bench({"--target", "disk", "--folder", "/dev/shm"});
    CHECK((memory.status == 3 && has(memory.err, "stays in memory")));
}

TEST_CASE("bench: Ctrl-C ends it and prints what there is", "[app][bench]") {
    test::Running running({test::program_folder() + "/iovlab", "bench", "--json", "--seconds", "100"});
    std::this_thread::sleep_for(std::chrono::milliseconds(400));  // it may come at any time; most likely under way
    ::kill(running.pid(), SIGINT);
    const test::Finished finished = running.finish();
    if (finished.status == 128 + SIGINT && finished.out.empty()) IOVLAB_SKIP("it was interrupted before it began");
    CHECK(finished.status == 130);
    CHECK(nlohmann::json::parse(finished.out)["status"] == "cancelled");
}
