// The target and the reader at its other end: declared in panels/setup.h.
#include "app/lab/escape.h"
#include "app/panels/fields.h"
#include "app/panels/setup.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace iovlab {

namespace {

constexpr std::uint64_t kMost = 1ULL << 40;

/// What each flag does, for the hints.
std::string_view about_flag(std::string_view name) {
    if (name == "O_NONBLOCK")
        return "A full pipe answers EAGAIN, or takes what fits, instead of putting the caller to sleep. Regular "
               "files ignore it.";
    if (name == "O_APPEND") return "Every write goes to the end of the file, whatever its position.";
    if (name == "O_TRUNC") return "Empties the file when it is opened.";
    if (name == "O_RDONLY") return "Opened for reading alone: writing is EBADF.";
    if (name == "O_PATH") return "Opened as a place in the file tree alone: writing is EBADF.";
    if (name == "O_DIRECT")
        return "On a pipe: packets, one a write. On a file: no page cache, and EINVAL unless all is aligned.";
    return "A flag of open(2).";
}

void edit_kind(const LabState& state, TargetSpec& target, Intents& out) {
    std::vector<ui::Choice> kinds;
    for (const TargetKind& kind : target_kinds()) {
        if (kind.runs) kinds.push_back({kind.name, {}});
    }
    const ui::Hint hint{"What is written to.", "pipe(7), open(2)", "", ""};
    if (ui::choice_field("target.kind", "kind", kinds, target.kind, hint)) {
        const TargetKind* kind = target_kind(target.kind);
        std::erase_if(target.flags.names, [&](const std::string& flag) {
            return std::find(kind->flags.begin(), kind->flags.end(), flag) == kind->flags.end();
        });
        out.push_back(SetTarget{target, "the kind"});
    }
    ui::problem_at(state.problems, "target.kind");
}

void edit_flags(const LabState& state, TargetSpec& target, Intents& out) {
    const TargetKind* kind = target_kind(target.kind);
    if (!kind || kind->flags.empty()) return;
    ui::checkbox_field("flags", "O_NONBLOCK");
    ImGui::BeginGroup();
    bool first = true;
    for (const std::string& name : kind->flags) {
        if (!first) ui::flow(ui::text_size(name).x + ui::em(2.2F));
        first = false;
        bool on = target.flags.has(name);
        if (ui::checkbox("target.flags." + name, name, on, {about_flag(name), "open(2)", "", ""})) {
            on ? target.flags.names.push_back(name) : (void)std::erase(target.flags.names, name);
            out.push_back(SetTarget{target, name});
        }
    }
    ImGui::EndGroup();
    ui::problem_at(state.problems, "target.flags");
}

void edit_pipe(const LabState& state, TargetSpec& target, Intents& out) {
    const ui::Hint size{
        "Bytes that the pipe is asked to hold. The kernel rounds up to a power of two of whole pages, 4,096 at "
        "least.",
        "fcntl(2), F_SETPIPE_SZ", "", ""};
    if (ui::number_field("target.capacity", "capacity", target.capacity, kMost, size))
        out.push_back(SetTarget{target, "the capacity"});
    ui::problem_at(state.problems, "target.capacity");
    const ui::Hint preload{"Bytes that lie in the pipe before the first call, put there by one write.", "pipe(7)",
                           "", ""};
    if (ui::number_field("target.preload", "preload", target.preload, kMost, preload))
        out.push_back(SetTarget{target, "the preload"});
    ui::problem_at(state.problems, "target.preload");
}

void edit_content(const LabState& state, TargetSpec& target, Intents& out) {
    ui::field("content");
    std::string line = target.content && target.content->kind == ContentKind::Text
                           ? escape_text(target.content->text)
                           : std::string();
    const bool other = target.content && target.content->kind != ContentKind::Text;
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.placeholder = other ? "made by the experiment file" : "empty";
    const ui::Hint hint{"What the file holds before the run. `\\n` and `\\x00` stand for what cannot be typed.", "",
                        "", ""};
    if (ui::input_text("target.content", line, hint, style)) {
        target.content.reset();
        if (!line.empty()) target.content = Content{ContentKind::Text, unescape_text(line), 0, 0};
        out.push_back(SetTarget{target, "the content"});
    }
    if (ImGui::IsItemDeactivated()) out.push_back(EditDone{});
    ui::problem_at(state.problems, "target.content");
}

void edit_file(const LabState& state, TargetSpec& target, Intents& out) {
    ui::field("file");
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.wrong = ui::wrong(state.problems, "target.path");
    const ui::Hint hint{"A plain name in the run's own scratch folder, which is gone afterwards.", "open(2)", "",
                        ""};
    if (ui::input_text("target.path", target.path, hint, style)) out.push_back(SetTarget{target, "the name"});
    if (ImGui::IsItemDeactivated()) out.push_back(EditDone{});
    ui::problem_at(state.problems, "target.path");
    edit_content(state, target, out);
    ui::field("position");
    const ui::Hint seek{"Where the first call begins to write. Beyond the end leaves a hole.", "lseek(2)", "", ""};
    if (ui::input_int("target.seek", target.seek, 0, static_cast<std::int64_t>(kMost), seek))
        out.push_back(SetTarget{target, "the position"});
    ui::problem_at(state.problems, "target.seek");
}

struct Policy {
    ReaderPolicy policy;
    std::string_view label;
    std::string_view about;
    bool bytes;
};
constexpr std::array<Policy, 7> kPolicies = {{
    {ReaderPolicy::None, "nobody", "Nothing is taken out, unless you do it by hand.", false},
    {ReaderPolicy::All, "takes all, always", "Everything is taken out, each time.", false},
    {ReaderPolicy::AfterCall, "after each call", "Takes so many bytes when a call has returned.", true},
    {ReaderPolicy::WhenFull, "when it is full",
     "Takes so many bytes each time the writer got EAGAIN, waits in poll or sleeps in the call.", true},
    {ReaderPolicy::Steady, "steadily", "Takes so many bytes every few milliseconds, whatever the writer does.",
     true},
    {ReaderPolicy::CloseAfter, "closes after some", "Takes so many bytes in all and closes its end: EPIPE.", true},
    {ReaderPolicy::CloseWhenFull, "closes when full", "Closes its end when the writer cannot go on: EPIPE.", false},
}};

void edit_policy(const LabState& state, ReaderSpec& reader, Intents& out) {
    std::vector<std::string_view> labels;
    int index = -1;
    for (const Policy& policy : kPolicies) {
        if (policy.policy == reader.policy) index = static_cast<int>(labels.size());
        labels.push_back(policy.label);
    }
    ui::field("reader");
    const std::string_view about =
        index < 0 ? std::string_view() : kPolicies[static_cast<std::size_t>(index)].about;
    if (ui::combo("reader.policy", labels, index, {about, "pipe(7)", "", ""}) && index >= 0) {
        reader.policy = kPolicies[static_cast<std::size_t>(index)].policy;
        out.push_back(SetReader{reader, "the policy"});
    }
    ui::problem_at(state.problems, "reader.policy");
    if (index < 0 || !kPolicies[static_cast<std::size_t>(index)].bytes) return;
    const ui::Hint hint{about, "read(2)", "", ""};
    if (ui::number_field("reader.bytes",
                         reader.policy == ReaderPolicy::CloseAfter ? "bytes in all" : "bytes a time", reader.bytes,
                         kMost, hint)) {
        out.push_back(SetReader{reader, "the bytes"});
    }
    ui::problem_at(state.problems, "reader.bytes");
}

}  // namespace

void draw_target(const LabState& state, Intents& out) {
    ui::heading("Target", state.run.exists ? "for the next run" : "");
    TargetSpec target = state.experiment().target;
    edit_kind(state, target, out);
    if (target.kind == "pipe") edit_pipe(state, target, out);
    if (target.kind == "file") edit_file(state, target, out);
    edit_flags(state, target, out);
}

void draw_reader(const LabState& state, Intents& out) {
    const TargetKind* kind = target_kind(state.experiment().target.kind);
    if (!kind || !kind->reader) return;
    ReaderSpec reader = state.experiment().reader;
    TargetSpec target = state.experiment().target;
    if (target.reader_open) edit_policy(state, reader, out);
    if (target.reader_open && reader.policy == ReaderPolicy::Steady) {
        const ui::Hint hint{"Milliseconds from one read to the next.", "", "", ""};
        if (ui::number_field("reader.every_ms", "every, ms", reader.every_ms, 60000, hint))
            out.push_back(SetReader{reader, "the pace"});
        ui::problem_at(state.problems, "reader.every_ms");
    }
    ui::checkbox_field(target.reader_open ? "" : "reader", "closed from the start");
    bool closed = !target.reader_open;
    const ui::Hint hint{"The reader's end is closed before the first call: EPIPE, and SIGPIPE.", "pipe(7)", "", ""};
    if (ui::checkbox("target.reader", "closed from the start", closed, hint)) {
        target.reader_open = !closed;
        out.push_back(SetTarget{target, "the reader"});
    }
    ui::problem_at(state.problems, "target.reader");
}

}  // namespace iovlab
