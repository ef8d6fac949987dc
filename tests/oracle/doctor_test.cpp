// `iovlab doctor` on machines that lack this and that: it says what is missing, and ends well all the same. A run
// on them says which parts of its cage are not there.
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <unistd.h>
#include <vector>

using namespace iovlab::test;

namespace {

using Json = nlohmann::json;

Finished on_machine_without(const std::vector<std::string>& missing, const std::vector<std::string>& words) {
    std::vector<std::string> argv;
    if (!missing.empty()) {
        argv.push_back(program_folder() + "/iovlab-forbid");
        argv.insert(argv.end(), missing.begin(), missing.end());
        argv.insert(argv.end(), {"--", "env", "IOVLAB_SECCOMP=1"});  // with all of the cage that is left
    }
    argv.push_back(program_folder() + "/iovlab");
    argv.insert(argv.end(), words.begin(), words.end());
    return run_program(argv);
}

Json doctor_without(const std::vector<std::string>& missing) {
    const Finished ran = on_machine_without(missing, {"doctor", "--json"});
    CAPTURE(ran.err);
    REQUIRE(ran.status == 0);
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 1);
    return Json::parse(ran.out);
}

bool has(const Json& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool can_forbid() {
    return run_program({program_folder() + "/iovlab-forbid", "pidfd", "--", "true"}).status == 0;
}

struct Lack {
    const char* what;              ///< for iovlab-forbid
    std::vector<std::string> ids;  ///< what the doctor names then
};

}  // namespace

TEST_CASE("the doctor names what a machine lacks, and what it does not lack it does not name", "[oracle][doctor]") {
    if (!can_forbid()) IOVLAB_SKIP("a machine that forbids: this one has no seccomp filters");
    const Json here = doctor_without({});
    const std::vector<Lack> lacks = {
        {"landlock", {"landlock-files"}},
        {"seccomp", {"seccomp"}},
        {"pty", {"target:pty", "recipe:EIO"}},
        {"inet", {"target:tcp", "target:udp", "recipe:EDESTADDRREQ"}},
        {"unix-stream", {"target:unix-stream"}},
        {"eventfd-target", {"target:eventfd", "recipe:EINVAL-eventfd"}},
        {"namespaces", {"small-disk", "recipe:ENOSPC-disk"}},
        {"pidfd", {"worker", "recipe:EAGAIN"}},
    };
    for (const Lack& lack : lacks) {
        CAPTURE(lack.what);
        const Json there = doctor_without({lack.what});
        for (const std::string& id : lack.ids) {
            CAPTURE(id);
            CHECK(has(there["missing"], id));
        }
        for (const auto& id : here["missing"]) CHECK(has(there["missing"], id.get<std::string>()));
    }
}

TEST_CASE("the doctor's facts are this machine's", "[oracle][doctor]") {
    const Json here = doctor_without({});
    CHECK(here["page_size"] == sysconf(_SC_PAGESIZE));
    CHECK(here["settings"]["IOV_MAX"] == sysconf(_SC_IOV_MAX));
    CHECK(here["settings"]["pipe-max-size"] == std::stoll(read_file("/proc/sys/fs/pipe-max-size")));
    CHECK(here["limits"].contains("RLIMIT_FSIZE"));
    REQUIRE(here["recipes"].is_array());
    CHECK(here["recipes"].size() >= 40);
    CHECK(here["targets"]["pipe"].is_null());
    CHECK(here["worker"].is_null());
    for (const auto& recipe : here["recipes"])
        CHECK(has(here["missing"], "recipe:" + recipe["recipe"].get<std::string>()) != recipe["holds"].get<bool>());
}

TEST_CASE("the doctor's text says what its JSON says is missing", "[oracle][doctor]") {
    if (!can_forbid()) IOVLAB_SKIP("a machine that forbids: this one has no seccomp filters");
    const Finished ran = on_machine_without({"pty", "landlock"}, {"doctor"});
    CHECK(ran.status == 0);
    CHECK(ran.out.find("! target pty") != std::string::npos);
    CHECK(ran.out.find("! Landlock") != std::string::npos);
    CHECK(ran.out.find("  target pipe") != std::string::npos);
}

TEST_CASE("a run whose cage is not whole says so, and runs", "[oracle][doctor][cage]") {
    if (!can_forbid()) IOVLAB_SKIP("a machine that forbids: this one has no seccomp filters");
    const TemporaryFolder folder;
    const std::string file = folder.path() + "/x.toml";
    write_file(file,
               "format = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\nfill = \"a\"\nsize = 8\n"
               "[call]\niov = [\"a\"]\nop = \"writev\"\n[target]\nkind = \"pipe\"\n");
    const auto cage_without = [&](const std::vector<std::string>& missing) {
        const Finished ran = on_machine_without(missing, {"run", file, "--format", "json"});
        CAPTURE(ran.err);
        REQUIRE(ran.status == 0);
        const std::size_t last = ran.out.rfind("\n{");
        REQUIRE(last != std::string::npos);
        const Json end = Json::parse(ran.out.substr(last + 1));
        CHECK(end["verdict"] == "intact");
        return end["cage"];
    };
    const Json here = cage_without({});
    const Json without = cage_without({"landlock", "seccomp"});
    CHECK(has(without["missing"], "landlock-files"));
    CHECK(has(without["missing"], "seccomp"));
    CHECK_FALSE(has(without["holds"], "seccomp"));
    CHECK(has(without["holds"], "no-new-privs"));
    CHECK(has(here["holds"], "no-new-privs"));
    CHECK(on_machine_without({"seccomp"}, {"run", file}).out.find("seccomp") != std::string::npos);
    const Finished model =
        run_program({program_folder() + "/iovlab", "run", file, "--kernel", "model", "--format", "json"});
    CHECK(model.out.find("\"cage\":null") != std::string::npos);
}
