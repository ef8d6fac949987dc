#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/problem.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The checker's own rooms: only core/experiment/check*.cpp include this.
namespace iovlab {

/// What the names of an experiment's buffers mean: looked up once for all checks, since a file may have some
/// hundred thousand of them, each of another.
class BufferIndex {
public:
    explicit BufferIndex(const std::vector<BufferSpec>& buffers);

    /// The first buffer of that name; null when there is none.
    const BufferSpec* find(std::string_view name) const;
    /// Of a slice or view only when it leads to buffers above it, else 0.
    std::uint64_t size(const BufferSpec& buffer) const { return facts_[index(buffer)].size; }
    /// The buffer whose content its bytes are, shared or copied. Null for names that lead nowhere.
    const BufferSpec* owner(const BufferSpec& buffer) const;
    std::size_t index(const BufferSpec& buffer) const {
        return static_cast<std::size_t>(&buffer - buffers_.data());
    }
    /// For did_you_mean().
    std::vector<std::string> names() const;

private:
    static constexpr std::uint32_t kNone = UINT32_MAX;
    struct Facts {
        std::uint64_t size = 0;
        std::uint32_t owner = kNone;
    };
    std::size_t slot(std::string_view name) const;

    const std::vector<BufferSpec>& buffers_;
    std::vector<std::uint32_t> table_;  // by hash: the buffer, or kNone; at most half full
    std::vector<Facts> facts_;
};

struct Findings {
    explicit Findings(const std::vector<BufferSpec>& specs) : buffers(specs) {}

    const BufferIndex buffers;
    std::vector<Problem> all;

    void add(Path where, std::string what) { all.push_back({std::move(where), std::move(what)}); }
    /// did_you_mean(), while there are few problems: a hostile file may have 65,536 wrong names and as many right
    /// ones.
    std::string suggest(const std::string& found, const std::vector<std::string>& names) const;
    /// The same for the name of a buffer.
    std::string suggest_buffer(const std::string& found) const;
    /// Adds a problem when `value` lies outside, and says what is allowed.
    void in_range(Path where, const char* noun, std::uint64_t value, std::uint64_t least, std::uint64_t most);
};

/// Names, contents, what slices and views are of, and the 64 MiB.
void check_buffers(const Experiment& experiment, Findings& findings);
/// Operations, entries, and what belongs to which operation.
void check_calls(const Experiment& experiment, Findings& findings);
/// The target's kind and its keys, and the reader at its other end.
void check_target(const Experiment& experiment, Findings& findings);
/// Loop, faults, limits, signal, deadline.
void check_surroundings(const Experiment& experiment, Findings& findings);

/// What belongs to calls that read (readv, preadv), and what does not.
void check_reading(const Experiment& experiment, Findings& findings);

/// Two writers: what they may do together, and that their records can be told apart.
void check_second(const Experiment& experiment, Findings& findings);

/// The key of a content's kind as the file has it: "text", "hex", "fill", "random" or "file".
const char* content_key(ContentKind kind);
/// What is wrong with one content by itself; empty when nothing is.
std::string content_complaint(const Content& content);
/// Says it; `where` makes the path of the table that it stands in.
template <typename Where>
void check_content(const Content& content, Where where, Findings& findings) {
    std::string problem = content_complaint(content);
    if (problem.empty()) return;
    Path key = where();
    key.emplace_back(content_key(content.kind));
    findings.add(std::move(key), std::move(problem));
}

}  // namespace iovlab
