#include "core/experiment/record_count.h"

#include <algorithm>
#include <utility>

namespace iovlab {

namespace {
constexpr std::uint8_t kNobody = 2;
}

RecordCount::RecordCount(Record first, Record second) {
    owners_.fill(kNobody);
    writers_[0].record = std::move(first);
    writers_[1].record = std::move(second);
    for (std::uint8_t writer = 0; writer < 2; ++writer) {
        for (const std::byte byte : writers_[writer].record) owners_[std::to_integer<std::size_t>(byte)] = writer;
    }
}

void RecordCount::found(Stretch stretch, std::span<const std::byte> bytes) {
    if (stretch.writer == kNobody) {
        corrupt_ = true;
        return;
    }
    Writer& writer = writers_[stretch.writer];
    if (writer.present.size() <= stretch.record) {
        writer.present.resize(stretch.record + 1);
        writer.cut.resize(stretch.record + 1);
    }
    writer.present[stretch.record] += stretch.length;
    const auto expected = writer.record.begin() + static_cast<std::ptrdiff_t>(stretch.offset);
    corrupt_ = corrupt_ || !std::equal(bytes.begin(), bytes.end(), expected);
}

std::vector<RecordCount::Stretch> RecordCount::arrived(std::span<const std::byte> bytes) {
    std::vector<Stretch> stretches;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t who = owner(bytes[i]);
        Stretch stretch{.writer = who};
        std::uint64_t most = bytes.size() - i;
        if (who != kNobody) {
            Writer& writer = writers_[who];
            const std::uint64_t length = writer.record.size();
            stretch.record = writer.at / length;
            stretch.offset = writer.at % length;
            most = std::min(most, length - stretch.offset);
        }
        while (stretch.length < most && owner(bytes[i + stretch.length]) == who) ++stretch.length;
        found(stretch, bytes.subspan(i, stretch.length));
        if (who != kNobody) {
            Writer& writer = writers_[who];
            if (stretch.offset > 0 && last_ != who) writer.cut[stretch.record] = true;
            writer.at += stretch.length;
        }
        last_ = who;
        i += stretch.length;
        stretches.push_back(stretch);
    }
    return stretches;
}

std::vector<RecordCount::Stretch> RecordCount::lies_at(std::uint64_t at, std::span<const std::byte> bytes) {
    std::vector<Stretch> stretches;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t who = owner(bytes[i]);
        Stretch stretch{.writer = who};
        std::uint64_t most = bytes.size() - i;
        if (who != kNobody) {
            const std::uint64_t length = writers_[who].record.size();
            stretch.record = (at + i) / length;
            stretch.offset = (at + i) % length;
            most = std::min(most, length - stretch.offset);
        }
        while (stretch.length < most && owner(bytes[i + stretch.length]) == who) ++stretch.length;
        found(stretch, bytes.subspan(i, stretch.length));
        i += stretch.length;
        stretches.push_back(stretch);
    }
    return stretches;
}

std::uint64_t RecordCount::found(std::size_t writer) const {
    std::uint64_t bytes = 0;
    for (const std::uint64_t of_record : writers_[writer].present) bytes += of_record;
    return bytes;
}

Records RecordCount::count(std::array<std::uint64_t, 2> calls, std::array<std::uint64_t, 2> taken) const {
    Records records;
    std::uint64_t there = 0;
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        const Writer& writer = writers_[i];
        Records::OfWriter& out = records.writers[i];
        out.length = writer.record.size();
        out.made = calls[i];
        const std::uint64_t begun =
            std::max<std::uint64_t>({(taken[i] + out.length - 1) / out.length, calls[i], writer.present.size()});
        for (std::uint64_t record = 0; record < begun; ++record) {
            const bool known = record < writer.present.size();
            const std::uint64_t present = known ? writer.present[record] : 0;
            there += present;
            if (present == 0) {
                ++out.gone;
            } else if (present == out.length && !writer.cut[record]) {
                ++out.whole;
            } else {
                ++out.broken;
            }
        }
    }
    const std::uint64_t all = taken[0] + taken[1];
    records.overwritten = all - std::min(there, all);
    return records;
}

}  // namespace iovlab
