// On a machine that forbids something, an experiment that needs it ends with exit status 3 and a sentence about
// what is missing; all others run as ever.
#include "core/experiment/hindrances.h"
#include "core/experiment/vocabulary.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <string>
#include <vector>

using namespace iovlab;
using namespace iovlab::test;

namespace {

std::string experiment(const std::string& target) {
    return "format = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\nfill = \"a\"\nsize = 8\n"
           "[call]\nop = \"writev\"\niov = [\"a\"]\n[deadline]\nseconds = 2.0\n[target]\n" +
           target;
}

Finished run_without(const std::vector<std::string>& missing, const std::string& target) {
    const TemporaryFolder folder;
    write_file(folder.path() + "/x.toml", experiment(target));
    std::vector<std::string> argv = {program_folder() + "/iovlab-forbid"};
    argv.insert(argv.end(), missing.begin(), missing.end());
    argv.insert(argv.end(), {"--", program_folder() + "/iovlab", "run", folder.path() + "/x.toml"});
    return run_program(argv);
}

bool seccomp_works() {
    return run_program({program_folder() + "/iovlab-forbid", "pidfd", "--", "true"}).status == 0;
}

struct Case {
    const char* missing;
    const char* target;
    const char* says;  ///< names what is missing
};
const Case kCases[] = {
    {"namespaces", "kind = \"file\"\ndisk = 4096\n", "forbids user namespaces"},
    {"pty", "kind = \"pty\"\n", "no pseudoterminal is to be had (/dev/ptmx): Permission denied"},
    {"inet", "kind = \"tcp\"\n", "no network socket is to be had: Address family not supported"},
    {"inet", "kind = \"udp\"\n", "no network socket is to be had: Address family not supported"},
    {"unix-stream", "kind = \"unix-stream\"\n", "no unix socket is to be had: Protocol not supported"},
    {"unix-datagram", "kind = \"unix-datagram\"\n", "no unix socket is to be had: Protocol not supported"},
    {"eventfd-target", "kind = \"eventfd\"\n", "no eventfd is to be had: Function not implemented"},
};
// What every run is built on.
const Case kAlways[] = {
    {"memfd", "kind = \"pipe\"\n", "no shared memory for the buffers (memfd_create): Function not implemented"},
    {"eventfd", "kind = \"pipe\"\n", "no event descriptor (eventfd)"},
    {"unix", "kind = \"pipe\"\n", "no socket pair for the worker"},
    {"pidfd", "kind = \"pipe\"\n", "pidfd_open needs Linux 5.3"},
};

}  // namespace

TEST_CASE("a target that the machine forbids is exit status 3 and says what is missing", "[oracle][forbidden]") {
    if (!seccomp_works()) IOVLAB_SKIP("a machine that forbids: this one has no seccomp filters");
    for (const Case& one : kCases) {
        CAPTURE(one.missing, one.target);
        const Finished ran = run_without({one.missing}, one.target);
        CAPTURE(ran.err);
        CHECK(ran.status == 3);
        CHECK(ran.err.find(one.says) != std::string::npos);
        CHECK(ran.out.empty());
        // The others do not mind.
        CHECK(run_without({one.missing}, "kind = \"pipe\"\n").status == 0);
    }
}

TEST_CASE("what every run needs and the machine forbids is exit status 3 as well", "[oracle][forbidden]") {
    if (!seccomp_works()) IOVLAB_SKIP("a machine that forbids: this one has no seccomp filters");
    for (const Case& one : kAlways) {
        CAPTURE(one.missing);
        const Finished ran = run_without({one.missing}, one.target);
        CAPTURE(ran.err);
        CHECK(ran.status == 3);
        CHECK(ran.err.find(one.says) != std::string::npos);
    }
}

TEST_CASE("without Landlock, and with all of the targets' own needs missing, a pipe runs", "[oracle][forbidden]") {
    if (!seccomp_works()) IOVLAB_SKIP("a machine that forbids: this one has no seccomp filters");
    const Finished ran = run_without({"landlock", "namespaces", "pty", "inet", "unix-stream"}, "kind = \"pipe\"\n");
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
}

TEST_CASE("a device that is not there is exit status 3", "[oracle][forbidden]") {
    // A /dev of its own with nothing in it but what the program itself opens.
    const std::string script =
        "mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 2>/dev/null; : > /dev/null; exec '" +
        program_folder() + "/iovlab' run \"$0\"";
    for (const char* kind : {"full", "zero", "pty"}) {
        CAPTURE(kind);
        const TemporaryFolder folder;
        const std::string file = folder.path() + "/x.toml";
        write_file(file, experiment(std::string("kind = \"") + kind + "\"\n"));
        const Finished ran = run_program({"unshare", "-Urm", "/bin/sh", "-c", script, file});
        if (ran.err.find("unshare") != std::string::npos || ran.err.find("mount:") != std::string::npos)
            IOVLAB_SKIP("an empty /dev: no user namespaces here");
        CAPTURE(ran.err);
        CHECK(ran.status == 3);
        const std::string path = kind == std::string("pty") ? "/dev/ptmx" : std::string("/dev/") + kind;
        CHECK(ran.err.find(path) != std::string::npos);
    }
}

TEST_CASE("asking the machine finds what runs find", "[oracle][forbidden]") {
    const Hindrances found = ask_this_machine();
    for (const TargetKind& kind : target_kinds()) {
        if (!kind.runs) continue;
        CAPTURE(kind.name);
        const Finished ran = run_without({}, "kind = \"" + kind.name + "\"\n");
        CHECK((ran.status == 3) == !found.of(kind.name).empty());
    }
    const Finished disk = run_without({}, "kind = \"file\"\ndisk = 4096\n");
    CHECK((disk.status == 3) == !found.disk.empty());
}
