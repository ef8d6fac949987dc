#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"
#include "core/experiment/two_writers.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <fmt/core.h>

// Two writers: few things go with them, and their records must be told apart byte by byte.
namespace iovlab {

namespace {

constexpr std::uint64_t kMostTimes = 10'000;       // a trace keeps every call
constexpr std::uint64_t kMostBytes = 64ull << 20;  // that both together write
using Alphabet = std::bitset<256>;

const BufferSpec* buffer_called(const Experiment& experiment, const std::string& name) {
    const auto found = std::find_if(experiment.buffers.begin(), experiment.buffers.end(),
                                    [&](const BufferSpec& buffer) { return buffer.name == name; });
    return found == experiment.buffers.end() ? nullptr : &*found;
}

/// The buffer whose content the bytes of `name` are, shared or copied. Null for names that lead nowhere.
const BufferSpec* owner_of(const Experiment& experiment, const std::string& name) {
    const BufferSpec* buffer = buffer_called(experiment, name);
    for (std::size_t i = 0; buffer && i < experiment.buffers.size(); ++i) {
        if (buffer->kind == BufferKind::Bytes || buffer->kind == BufferKind::Bytearray) return buffer;
        buffer = buffer_called(experiment, buffer->of);
    }
    return nullptr;
}

/// Bytes of an entry's buffer; 0 for what check_calls() complains about.
std::uint64_t size_of(const Experiment& experiment, const std::string& name, std::size_t depth = 0) {
    const BufferSpec* buffer = buffer_called(experiment, name);
    if (!buffer || depth > experiment.buffers.size()) return 0;
    if (buffer->kind == BufferKind::Bytes || buffer->kind == BufferKind::Bytearray)
        return content_size(buffer->content);
    return clamp_slice(buffer->range, size_of(experiment, buffer->of, depth + 1)).size();
}

class SecondChecker {
public:
    SecondChecker(const Experiment& experiment, Findings& findings)
        : experiment_(experiment), second_(*experiment.second), findings_(findings) {}

    void run() {
        check_surroundings();
        check_target();
        findings_.in_range({"second", "times"}, "times", second_.times, 1, kMostTimes);
        if (experiment_.calls.size() != 1) return;
        const std::uint64_t ours = check_record(experiment_.calls[0], {"call", std::size_t{0}, "iov"});
        const std::uint64_t theirs = check_record(second_call(experiment_), {"second", "iov"});
        if (ours == 0 || theirs == 0) return;
        const std::uint64_t all = (ours + theirs) * std::min(second_.times, kMostTimes);
        if (all > kMostBytes) {
            findings_.add({"second", "times"}, fmt::format("the two would write {} bytes; at most {} are allowed",
                                                           grouped(all), grouped(kMostBytes)));
        }
        check_apart();
    }

private:
    void check_surroundings() {
        const Op op = experiment_.calls.front().op;
        if (experiment_.calls.size() != 1)
            findings_.add({"second"},
                          "with two writers there is one [call], which each of them makes so many times");
        if (op != Op::Writev && op != Op::Write)
            findings_.add({"call", 0U, "op"},
                          fmt::format("{} does not go with two writers; use writev or write", to_string(op)));
        if (experiment_.loop.kind != "once")
            findings_.add({"loop", "kind"},
                          "two writers make one call a record, whatever comes; use the loop once");
        if (!experiment_.faults.script.empty())
            findings_.add({"faults", "script"},
                          "faults do not go with two writers: their calls are all real; leave it out");
        if (experiment_.signal)
            findings_.add({"signal"},
                          "a signal does not go with two writers: which of them would get it? Leave it out");
    }

    void check_target() {
        const TargetSpec& target = experiment_.target;
        if (target.kind != "pipe" && target.kind != "file") {
            findings_.add({"target", "kind"},
                          fmt::format("two writers share a pipe or a file, not a {} target", quoted(target.kind)));
            return;
        }
        if (second_.shared && target.kind != "file")
            findings_.add({"second", "position"}, "only a file has a position; leave it out");
        for (const char* name : {"O_NONBLOCK", "O_DIRECT", "O_RDONLY", "O_WRONLY", "O_PATH"}) {
            if (target.flags.has(name))
                findings_.add({"target", "flags"},
                              fmt::format("{} does not go with two writers; leave it out", name));
        }
        if (target.preload > 0)
            findings_.add({"target", "preload"}, "two writers begin with an empty pipe; leave preload out");
        if (target.seek != 0)
            findings_.add({"target", "seek"}, "two writers begin at the file's first byte; leave it out");
        if (target.content && target.kind == "file")
            findings_.add({"target", "content"}, "two writers begin with an empty file; leave content out");
        if (target.disk)
            findings_.add({"target", "disk"}, "a small disk does not go with two writers; leave it out");
        const ReaderPolicy policy = experiment_.reader.policy;
        const bool known = policy == ReaderPolicy::None || policy == ReaderPolicy::All ||
                           policy == ReaderPolicy::WhenFull || policy == ReaderPolicy::Steady;
        if (!known)
            findings_.add({"reader", "policy"}, "with two writers the reader is none, all, when-full or steady");
    }

    /// Its bytes; 0 when it is no record. What is wrong with any list, check_calls() has said.
    std::uint64_t check_record(const CallSpec& call, const Path& list) {
        std::uint64_t bytes = 0;
        std::uint64_t left = call.count && *call.count >= 0 ? static_cast<std::uint64_t>(*call.count) : kMostBytes;
        for (std::size_t k = 0; k < call.iov.size(); ++k) {
            const EntrySpec& entry = call.iov[k];
            if (entry.bad != BadBase::None || entry.length) {
                Path at = list;
                at.emplace_back(k);
                findings_.add(
                    at, "a record of two writers is made of whole buffers, without lengths or wrong addresses");
                return 0;
            }
            if (!buffer_called(experiment_, entry.buffer)) return 0;
            const std::uint64_t times = std::min(entry.times, left);
            const std::uint64_t size = std::min(size_of(experiment_, entry.buffer), kMostBytes);
            bytes = std::min(bytes + times * size, kMostBytes);
            left -= times;
        }
        if (bytes == 0) findings_.add(list, "a record of two writers has at least a byte");
        return bytes;
    }

    Alphabet alphabet_of(const std::vector<EntrySpec>& entries, bool& known) const {
        Alphabet alphabet;
        for (const EntrySpec& entry : entries) {
            const BufferSpec* buffer = owner_of(experiment_, entry.buffer);
            if (!buffer) continue;
            Content content = buffer->content;
            known = known && content.kind != ContentKind::Random && content.kind != ContentKind::File;
            if (!known || !content_problem(content).empty()) continue;
            if (content.kind == ContentKind::Fill)
                content.size = std::min<std::uint64_t>(content.size, content.text.size());
            for (const std::byte byte : make_content(content)) alphabet.set(std::to_integer<std::size_t>(byte));
        }
        return alphabet;
    }

    /// Whose a byte is must be plain from the byte alone: nothing else tells it in a pipe.
    void check_apart() {
        bool known = true;
        const Alphabet ours = alphabet_of(experiment_.calls[0].iov, known);
        const Alphabet theirs = alphabet_of(second_.iov, known);
        if (!known) {
            findings_.add({"second", "iov"},
                          "the records of two writers are made of text, hex or fill, so that each byte "
                          "tells whose it is; random and file may hold any byte");
            return;
        }
        const Alphabet both = ours & theirs;
        for (std::size_t byte = 0; byte < both.size(); ++byte) {
            if (!both.test(byte)) continue;
            const std::string shown =
                byte > 0x20 && byte < 0x7f ? fmt::format(" ('{}')", static_cast<char>(byte)) : "";
            findings_.add(
                {"second", "iov"},
                fmt::format("both records hold the byte 0x{:02x}{}, so nobody could tell whose it is once it has "
                            "arrived; give them no byte in common",
                            byte, shown));
            return;
        }
    }

    const Experiment& experiment_;
    const SecondSpec& second_;
    Findings& findings_;
};

}  // namespace

void check_second(const Experiment& experiment, Findings& findings) {
    if (experiment.second && !experiment.calls.empty()) SecondChecker(experiment, findings).run();
}

}  // namespace iovlab
