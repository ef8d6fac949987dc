// A disk of its own where user namespaces are forbidden: said, with exit status 3, and nothing is left behind.
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <cstdio>
#include <string>

using namespace iovlab;
using namespace iovlab::test;

namespace {

std::string mounts() {
    std::string text;
    if (std::FILE* file = std::fopen("/proc/self/mounts", "re")) {
        for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
        std::fclose(file);
    }
    return text;
}

const char* const kExperiment =
    "format = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\nfill = \"a\"\nsize = 5000\n"
    "[call]\nop = \"writev\"\niov = [\"a\"]\n[target]\nkind = \"file\"\ndisk = 4096\n";

}  // namespace

TEST_CASE("a small disk is mounted nowhere that anybody could see", "[oracle][disk]") {
    const TemporaryFolder folder;
    write_file(folder.path() + "/x.toml", kExperiment);
    const std::string before = mounts();
    const Finished ran = run_program({program_folder() + "/iovlab", "run", folder.path() + "/x.toml"});
    if (ran.status == 3) IOVLAB_SKIP("a small disk: " + ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.out.find("took the last one") != std::string::npos);
    CHECK(mounts() == before);
}

TEST_CASE("where user namespaces are forbidden, the program says so", "[oracle][disk]") {
    const TemporaryFolder folder;
    write_file(folder.path() + "/x.toml", kExperiment);
    // Inside a user namespace of our own its limit can be set to none.
    const Finished may = run_program({"/bin/sh", "-c", "unshare -Ur true"});
    if (may.status != 0) IOVLAB_SKIP("user namespaces forbidden: they are here, but unshare(1) cannot show it");
    const std::string script =
        "echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set "
        "-all --inh-caps -all '" +
        program_folder() + "/iovlab' run '" + folder.path() + "/x.toml'";
    const Finished ran = run_program({"unshare", "-Ur", "/bin/sh", "-c", script});
    if (ran.err.find("setpriv") != std::string::npos) IOVLAB_SKIP("user namespaces forbidden: " + ran.err);
    CHECK(ran.status == 3);
    CHECK(ran.err.find("forbids user namespaces") != std::string::npos);
}
