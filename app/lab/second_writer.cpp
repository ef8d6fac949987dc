#include "app/lab/second_writer.h"

#include "app/lab/derived.h"
#include "app/lab/editing.h"

#include <algorithm>
#include <bitset>
#include <string_view>
#include <utility>

namespace iovlab {

namespace {

constexpr std::uint64_t kMostBytes = 64ULL << 20;  // that both may write, as check_second() has it

/// A letter that is nowhere in the contents: whose a byte is must be plain from the byte alone.
char fresh_letter(const Experiment& experiment) {
    std::bitset<256> taken;
    for (const BufferSpec& buffer : experiment.buffers) {
        Content content = buffer.content;
        const bool plain = content.kind == ContentKind::Text || content.kind == ContentKind::Hex ||
                           content.kind == ContentKind::Fill;
        if (!plain || !content_problem(content).empty()) continue;
        if (content.kind == ContentKind::Fill)
            content.size = std::min<std::uint64_t>(content.size, content.text.size());
        for (const std::byte byte : make_content(content)) taken.set(std::to_integer<std::size_t>(byte));
    }
    constexpr std::string_view kLetters = "BZ#@ACDEFGHIJKLMNOPQRSTUVWXYbacdefghijklmnopqrstuvwxyz0123456789";
    const auto free = std::find_if(kLetters.begin(), kLetters.end(),
                                   [&](char letter) { return !taken.test(static_cast<unsigned char>(letter)); });
    return free == kLetters.end() ? 'B' : *free;
}

void make_room(Experiment& experiment) {
    TargetSpec& target = experiment.target;
    const TargetSpec usual;
    target.preload = 0;
    target.seek = 0;
    target.content.reset();
    target.disk.reset();
    target.reader_open = usual.reader_open;
    for (const char* flag : {"O_NONBLOCK", "O_DIRECT", "O_RDONLY", "O_WRONLY", "O_PATH"})
        std::erase(target.flags.names, flag);
    experiment.loop.kind = "once";
    experiment.faults = FaultSpec{};
    experiment.signal.reset();
    // Somebody has to read, or both writers sleep for good; by a part at a time, or nothing would be in the way.
    const ReaderPolicy policy = experiment.reader.policy;
    const bool reads_on =
        policy == ReaderPolicy::All || policy == ReaderPolicy::WhenFull || policy == ReaderPolicy::Steady;
    if (target.kind == "pipe" && !reads_on) experiment.reader = {ReaderPolicy::WhenFull, 4096, 10};
}

}  // namespace

std::string second_obstacle(const Experiment& experiment) {
    if (experiment.calls.size() != 1)
        return "Two writers make the same call again and again: first remove the others.";
    const Op op = experiment.calls.front().op;
    if (op != Op::Writev && op != Op::Write) return "Only writev and write go with two writers: change the call.";
    const std::string& kind = experiment.target.kind;
    if (kind != "pipe" && kind != "file") return "Two writers share a pipe or a file: change the target.";
    return {};
}

void add_second_writer(Experiment& experiment, const SecondSpec& wanted) {
    make_room(experiment);
    experiment.second = wanted;
    SecondSpec& second = *experiment.second;
    if (!second.iov.empty()) return;
    const Derived facts = derive(experiment);
    const std::uint64_t ours = facts.lists.empty() ? 0 : facts.lists.front().asked;
    const std::uint64_t length = std::clamp<std::uint64_t>(ours, 1, kMostBytes / 2);
    BufferSpec buffer;
    buffer.name = free_name(experiment, "theirs");
    buffer.kind = BufferKind::Bytes;
    buffer.content = {ContentKind::Fill, std::string(1, fresh_letter(experiment)), 0, length};
    EntrySpec entry;
    entry.buffer = buffer.name;
    second.iov = {entry};
    experiment.buffers.push_back(std::move(buffer));
    second.times = std::clamp<std::uint64_t>(kMostBytes / (2 * length), 1, second.times);
}

}  // namespace iovlab
