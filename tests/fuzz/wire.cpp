#include "core/worker/passing.h"
#include "core/worker/sound.h"
#include "tests/fuzz/fuzz.h"

#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

// Any bytes as a message, received as each side receives them: only one of the right size and with numbers that can
// be acted upon is let through. The first byte says which message it is.
namespace iovlab::fuzz {

namespace {

class Pair {
public:
    Pair() { expect(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends_) == 0, "no socket pair"); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    ~Pair() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    int near() const { return ends_[0]; }
    int far() const { return ends_[1]; }

private:
    int ends_[2] = {-1, -1};
};

void expect_good(const wire::Setup& setup) {
    expect(setup.reserve_at + setup.reserve_size >= setup.reserve_at, "the reserved space wraps round");
    expect(setup.mappings * sizeof(wire::SheetMapping) <= wire::kSheetSize, "more mappings than the sheet holds");
}

void expect_good(const wire::Request& request) {
    if (request.ask != wire::Ask::Call) return;
    expect(request.call.iovs * sizeof(wire::SheetIov) <= wire::kSheetSize, "more entries than the sheet holds");
    expect(request.call.make != wire::Make::Write || request.call.iovs > 0, "a write of no entry");
}

void expect_good(const wire::Answer& answer) {
    expect((answer.result >= 0) != (answer.error > 0), "a result and an errno");
}

void expect_good(const wire::BenchRequest& request) {
    expect(request.setup == 1 || request.measure.ways <= wire::kMaxWays, "more ways than there is room for");
}

void expect_good(const wire::BenchAnswer& answer) {
    expect(answer.which < wire::kMaxWays, "a way that there is none of");
}

void expect_good(const wire::SetupAnswer& answer) {
    expect(answer.error >= 0, "an errno that is none");
}

void expect_good(const wire::DiskAnswer& answer) {
    expect(answer.step <= wire::DiskStep::Done, "a step that there is none of");
}

template <typename Message>
void receive_one(std::string_view bytes) {
    static const Pair pair;
    if (::send(pair.near(), bytes.data(), bytes.size(), MSG_DONTWAIT) < 0) return;  // longer than a socket takes
    Message message;
    int fds[3] = {-1, -1, -1};
    const wire::Received got = wire::receive_with(pair.far(), &message, sizeof message, fds);
    expect(got != wire::Received::WithDescriptors && fds[0] == -1, "descriptors came that nobody sent");
    expect((got == wire::Received::Bytes) == (bytes.size() == sizeof message), "a message of another size");
    if (got == wire::Received::Bytes && sound(message)) expect_good(message);
}

void place_one(std::string_view bytes) {
    struct {
        wire::Setup setup;
        wire::SheetMapping piece;
    } both;
    if (bytes.size() < sizeof both) return;
    std::memcpy(&both, bytes.data(), sizeof both);
    if (!sound(both.setup)) return;
    expect_good(both.setup);
    if (!inside(both.setup, both.piece)) return;
    expect(both.piece.address >= both.setup.reserve_at &&
               both.piece.address + both.piece.size <= both.setup.reserve_at + both.setup.reserve_size,
           "a piece outside of the reserved space");
}

}  // namespace

void run_wire(std::string_view bytes) {
    if (bytes.empty()) return;
    const std::string_view rest = bytes.substr(1);
    switch (static_cast<unsigned char>(bytes.front()) % 7) {
        case 0:
            return place_one(rest);
        case 1:
            return receive_one<wire::Request>(rest);
        case 2:
            return receive_one<wire::Answer>(rest);
        case 3:
            return receive_one<wire::BenchRequest>(rest);
        case 4:
            return receive_one<wire::BenchAnswer>(rest);
        case 5:
            return receive_one<wire::SetupAnswer>(rest);
        default:
            return receive_one<wire::DiskAnswer>(rest);
    }
}

}  // namespace iovlab::fuzz
