#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"

#include <algorithm>
#include <fmt/core.h>
#include <unordered_map>
#include <unordered_set>

namespace iovlab {

namespace {

constexpr std::size_t kMaxName = 64;

bool may_stand_in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

class BufferChecker {
public:
    BufferChecker(const Experiment& experiment, Findings& findings)
        : experiment_(experiment), findings_(findings) {}

    void run() {
        const auto& buffers = experiment_.buffers;
        for (const BufferSpec& buffer : buffers) all_names_.push_back(buffer.name);
        known_.insert(all_names_.begin(), all_names_.end());
        for (std::size_t i = 0; i < buffers.size(); ++i) {
            check_name(i);
            const bool takes = buffers[i].kind == BufferKind::Slice || buffers[i].kind == BufferKind::View;
            const std::uint64_t size = takes ? check_part(i) : check_own(i);
            sizes_.emplace(buffers[i].name, size);  // of two equal names the first counts
            if (buffers[i].kind != BufferKind::View) count(size, {"buffer", i});
        }
        if (experiment_.target.kind == "file" && experiment_.target.content) {
            count(content_size(*experiment_.target.content), {"target", "content"});
        }
    }

private:
    void check_name(std::size_t i) {
        const std::string& name = experiment_.buffers[i].name;
        const Path where = {"buffer", i, "name"};
        if (name.empty() || name.size() > kMaxName || !std::all_of(name.begin(), name.end(), may_stand_in_name)) {
            findings_.add(where,
                          fmt::format("{} cannot be a buffer's name; 1 to {} letters (a-z, A-Z), digits, _ and - "
                                      "are allowed",
                                      quoted(name), kMaxName));
        } else if (sizes_.count(name) > 0) {
            findings_.add(where, fmt::format("a second buffer is called {}; every buffer needs a name of its own",
                                             quoted(name)));
        }
    }

    std::uint64_t check_own(std::size_t i) {
        const BufferSpec& buffer = experiment_.buffers[i];
        check_content(buffer.content, {"buffer", i}, findings_);
        if (!buffer.of.empty() || buffer.range) {
            findings_.add({"buffer", i, buffer.of.empty() ? "range" : "of"},
                          fmt::format("only a slice or a view has \"of\" and \"range\"; {} is of kind {}",
                                      quoted(buffer.name), to_string(buffer.kind)));
        }
        return content_size(buffer.content);
    }

    std::uint64_t check_part(std::size_t i) {
        const BufferSpec& buffer = experiment_.buffers[i];
        const auto known = sizes_.find(buffer.of);
        if (known != sizes_.end()) return clamp_slice(buffer.range, known->second).size();
        const Path where = {"buffer", i, "of"};
        const char* kind = to_string(buffer.kind);
        if (buffer.of.empty()) {
            findings_.add(where, fmt::format("a {} needs \"of\", the name of a buffer above it", kind));
        } else if (buffer.of == buffer.name) {
            findings_.add(where, fmt::format("{} is taken from itself; a {} is of a buffer above it",
                                             quoted(buffer.name), kind));
        } else if (known_.count(buffer.of) > 0) {
            findings_.add(where, fmt::format("{} comes later; a {} is of a buffer above it, so move it up",
                                             quoted(buffer.of), kind));
        } else {
            findings_.add(where, fmt::format("no buffer is called {}{}", quoted(buffer.of),
                                             findings_.suggest(buffer.of, all_names_)));
        }
        return 0;
    }

    void count(std::uint64_t size, Path where) {
        const bool was_over = total_ > kMaxContent;
        total_ += std::min(size, UINT64_MAX - total_);
        if (was_over || total_ <= kMaxContent) return;  // said once, where the limit is passed
        findings_.add(
            std::move(where),
            fmt::format("with this the contents come to {} bytes; at most {} (64 MiB) are allowed in all. "
                        "A slice is a copy and counts, a view is none and does not",
                        grouped(total_), grouped(kMaxContent)));
    }

    const Experiment& experiment_;
    Findings& findings_;
    std::vector<std::string> all_names_;
    std::unordered_set<std::string> known_;
    std::unordered_map<std::string, std::uint64_t> sizes_;  // of the buffers so far
    std::uint64_t total_ = 0;
};

}  // namespace

const char* content_key(ContentKind kind) {
    switch (kind) {
        case ContentKind::Text:
            return "text";
        case ContentKind::Hex:
            return "hex";
        case ContentKind::Fill:
            return "fill";
        case ContentKind::Random:
            return "random";
        case ContentKind::File:
            return "file";
    }
    return "";
}

void check_content(const Content& content, const Path& where, Findings& findings) {
    Path key = where;
    key.emplace_back(content_key(content.kind));
    std::string problem = content_problem(content);
    if (content.kind == ContentKind::File) problem = plain_name_problem(content.text);
    if (!problem.empty()) findings.add(std::move(key), problem);
}

void check_buffers(const Experiment& experiment, Findings& findings) {
    BufferChecker(experiment, findings).run();
}

}  // namespace iovlab
