#include "core/bytes/buffer.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace iovlab {

namespace {

std::uint64_t clamp_index(std::int64_t index, std::uint64_t size) {
    if (index >= 0) return std::min(static_cast<std::uint64_t>(index), size);
    // Negated in unsigned arithmetic: -INT64_MIN does not exist as a signed number.
    const std::uint64_t back = 0 - static_cast<std::uint64_t>(index);
    return back >= size ? 0 : size - back;
}

const std::vector<std::byte>& file_bytes(const std::vector<NamedFile>& files, const std::string& name) {
    for (const NamedFile& file : files) {
        if (file.name == name) return file.bytes;
    }
    static const std::vector<std::byte> none;
    return none;
}

std::vector<std::byte> copy_of(const Buffers& buffers, std::size_t source, const ByteRange& range) {
    const Buffer& from = buffers.all[source];
    const std::byte* begin = buffers.bytes[from.root].data() + from.offset;
    return {begin + range.begin, begin + range.end};
}

Buffers resolve(const std::vector<BufferSpec>& specs, const std::vector<NamedFile>& files, bool with_bytes) {
    Buffers buffers;
    buffers.all.reserve(specs.size());
    buffers.bytes.resize(with_bytes ? specs.size() : 0);
    buffers.by_name.reserve(specs.size());
    for (const BufferSpec& spec : specs) {
        const std::size_t index = buffers.all.size();
        Buffer buffer{
            .name = spec.name, .kind = spec.kind, .root = index, .offset = 0, .size = 0, .of = {}, .range = {}};
        if (spec.kind == BufferKind::Slice || spec.kind == BufferKind::View) {
            const auto source = buffers.by_name.find(spec.of);
            if (source == buffers.by_name.end())
                throw std::logic_error("buffer " + spec.name + " is of no earlier buffer");
            const Buffer& from = buffers.all[source->second];
            buffer.of = spec.of;
            buffer.range = clamp_slice(spec.range, from.size);
            buffer.size = buffer.range.size();
            if (spec.kind == BufferKind::View) {
                buffer.root = from.root;
                buffer.offset = from.offset + buffer.range.begin;
            } else if (with_bytes) {
                buffers.bytes[index] = copy_of(buffers, source->second, buffer.range);
            }
        } else {
            const bool from_file = spec.content.kind == ContentKind::File;
            const auto& file = file_bytes(files, spec.content.text);
            buffer.size = from_file ? file.size() : content_size(spec.content);
            if (with_bytes) buffers.bytes[index] = make_content(spec.content, file);
        }
        if (!buffers.by_name.emplace(spec.name, index).second)
            throw std::logic_error("two buffers named " + spec.name);
        buffers.all.push_back(std::move(buffer));
    }
    return buffers;
}

}  // namespace

ByteRange clamp_slice(const std::optional<SliceRange>& range, std::uint64_t size) {
    if (!range) return {0, size};
    const std::uint64_t begin = clamp_index(range->start, size);
    return {begin, std::max(begin, clamp_index(range->stop, size))};
}

const Buffer* Buffers::find(const std::string& name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : &all[found->second];
}

std::byte Buffers::at(std::size_t index, std::uint64_t at) const {
    const Buffer& buffer = all[index];
    return bytes[buffer.root][buffer.offset + at];
}

std::uint64_t Buffers::total_content() const {
    std::uint64_t total = 0;
    for (const Buffer& buffer : all) {
        if (buffer.kind == BufferKind::View) continue;
        // Saturating: sizes come from a file that may claim anything.
        const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - total;
        total += std::min(buffer.size, room);
    }
    return total;
}

Buffers resolve_buffers(const std::vector<BufferSpec>& specs, const std::vector<NamedFile>& files) {
    return resolve(specs, files, true);
}

Buffers resolve_sizes(const std::vector<BufferSpec>& specs, const std::vector<NamedFile>& files) {
    return resolve(specs, files, false);
}

const char* to_string(BufferKind kind) {
    switch (kind) {
        case BufferKind::Bytes:
            return "bytes";
        case BufferKind::Bytearray:
            return "bytearray";
        case BufferKind::Slice:
            return "slice";
        case BufferKind::View:
            return "view";
    }
    return "";
}

}  // namespace iovlab
