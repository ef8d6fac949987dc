#include "core/report/damage_words.h"

#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

constexpr std::size_t kMostNamed = 3;  // entries named one by one

/// True when another entry of the list bears the same name.
bool name_is_shared(const ReportContext& context, const Damage& damage, std::uint64_t entry) {
    const EntrySpec* spec = entry_spec(context, damage.list, entry);
    if (spec == nullptr || spec->times > 1) return true;
    const auto& lines = context.experiment->calls[damage.list].iov;
    const auto same = [&](const EntrySpec& line) { return line.buffer == spec->buffer && line.bad == spec->bad; };
    return std::count_if(lines.begin(), lines.end(), same) > 1;
}

std::string name_of(const ReportContext& context, const Damage& damage, std::uint64_t entry) {
    const std::string index = fmt::format("iov[{}]", entry);
    const std::string name = entry_name(context, damage.list, entry);
    if (name.empty()) return index;
    return name_is_shared(context, damage, entry) ? fmt::format("{} ({})", name, index) : name;
}

/// The part of a range that lies in one entry.
struct Part {
    std::uint64_t entry = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool whole = false;
};

std::vector<Part> parts_of(const ReportContext& context, const Damage& damage) {
    std::vector<Part> parts;
    if (context.arena == nullptr) return parts;
    const IovList list = context.arena->list(damage.list);
    std::uint64_t left = damage.bytes;
    std::uint64_t begin = damage.from.offset;
    for (std::uint64_t entry = damage.from.entry; entry < list.size() && left > 0; ++entry, begin = 0) {
        const std::uint64_t length = list[entry].length;
        const std::uint64_t n = std::min(length - std::min(begin, length), left);
        if (n == 0) continue;
        parts.push_back({entry, begin, begin + n, begin == 0 && n == length});
        left -= n;
    }
    return parts;
}

std::string words_of(const ReportContext& context, const Damage& damage, const Part& part) {
    const std::string name = name_of(context, damage, part.entry);
    if (part.whole) return name;
    if (part.end - part.begin == 1) return fmt::format("byte {} of {}", grouped(part.begin), name);
    return fmt::format("bytes {} to {} of {}", grouped(part.begin), grouped(part.end - 1), name);
}

std::string range_words(const ReportContext& context, const Damage& damage) {
    const std::vector<Part> parts = parts_of(context, damage);
    if (parts.empty()) return bytes_words(damage.bytes);
    std::string words = words_of(context, damage, parts[0]);
    if (parts.size() > kMostNamed) {
        words += fmt::format(", and {} more entries up to {}", grouped(parts.size() - 1),
                             words_of(context, damage, parts.back()));
    } else {
        for (std::size_t i = 1; i < parts.size(); ++i) {
            words += (i + 1 == parts.size() ? " and " : ", ") + words_of(context, damage, parts[i]);
        }
    }
    const bool several = context.experiment != nullptr && context.experiment->calls.size() > 1;
    return several ? fmt::format("{} of list {}", words, damage.list + 1) : words;
}

}  // namespace

std::string damage_words(const Damage& damage, const ReportContext& context) {
    const std::string range = range_words(context, damage);
    switch (damage.kind) {
        case DamageKind::Lost:
            return range + " lost";
        case DamageKind::Unsent:
            return range + " never sent";
        case DamageKind::Doubled:
            if (damage.times == 2) return range + " twice";
            return fmt::format("{} {} times", range, grouped(damage.times));
        case DamageKind::Misplaced:
            break;
    }
    return fmt::format("{} misplaced, at byte {} of what arrived", range, grouped(damage.at));
}

std::vector<std::string> damage_words(const DamageReport& report, const ReportContext& context) {
    std::vector<std::string> all;
    for (const Damage& damage : report.ranges) all.push_back(damage_words(damage, context));
    if (report.left_out > 0) all.push_back(counted(report.left_out, "more range", "more ranges"));
    return all;
}

}  // namespace iovlab
