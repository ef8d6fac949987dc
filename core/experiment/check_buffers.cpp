#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"

#include <algorithm>
#include <fmt/core.h>
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
        for (std::size_t i = 0; i < buffers.size(); ++i) {
            check_name(i);
            const bool takes = buffers[i].kind == BufferKind::Slice || buffers[i].kind == BufferKind::View;
            takes ? check_part(i) : check_own(i);
            if (buffers[i].kind != BufferKind::View)
                count(findings_.buffers.size(buffers[i]), [i] { return Path{"buffer", i}; });
        }
        if (experiment_.target.content) {
            count(content_size(*experiment_.target.content), [] { return Path{"target", "content"}; });
        }
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) {
            count_crossings(experiment_.calls[i].iov, [i] { return Path{"call", i, "iov"}; });
        }
    }

private:
    void check_name(std::size_t i) {
        const std::string& name = experiment_.buffers[i].name;
        const auto complain = [&](std::string what) { findings_.add({"buffer", i, "name"}, std::move(what)); };
        if (name.empty() || name.size() > kMaxName || !std::all_of(name.begin(), name.end(), may_stand_in_name)) {
            complain(
                fmt::format("{} cannot be a buffer's name; 1 to {} letters (a-z, A-Z), digits, _ and - "
                            "are allowed",
                            quoted(name), kMaxName));
        } else if (findings_.buffers.find(name) != &experiment_.buffers[i]) {
            complain(
                fmt::format("a second buffer is called {}; every buffer needs a name of its own", quoted(name)));
        }
    }

    void check_own(std::size_t i) {
        const BufferSpec& buffer = experiment_.buffers[i];
        check_content(
            buffer.content,
            [i] {
                return Path{"buffer", i};
            },
            findings_);
        if (!buffer.of.empty() || buffer.range) {
            findings_.add({"buffer", i, buffer.of.empty() ? "range" : "of"},
                          fmt::format("only a slice or a view has \"of\" and \"range\"; {} is of kind {}",
                                      quoted(buffer.name), to_string(buffer.kind)));
        }
    }

    void check_part(std::size_t i) {
        const BufferSpec& buffer = experiment_.buffers[i];
        const BufferSpec* known = findings_.buffers.find(buffer.of);
        if (known && findings_.buffers.index(*known) < i) return;
        const Path where = {"buffer", i, "of"};
        const char* kind = to_string(buffer.kind);
        if (buffer.of.empty()) {
            findings_.add(where, fmt::format("a {} needs \"of\", the name of a buffer above it", kind));
        } else if (buffer.of == buffer.name) {
            findings_.add(where, fmt::format("{} is taken from itself; a {} is of a buffer above it",
                                             quoted(buffer.name), kind));
        } else if (known) {
            findings_.add(where, fmt::format("{} comes later; a {} is of a buffer above it, so move it up",
                                             quoted(buffer.of), kind));
        } else {
            findings_.add(where, fmt::format("no buffer is called {}{}", quoted(buffer.of),
                                             findings_.suggest_buffer(buffer.of)));
        }
    }

    // What may be read in front of an unreadable page is memory of its own, once for each length.
    template <typename Where>
    void count_crossings(const std::vector<EntrySpec>& entries, Where where) {
        for (std::size_t k = 0; k < entries.size(); ++k) {
            const EntrySpec& entry = entries[k];
            const bool counts =
                entry.bad == BadBase::Crossing && entry.good <= kMaxContent;  // more is refused alone
            if (!counts || !crossings_.insert(entry.good).second) continue;
            count(entry.good, [&] {
                Path path = where();
                path.emplace_back(k);
                path.emplace_back("good");
                return path;
            });
        }
    }

    template <typename Where>
    void count(std::uint64_t size, Where where) {
        const bool was_over = total_ > kMaxContent;
        total_ += std::min(size, UINT64_MAX - total_);
        if (was_over || total_ <= kMaxContent) return;  // said once, where the limit is passed
        findings_.add(
            where(), fmt::format("with this the contents come to {} bytes; at most {} (64 MiB) are allowed in all. "
                                 "A slice is a copy and counts, a view is none and does not",
                                 grouped(total_), grouped(kMaxContent)));
    }

    const Experiment& experiment_;
    Findings& findings_;
    std::unordered_set<std::uint64_t> crossings_;
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

std::string content_complaint(const Content& content) {
    return content.kind == ContentKind::File ? plain_name_problem(content.text) : content_problem(content);
}

void check_buffers(const Experiment& experiment, Findings& findings) {
    BufferChecker(experiment, findings).run();
}

}  // namespace iovlab
