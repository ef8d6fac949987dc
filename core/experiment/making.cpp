#include "core/experiment/making.h"

#include "core/kernel/model/import.h"
#include "core/kernel/model/unix_memory.h"
#include "core/kernel/names.h"

#include <limits>

namespace iovlab {

namespace {

constexpr auto kLastOffset = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr std::uint64_t kLongestUdp = 65'507;  // 65,535 less the headers of IPv4 and UDP

std::uint32_t rwf_bits_of(const FlagSet& flags) {
    std::uint32_t bits = flags.number.value_or(0);
    for (const std::string& name : flags.names) bits |= rwf_from(name).value_or(0);
    return bits;
}

// A message goes whole or not at all: not when it is too long, and not when a byte of it cannot be read.
bool cannot_go_as_message(const Imported& imported, const TargetState& target) {
    const bool udp = target.kind == "udp";
    if (!udp && target.kind != "unix-datagram" && target.kind != "unix-seqpacket") return false;
    if (imported.fault < imported.total) return true;
    if (udp) return imported.total > kLongestUdp;
    const auto room = static_cast<std::uint64_t>(target.capacity.value_or(0));
    return room > 0 && imported.total > unix_memory::longest_message(room);
}

// A file's own position stands in for an offset: the two are added up alike.
bool past_the_last_offset(const Call& call, std::uint64_t bytes, const TargetState& target) {
    return target.offset && *target.offset >= 0 && call.op != Op::Pwritev && call.op != Op::Preadv &&
           !(call.op == Op::Pwritev2 && call.offset != -1) &&
           bytes > kLastOffset - static_cast<std::uint64_t>(*target.offset);
}

}  // namespace

std::optional<Call> call_of(const CallSpec& spec, const IovList& rest, std::uint64_t sent, bool first) {
    Call call{.op = spec.op == Op::Writes ? Op::Write : spec.op, .list = rest};
    if (first) call.count = spec.count;
    call.bad_array = spec.bad_array;
    call.flags = rwf_bits_of(spec.flags);
    call.offset = spec.offset;
    // A list that is sent in parts goes on where the last part ended; pwritev2's -1 means the file's own position.
    const bool own_position = spec.op == Op::Pwritev2 && spec.offset == -1;
    const bool positional = spec.op == Op::Pwritev || spec.op == Op::Pwritev2 || spec.op == Op::Preadv;
    if (!positional || own_position || sent == 0) return call;
    const auto begin = static_cast<std::uint64_t>(spec.offset);  // two's complement: a sum with it is exact
    if (spec.offset >= 0 ? sent > kLastOffset - begin : sent > kLastOffset) return std::nullopt;
    call.offset = static_cast<std::int64_t>(begin + sent);
    return call;
}

bool refused_whole(const Call& call, const Arena& arena, const TargetState& target) {
    const Imported imported = import(call, arena, Access::Writable, true);
    if (imported.refused) return imported.error != 0 || imported.signal != 0;
    return (!reads(call.op) && cannot_go_as_message(imported, target)) ||
           past_the_last_offset(call, imported.total, target);
}

}  // namespace iovlab
