#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace iovlab {

enum class ContentKind { Text, Hex, Fill, Random, File };

/// What a buffer (or a target file before the run) holds, as a person wrote it down.
struct Content {
    ContentKind kind = ContentKind::Text;
    std::string text;        ///< the text, the hex digits, the pattern to repeat, or a plain file name
    std::uint64_t seed = 0;  ///< Random only: the same seed gives the same bytes on every machine
    std::uint64_t size = 0;  ///< Fill and Random only, in bytes

    bool operator==(const Content&) const = default;
};

/// 64 MiB of content in all.
inline constexpr std::uint64_t kMaxContent = 64ull << 20;

/// How many bytes `content` will make. Hex counts digit pairs; File answers 0 until it is read.
std::uint64_t content_size(const Content& content);

/// Empty when the content can be made; otherwise a sentence for people (odd hex digits, an empty pattern...).
std::string content_problem(const Content& content);

/// Makes the bytes. File content must have been read already (see core/experiment/scratch.h); `file_bytes` is it.
std::vector<std::byte> make_content(const Content& content, const std::vector<std::byte>& file_bytes = {});

}  // namespace iovlab
