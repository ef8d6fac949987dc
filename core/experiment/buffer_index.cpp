#include "core/experiment/check_parts.h"

#include <algorithm>
#include <functional>

namespace iovlab {

namespace {

bool takes_from_another(const BufferSpec& buffer) {
    return buffer.kind == BufferKind::Slice || buffer.kind == BufferKind::View;
}

}  // namespace

BufferIndex::BufferIndex(const std::vector<BufferSpec>& buffers) : buffers_(buffers), facts_(buffers.size()) {
    std::size_t slots = 16;
    while (slots < 2 * buffers.size()) slots *= 2;
    table_.assign(slots, kNone);
    for (std::uint32_t i = 0; i < buffers.size(); ++i) {
        const BufferSpec& buffer = buffers[i];
        if (!takes_from_another(buffer)) {
            facts_[i] = {content_size(buffer.content), i};
        } else if (const BufferSpec* of = find(buffer.of)) {  // only those above are in the table yet
            const Facts& from = facts_[index(*of)];
            facts_[i] = {clamp_slice(buffer.range, from.size).size(), from.owner};
        }
        std::uint32_t& found = table_[slot(buffer.name)];
        if (found == kNone) found = i;
    }
}

// Where the name stands, or the free slot where it would.
std::size_t BufferIndex::slot(std::string_view name) const {
    std::size_t at = std::hash<std::string_view>()(name) & (table_.size() - 1);
    while (table_[at] != kNone && buffers_[table_[at]].name != name) at = (at + 1) & (table_.size() - 1);
    return at;
}

const BufferSpec* BufferIndex::find(std::string_view name) const {
    const std::uint32_t found = table_[slot(name)];
    return found == kNone ? nullptr : &buffers_[found];
}

const BufferSpec* BufferIndex::owner(const BufferSpec& buffer) const {
    const std::uint32_t owner = facts_[index(buffer)].owner;
    return owner == kNone ? nullptr : &buffers_[owner];
}

std::vector<std::string> BufferIndex::names() const {
    std::vector<std::string> names;
    names.reserve(buffers_.size());
    for (const BufferSpec& buffer : buffers_) names.push_back(buffer.name);
    return names;
}

}  // namespace iovlab
