#include "core/experiment/hindrances.h"

#include "core/bytes/page_size.h"
#include "core/experiment/open_target.h"
#include "core/experiment/vocabulary.h"

#include <cctype>

namespace iovlab {

namespace {

// Why it cannot be opened; empty when it can.
std::string why_not(const TargetSpec& spec, const Scratch& scratch) {
    try {
        open_target(spec, scratch);
    } catch (const NoTarget& no) {
        std::string sentence = no.what();
        if (sentence.empty()) return "This machine has none.";
        sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
        if (!sentence.ends_with('.')) sentence += '.';
        return sentence;
    }
    return {};
}

}  // namespace

const std::string& Hindrances::of(const std::string& kind) const {
    static const std::string none;
    const auto found = kinds.find(kind);
    return found == kinds.end() ? none : found->second;
}

Hindrances ask_this_machine() {
    const Scratch scratch("");
    Hindrances found;
    for (const TargetKind& kind : target_kinds()) {
        TargetSpec spec;
        spec.kind = kind.name;
        if (std::string why = why_not(spec, scratch); kind.runs && !why.empty())
            found.kinds[kind.name] = std::move(why);
    }
    TargetSpec file;
    file.kind = "file";
    file.disk = page_size();
    if (found.of("file").empty()) found.disk = why_not(file, scratch);
    return found;
}

}  // namespace iovlab
