#include "core/kernel/names.h"
#include "core/report/report.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fmt/format.h>
#include <utility>

// What strace 6.1 prints, letter by letter (tests/oracle/strace_test.cpp lays the two side by side). Lines that
// carry facts about processes ("--- SIGPIPE {... si_pid=...} ---", "+++ exited with 0 +++") are left out, but for
// the one that says what killed the caller. A result that the kernel did not give is tagged, as strace tags its own
// injections.
namespace iovlab {
namespace {

constexpr std::size_t kLimit = 32;               // strace's -s: bytes of a string, and elements of an array
constexpr std::size_t kResultColumn = 40;        // strace's -a
constexpr std::uint64_t kArrayEnd = kArenaBase;  // the worker's iovec array ends here, before an unreadable page

void append_escaped(std::string& out, std::span<const std::byte> bytes) {
    static constexpr std::pair<char, const char*> named[] = {
        {'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\t', "\\t"}, {'\v', "\\v"}, {'\f', "\\f"}, {'\r', "\\r"}};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = std::to_integer<unsigned char>(bytes[i]);
        const auto* found = std::find_if(std::begin(named), std::end(named),
                                         [&](const auto& pair) { return pair.first == static_cast<char>(byte); });
        if (found != std::end(named)) {
            out += found->second;
        } else if (byte >= 0x20 && byte < 0x7f) {
            out += static_cast<char>(byte);
        } else {
            // As few octal digits as tell it apart from a digit that follows.
            const auto next = i + 1 < bytes.size() ? std::to_integer<unsigned char>(bytes[i + 1]) : 0;
            const bool digit_follows = next >= '0' && next <= '7';
            out += digit_follows ? fmt::format("\\{:03o}", byte) : fmt::format("\\{:o}", byte);
        }
    }
}

std::string quoted(std::span<const std::byte> bytes, bool more) {
    std::string out = "\"";
    append_escaped(out, bytes.first(std::min(bytes.size(), kLimit)));
    return out + (more ? "\"..." : "\"");
}

std::string address(std::uint64_t value) {
    return value == 0 ? "NULL" : fmt::format("{:#x}", value);
}

/// strace reads one byte more than it shows; when it cannot read all of them it shows the address.
std::string string_at(const Arena* arena, std::uint64_t base, std::uint64_t length) {
    if (base == 0) return "NULL";
    std::array<std::byte, kLimit + 1> bytes{};
    const std::size_t wanted = std::min<std::uint64_t>(length, bytes.size());
    const std::span<std::byte> read(bytes.data(), wanted);
    if (wanted != 0 && (arena == nullptr || arena->copy(base, read) < wanted)) return address(base);
    return quoted(read, length > kLimit);
}

/// The bytes of a copy+write: those of the entries, one after another.
std::string joined(const Arena* arena, const IovList& list) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < list.size() && bytes.size() <= kLimit; ++i) {
        const Iov iov = list[i];
        const std::size_t had = bytes.size();
        const std::size_t wanted = std::min<std::uint64_t>(iov.length, kLimit + 1 - had);
        bytes.resize(had + wanted);
        const std::size_t copied =
            arena == nullptr ? 0 : arena->copy(iov.base, std::span<std::byte>(bytes).subspan(had));
        bytes.resize(had + copied);
    }
    return quoted(bytes, list.total() > kLimit);
}

/// What strace shows of an entry that a call was to fill: the bytes that came in, or the address when none could.
std::string filled_at(const CallStep& step, std::size_t i, const Iov& iov) {
    if (iov.base == 0) return "NULL";
    if (!step.outcome.result) return address(iov.base);
    if (!step.got || i >= step.got->size()) return "\"\"";
    const std::vector<std::byte>& bytes = (*step.got)[i];
    return quoted(bytes, bytes.size() > kLimit);
}

std::string array(const CallStep& step, const IovList& list, std::uint32_t count, const ReportContext& context) {
    const Call& call = step.call;
    if (count == 0) return "[]";
    const std::uint64_t unreadable = context.arena == nullptr ? 0 : context.arena->unmapped();
    if (call.bad_array) return address(unreadable);
    if (list.empty()) return address(kArrayEnd);
    std::string out = "[";
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) out += ", ";
        // The worker lays the array flush against a page that may not be read.
        if (i == list.size()) return out + fmt::format("... /* {} */]", address(kArrayEnd));
        if (i == kLimit) return out + "...]";
        const Iov iov = list[i];
        const std::string bytes =
            reads(call.op) ? filled_at(step, i, iov) : string_at(context.arena, iov.base, iov.length);
        out += fmt::format("{{iov_base={}, iov_len={}}}", bytes, iov.length);
    }
    return out + "]";
}

/// The RWF_ names that strace 6.1 knows.
std::string strace_flags(std::uint32_t flags) {
    if (flags == 0) return "0";
    static constexpr const char* names[] = {"RWF_HIPRI", "RWF_DSYNC", "RWF_SYNC", "RWF_NOWAIT", "RWF_APPEND"};
    std::string out;
    for (std::size_t bit = 0; bit < std::size(names); ++bit) {
        const std::uint32_t mask = 1u << bit;
        if ((flags & mask) == 0) continue;
        out += (out.empty() ? "" : "|") + std::string(names[bit]);
        flags &= ~mask;
    }
    if (flags == 0) return out;
    return out.empty() ? fmt::format("{:#x} /* RWF_??? */", flags) : fmt::format("{}|{:#x}", out, flags);
}

std::string errno_result(int error) {
    if (errno_name(error).rfind("errno ", 0) == 0) return fmt::format("-1 (errno {})", error);
    return fmt::format("-1 {} ({})", errno_name(error), errno_text(error));
}

constexpr const char* kRestart = "? ERESTARTSYS (To be restarted if SA_RESTART is set)";

/// What the system call returned to a caller that did not live to see it.
std::string result_of_the_dead(const CallStep& step) {
    if (step.outcome.signal == SIGXFSZ) return errno_result(EFBIG);
    if (step.taken > 0) return std::to_string(step.taken);
    if (step.outcome.signal == SIGPIPE) return errno_result(EPIPE);
    return step.outcome.signal == SIGKILL ? "?" : kRestart;
}

std::string result(const CallStep& step) {
    const Outcome& outcome = step.outcome;
    std::string out;
    if (outcome.blocked) {
        out = "?";
    } else if (outcome.unclaimed) {
        out = "? no claim";
    } else if (outcome.signal != 0) {
        out = result_of_the_dead(step);
    } else if (outcome.error == EINTR && outcome.origin == Origin::Kernel) {
        out = kRestart;  // what the kernel answers inside; the caller sees EINTR
    } else if (outcome.error != 0) {
        out = errno_result(outcome.error);
    } else {
        out = std::to_string(outcome.result.value_or(0));
    }
    if (outcome.origin == Origin::Injected) out += " (INJECTED)";
    if (outcome.origin == Origin::Model) out += " (MODEL)";
    if (outcome.origin == Origin::Capped) out += fmt::format(" /* capped at {} */", step.call.cap.value_or(0));
    return out;
}

class StraceReport : public Report {
public:
    explicit StraceReport(ReportContext context) : context_(context) {}

    std::string begin() override { return {}; }

    std::string step(const Step& step) override {
        if (std::holds_alternative<SignalStep>(step.what)) ++signals_;
        const auto* call = std::get_if<CallStep>(&step.what);
        if (call == nullptr) return {};
        std::string out = lines(*call);
        signals_ = 0;
        return out;
    }

private:
    std::string lines(const CallStep& step) const {
        std::string out;
        const Outcome& outcome = step.outcome;
        // A caller that dies while it copies its entries has made no system call yet.
        const bool copies = step.call.op == Op::CopyWrite || step.call.copy_first > 0;
        const bool made = !(copies && outcome.signal == SIGSEGV);
        if (made) {
            const std::string call = padded_call(step);
            for (int i = 0; i < restarts(step); ++i) out += call + "= " + kRestart + "\n";
            out += call + "= " + result(step) + "\n";
        }
        if (outcome.blocked) out += "+++ killed by SIGKILL +++\n";
        if (outcome.signal != 0) out += "+++ killed by " + signal_name(outcome.signal) + " +++\n";
        return out;
    }

    std::string padded_call(const CallStep& step) const {
        std::string call = strace_call(step, context_) + " ";
        if (call.size() < kResultColumn) call.resize(kResultColumn, ' ');
        return call;
    }

    /// A handler with SA_RESTART ran before a byte had gone: strace sees the call end and begin again.
    int restarts(const CallStep& step) const {
        const Outcome& outcome = step.outcome;
        const bool asked =
            context_.experiment != nullptr && context_.experiment->signal && context_.experiment->signal->restart;
        // With bytes already gone the call returns them instead: a short write.
        const bool short_write = outcome.result && static_cast<std::uint64_t>(*outcome.result) < step.asked;
        return asked && !short_write && outcome.error != EINTR ? signals_ : 0;
    }

    ReportContext context_;
    int signals_ = 0;  // sent since the last call
};

}  // namespace

std::string strace_call(const CallStep& step, const ReportContext& context) {
    const Call call = step.call.made();
    const IovList& list = call.list;
    const auto count = static_cast<std::uint32_t>(call.iovcnt());
    const auto vector = [&] { return fmt::format("{}, {}", array(step, list, count, context), count); };
    // strace reads the entries of such a call when it returns; this one never did.
    const bool never_returned = step.outcome.blocked || step.outcome.signal != 0;
    if (reads(call.op) && never_returned) {
        return fmt::format("{}({},  <unfinished ...>)", to_string(call.op), context.target_fd);
    }
    switch (call.op) {
        case Op::Write:
        case Op::Writes: {
            const Iov iov = list.empty() ? Iov{} : list[0];
            return fmt::format("write({}, {}, {})", context.target_fd,
                               string_at(context.arena, iov.base, iov.length), iov.length);
        }
        case Op::CopyWrite:
            return fmt::format("write({}, {}, {})", context.target_fd, joined(context.arena, list), list.total());
        case Op::Pwritev:
        case Op::Preadv:
            return fmt::format("{}({}, {}, {})", to_string(call.op), context.target_fd, vector(), call.offset);
        case Op::Pwritev2:
            return fmt::format("pwritev2({}, {}, {}, {})", context.target_fd, vector(), call.offset,
                               strace_flags(call.flags));
        case Op::Writev:
        case Op::Readv:
            break;
    }
    return fmt::format("{}({}, {})", to_string(call.op), context.target_fd, vector());
}

std::unique_ptr<Report> make_strace_report(const ReportContext& context) {
    return std::make_unique<StraceReport>(context);
}

}  // namespace iovlab
