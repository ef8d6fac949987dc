// Why a call on a device, a memory file, a small disk, an eventfd or a socket came out as it did.
#include "tests/catch.h"
#include "tests/core/report/scene.h"

using namespace iovlab;
using scene::Scene;

namespace {

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

Scene to(const char* kind, std::uint64_t size = 10000) {
    return Scene({scene::fill("a", "a", size)}, {scene::entry("a")}, kind);
}

std::string why(const Scene& s, const Outcome& outcome) {
    return s.explain(s.call(Op::Writev, outcome)).why;
}

}  // namespace

TEST_CASE("explain: devices and descriptors that are no good", "[report][explain]") {
    CHECK(has(why(to("null"), scene::returned(10000)), "/dev/null takes every length"));
    CHECK(has(why(to("full"), scene::failed(ENOSPC)), "as a full disk would"));
    CHECK(has(why(to("full"), scene::failed(EOPNOTSUPP)), "one entry after the other"));
    CHECK(has(why(to("minus-one"), scene::failed(EBADF)), "-1 is no descriptor"));
    CHECK(has(why(to("closed"), scene::failed(EBADF)), "Descriptor 4 was closed"));
    CHECK(has(why(to("directory"), scene::failed(EBADF)), "A directory can only be opened for reading"));
    const Scene bad({}, {scene::bad(BadBase::Unmapped, 5)}, "zero");
    CHECK(has(bad.explain(bad.call(Op::Writev, scene::returned(5))).why, "nobody noticed"));
}

TEST_CASE("explain: seals and a small disk", "[report][explain]") {
    Scene sealed = to("memfd");
    sealed.experiment.target.seals = {"F_SEAL_GROW"};
    sealed.after.size = 5000;
    CHECK(has(why(sealed, scene::returned(4096)), "holds this file at 5,000 bytes"));
    CHECK(has(why(sealed, scene::returned(4096)), "904 bytes more would fit"));
    CHECK(has(why(sealed, scene::failed(EPERM)), "not even the bytes that would fit"));
    sealed.experiment.target.seals = {"F_SEAL_WRITE"};
    CHECK(has(why(sealed, scene::failed(EPERM)), "nobody may write to it any more"));
    Scene disk = to("file");
    disk.experiment.target.disk = 5000;
    CHECK(has(why(disk, scene::returned(8192)), "The disk has 2 pages of 4,096 bytes"));
    CHECK(has(why(disk, scene::failed(ENOSPC)), "all are taken"));
    disk.experiment.limits.file_size = 8192;  // the nearer end is named
    CHECK(has(why(disk, scene::returned(8192)), "RLIMIT_FSIZE"));
}

TEST_CASE("explain: an eventfd's numbers", "[report][explain]") {
    Scene s({scene::hex("n", "0100000000000000"), scene::text("half", "abcd")},
            {scene::entry("n"), scene::entry("half")}, "eventfd");
    s.before.value = 4;
    s.after.value = 5;
    CHECK(has(why(s, scene::returned(8)), "the counter stands at 5. Then iov[1] is 4 bytes long"));
    CHECK(has(why(s, scene::failed(EAGAIN)), "largest that it can hold, 2^64 - 2"));
    Scene short_one({scene::text("half", "abcd")}, {scene::entry("half")}, "eventfd");
    CHECK(has(why(short_one, scene::failed(EINVAL)), "iov[0] is 4 bytes long"));
    Scene ones({scene::hex("n", "ffffffffffffffff")}, {scene::entry("n")}, "eventfd");
    CHECK(has(why(ones, scene::failed(EINVAL)), "all 64 bits set"));
    Scene whole({scene::hex("n", "0100000000000000")}, {scene::entry("n")}, "eventfd");
    whole.before.value = 4;
    whole.after.value = 5;
    CHECK(has(why(whole, scene::returned(8)), "went from 4 to 5"));
}

TEST_CASE("explain: a unix socket's memory", "[report][explain]") {
    Scene s = to("unix-stream", 300000);
    s.experiment.target.flags.names = {"O_NONBLOCK"};
    s.after.queued = 219264;
    s.after.capacity = 212992;
    s.after.charged = 222720;
    CHECK(has(why(s, scene::returned(219264)), "222,720 are charged for the 219,264 bytes that wait"));
    CHECK(has(why(s, scene::failed(EAGAIN)), "O_NONBLOCK tells the kernel to fail"));
    CHECK(has(why(s, scene::failed(EPIPE)), "SIGPIPE came with it"));
    CHECK(has(why(s, scene::failed(ENOTCONN)), "never connected"));
    Scene message = to("unix-seqpacket", 300000);
    message.after.capacity = 212992;
    CHECK(has(why(message, scene::failed(EMSGSIZE)), "SO_SNDBUF less 32 bytes, 212,960"));
    CHECK(has(why(message, scene::failed(EPIPE)), "no SIGPIPE"));
    CHECK(has(why(message, scene::failed(ECONNRESET)), "left bytes unread"));
    CHECK(has(why(to("unix-datagram"), scene::failed(ECONNREFUSED)), "told once"));
}

TEST_CASE("explain: where no rule foretells", "[report][explain]") {
    CHECK(has(why(to("tcp"), scene::returned(5000)), "no rule predicts it"));
    CHECK(has(why(to("tcp"), scene::failed(ECONNRESET)), "RST"));
    CHECK(has(why(to("udp"), scene::failed(EDESTADDRREQ)), "names no address"));
    CHECK(has(why(to("pty"), scene::failed(EIO)), "hung up"));
}
