#include "app/lab/filled.h"

#include <algorithm>
#include <map>

namespace iovlab {

namespace {

constexpr std::uint64_t kPreviewBytes = 96;  // bytes of a buffer: more than the widest bar can show
constexpr char kUnknown = '\0';  // filled, but not kept by the trace: only the first bytes of an entry are

/// What is known to lie in a buffer that owns its bytes, by place.
using Bytes = std::map<std::uint64_t, char>;

char text_of(std::byte byte) {
    const auto value = std::to_integer<unsigned char>(byte);
    return value >= 0x20 && value < 0x7f ? static_cast<char>(value) : '.';
}

void take_in(const CallStep& call, const Derived& derived, std::map<std::size_t, Bytes>& roots) {
    if (!call.got) return;
    std::uint64_t left = call.taken;
    for (std::size_t i = 0; i < call.call.list.size() && left > 0; ++i) {
        const Iov iov = call.call.list[i];
        const std::uint64_t here = std::min(iov.length, left);
        left -= here;
        const auto index = derived.buffer_of(call.list, iov.entry);
        if (!index) continue;
        const BufferFacts& facts = derived.buffers[*index];
        const std::vector<std::byte>* head = i < call.got->size() ? &(*call.got)[i] : nullptr;
        const std::size_t known = head ? head->size() : 0;
        for (std::uint64_t k = 0; k < std::min(here, known + kPreviewBytes); ++k)
            roots[facts.root][facts.offset + iov.skip + k] = k < known ? text_of((*head)[k]) : kUnknown;
    }
}

std::string preview_of(const BufferFacts& facts, const Bytes& bytes) {
    std::string text = facts.preview;
    text.resize(std::min(facts.size, kPreviewBytes), '.');
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto found = bytes.find(facts.offset + i);
        if (found == bytes.end()) continue;
        if (found->second == kUnknown) return text.substr(0, i);
        text[i] = found->second;
    }
    return text;
}

}  // namespace

Filled filled_by(const RunView& run, const Derived& derived) {
    Filled filled;
    if (!run.exists || !reads(run.experiment)) return filled;
    std::map<std::size_t, Bytes> roots;
    const std::size_t last = run.shown_index();
    for (const std::size_t step : run.calls) {
        if (step <= last) take_in(std::get<CallStep>(run.steps[step].what), derived, roots);
    }
    filled.previews.resize(derived.buffers.size());
    for (std::size_t i = 0; i < derived.buffers.size(); ++i) {
        const auto root = roots.find(derived.buffers[i].root);
        if (root != roots.end()) filled.previews[i] = preview_of(derived.buffers[i], root->second);
    }
    // The entries of the whole list, so that what an earlier call put there stands beside what the last one did.
    const CallStep* shown = run.shown_call();
    if (!shown || shown->list >= derived.lists.size()) return filled;
    const std::uint64_t entries = std::min<std::uint64_t>(derived.lists[shown->list].entries, CallStep::kMostGot);
    for (std::uint64_t entry = 0; entry < entries; ++entry) {
        const auto index = derived.buffer_of(shown->list, entry);
        filled.entries.push_back(index ? filled.previews[*index] : std::string());
    }
    return filled;
}

}  // namespace iovlab
