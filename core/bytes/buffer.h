#pragma once

#include "core/bytes/content.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace iovlab {

/// The kinds of Python's bytes-like objects that os.writev is taught with.
enum class BufferKind { Bytes, Bytearray, Slice, View };

/// A Python slice without a step: negative counts from the end, out of range is clamped, stop < start is empty.
struct SliceRange {
    std::int64_t start = 0;
    std::int64_t stop = 0;

    bool operator==(const SliceRange&) const = default;
};

/// A buffer as the experiment file describes it.
struct BufferSpec {
    std::string name;
    BufferKind kind = BufferKind::Bytes;
    Content content;                  ///< Bytes and Bytearray
    std::string of;                   ///< Slice and View: the buffer it is taken from
    std::optional<SliceRange> range;  ///< Slice and View: absent means the whole of it

    bool operator==(const BufferSpec&) const = default;
};

/// A half-open range of bytes.
struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t size() const { return end - begin; }
    bool operator==(const ByteRange&) const = default;
};

/// What Python's slice(start, stop).indices(size) gives, with an empty range where stop < start.
ByteRange clamp_slice(const std::optional<SliceRange>& range, std::uint64_t size);

/// A buffer with its place in memory worked out.
struct Buffer {
    std::string name;
    BufferKind kind = BufferKind::Bytes;
    std::size_t root = 0;      ///< index of the buffer that owns the bytes: itself, unless this is a view
    std::uint64_t offset = 0;  ///< where it starts in the root's bytes: 0 unless this is a view
    std::uint64_t size = 0;    ///< bytes
    std::string of;            ///< slices and views: what they were taken from
    ByteRange range;           ///< slices and views: the clamped range of `of`
};

/// The buffers of an experiment, resolved: sizes, roots and the bytes of every root.
struct Buffers {
    std::vector<Buffer> all;
    std::vector<std::vector<std::byte>> bytes;  ///< by index; empty for views
    /// Index by name. Lists name buffers tens of thousands of times, and there may be as many of those.
    std::unordered_map<std::string, std::size_t> by_name{};

    const Buffer* find(const std::string& name) const;
    /// One byte of buffer `index`; `at` must be below its size.
    std::byte at(std::size_t index, std::uint64_t at) const;
    std::uint64_t total_content() const;
};

/// Bytes of a `file` content, by plain name. The caller reads them from the scratch folder.
struct NamedFile {
    std::string name;
    std::vector<std::byte> bytes;
};

/// Resolves the specs in order. They must have been checked (core/experiment/check.h): names unique, `of` names an
/// earlier buffer, content makeable. An unmet condition throws std::logic_error.
Buffers resolve_buffers(const std::vector<BufferSpec>& specs, const std::vector<NamedFile>& files = {});

/// Where the sizes alone matter (the window, the checker): like resolve_buffers, without making any bytes.
Buffers resolve_sizes(const std::vector<BufferSpec>& specs, const std::vector<NamedFile>& files = {});

const char* to_string(BufferKind kind);  ///< "bytes", "bytearray", "slice", "view"

}  // namespace iovlab
