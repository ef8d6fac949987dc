#include "app/lab/derived.h"

#include "core/experiment/two_writers.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace iovlab {

namespace {

constexpr std::uint64_t kPreview = 96;             // bytes: more than the widest bar can show
constexpr std::uint64_t kPreviewReach = 1u << 20;  // a view deep inside random bytes is not worth making them for

using Names = std::unordered_map<std::string, std::size_t>;

/// Bytes `from`... of what `content` makes, at most kPreview of them.
std::string preview_of(const Content& content, std::uint64_t from) {
    if (content.kind == ContentKind::File || !content_problem(content).empty()) return {};
    Content part = content;
    if (content.kind == ContentKind::Fill) {
        from %= std::max<std::size_t>(content.text.size(), 1);
    }
    if (from > kPreviewReach) return {};
    part.size = std::min(part.size, from + kPreview);
    if (content.kind == ContentKind::Text && content.text.size() > from + kPreview)
        part.text.resize(from + kPreview);
    if (content.kind == ContentKind::Hex && content.text.size() > kPreviewReach) return {};
    const std::vector<std::byte> bytes = make_content(part);
    std::string text;
    for (std::uint64_t i = from; i < bytes.size() && text.size() < kPreview; ++i) {
        const auto byte = std::to_integer<unsigned char>(bytes[i]);
        text += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
    }
    return text;
}

BufferFacts facts_of(const BufferSpec& spec, std::size_t index, const Names& names,
                     const std::vector<BufferFacts>& earlier) {
    BufferFacts facts;
    facts.root = index;
    facts.made_by = index;
    if (spec.kind == BufferKind::Bytes || spec.kind == BufferKind::Bytearray) {
        facts.size_known = spec.content.kind != ContentKind::File;
        facts.size = content_size(spec.content);
        return facts;
    }
    const auto of = names.find(spec.of);
    if (of == names.end()) return facts;
    const BufferFacts& source = earlier[of->second];
    const ByteRange range = clamp_slice(spec.range, source.size);
    facts.from = range.begin;
    facts.to = range.end;
    facts.size = range.size();
    facts.size_known = source.size_known;
    facts.made_by = source.made_by;
    facts.made_at = source.made_at + range.begin;
    if (spec.kind == BufferKind::View) {
        facts.root = source.root;
        facts.offset = source.offset + range.begin;
    }
    return facts;
}

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

std::uint64_t saturating_product(std::uint64_t a, std::uint64_t b) {
    return b != 0 && a > kMost / b ? kMost : a * b;
}
std::uint64_t saturating_sum(std::uint64_t a, std::uint64_t b) {
    return a > kMost - b ? kMost : a + b;
}

ListFacts facts_of(const CallSpec& call, const Names& names, const std::vector<BufferFacts>& buffers) {
    ListFacts list;
    list.lines.reserve(call.iov.size());
    for (const EntrySpec& entry : call.iov) {
        EntryFacts facts;
        facts.first = list.entries;
        if (const auto found = names.find(entry.buffer); entry.bad == BadBase::None && found != names.end()) {
            facts.buffer = found->second;
            facts.length = buffers[found->second].size;
        }
        if (entry.length) facts.length = *entry.length;
        facts.total = saturating_product(facts.length, entry.times);
        if (facts.total <= kMaxContent) list.longest = std::max(list.longest, facts.total);
        facts.start = list.asked;
        list.entries += std::min(entry.times, kMaxEntries);
        list.asked = saturating_sum(list.asked, facts.total);
        list.lines.push_back(facts);
    }
    return list;
}

}  // namespace

std::size_t ListFacts::line_of(std::uint64_t entry) const {
    if (entry >= entries) return lines.size();
    // Most lists have a line for each entry; ten thousand calls ask this for each piece that they carried.
    const bool own_line = entry < lines.size() && lines[entry].first == entry;
    if (own_line && (entry + 1 == lines.size() || lines[entry + 1].first > entry)) return entry;
    const auto after = std::upper_bound(lines.begin(), lines.end(), entry,
                                        [](std::uint64_t at, const EntryFacts& line) { return at < line.first; });
    return static_cast<std::size_t>(after - lines.begin()) - 1;
}

std::size_t ListFacts::line_at(std::uint64_t at) const {
    // Ends never decrease, so the first line that ends behind `at` is the one; empty lines end where they begin.
    const auto found =
        std::upper_bound(lines.begin(), lines.end(), at,
                         [](std::uint64_t byte, const EntryFacts& line) { return byte < line.end(); });
    if (found != lines.end()) return static_cast<std::size_t>(found - lines.begin());
    for (std::size_t line = lines.size(); line > 0; --line) {
        if (lines[line - 1].total > 0) return line - 1;
    }
    return lines.size();
}

std::uint64_t ListFacts::byte_of(Cursor cursor) const {
    const std::size_t line = line_of(cursor.entry);
    if (line == lines.size()) return asked;
    const EntryFacts& facts = lines[line];
    const std::uint64_t whole = saturating_product(cursor.entry - facts.first, facts.length);
    return saturating_sum(facts.start, saturating_sum(whole, cursor.offset));
}

std::uint64_t ListFacts::consumed(std::size_t line, Cursor cursor) const {
    const EntryFacts& facts = lines[line];
    if (cursor.entry < facts.first) return 0;
    const std::uint64_t next = line + 1 < lines.size() ? lines[line + 1].first : entries;
    if (cursor.entry >= next) return facts.total;
    const std::uint64_t whole = saturating_product(cursor.entry - facts.first, facts.length);
    return std::min(saturating_sum(whole, cursor.offset), facts.total);
}

std::optional<std::size_t> Derived::buffer_of(std::size_t list, std::uint64_t entry) const {
    if (list > lists.size() || (list == lists.size() && !second)) return std::nullopt;
    const ListFacts& facts = list < lists.size() ? lists[list] : *second;
    const std::size_t line = facts.line_of(entry);
    return line < facts.lines.size() ? facts.lines[line].buffer : std::nullopt;
}

Derived derive(const Experiment& experiment) {
    Derived derived;
    Names names;
    for (std::size_t i = 0; i < experiment.buffers.size(); ++i) {
        const BufferSpec& spec = experiment.buffers[i];
        derived.buffers.push_back(facts_of(spec, i, names, derived.buffers));
        BufferFacts& facts = derived.buffers.back();
        if (spec.kind == BufferKind::View) {
            ++derived.views;
        } else {
            derived.content += facts.size;
        }
        facts.preview = preview_of(experiment.buffers[facts.made_by].content, facts.made_at);
        if (facts.preview.size() > facts.size) facts.preview.resize(facts.size);
        names.emplace(spec.name, i);  // the first of a name counts, as for the checker
    }
    for (std::size_t i = 0; i < derived.buffers.size(); ++i) derived.order.push_back(i);
    std::stable_sort(derived.order.begin(), derived.order.end(), [&](std::size_t a, std::size_t b) {
        return derived.buffers[a].root < derived.buffers[b].root;  // a root's index is never above its views'
    });
    for (const CallSpec& call : experiment.calls) derived.lists.push_back(facts_of(call, names, derived.buffers));
    if (experiment.second) derived.second = facts_of(second_call(experiment), names, derived.buffers);
    return derived;
}

}  // namespace iovlab
