// The target and the reader at its other end: declared in panels/setup.h.
#include "app/lab/escape.h"
#include "app/panels/fields.h"
#include "app/panels/setup.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/bytes/page_size.h"
#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstdlib>
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

/// What this machine forbids, in words below the control that it is about.
void say_hindrance(const char* name, const std::string& why) {
    if (why.empty()) return;
    const ui::FontScope font(Font::Small);
    ui::wrapped_text("Not on this machine: " + why, readable(theme().short_write, theme().panel));
    ui::registry().record_item(name, why, true);
}

void edit_kind(const LabState& state, TargetSpec& target, Intents& out) {
    std::vector<ui::Choice> kinds;
    for (const TargetKind& kind : target_kinds()) {
        if (kind.runs) kinds.push_back({kind.name, {}, state.machine.of(kind.name)});
    }
    const ui::Hint hint{reads(state.experiment()) ? "What is read from." : "What is written to.",
                        "pipe(7), open(2)", "", ""};
    if (ui::choice_field("target.kind", "kind", kinds, target.kind, hint)) {
        const TargetKind* kind = target_kind(target.kind);
        std::erase_if(target.flags.names, [&](const std::string& flag) {
            return std::find(kind->flags.begin(), kind->flags.end(), flag) == kind->flags.end();
        });
        out.push_back(SetTarget{target, "the kind"});
    }
    ui::problem_at(state.problems, "target.kind");
    say_hindrance("target.hindrance", state.machine.of(target.kind));
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

std::string_view about_seal(std::string_view name) {
    if (name == "F_SEAL_WRITE") return "Nobody may change the file any more: every write is EPERM.";
    if (name == "F_SEAL_FUTURE_WRITE")
        return "No call may write any more: EPERM. Memory that was mapped writable before may still be written.";
    if (name == "F_SEAL_GROW") return "The file may not become larger: a write ends at the page that would.";
    if (name == "F_SEAL_SHRINK") return "The file may not become smaller. Writes do not mind.";
    return "No seal may be added later. Writes do not mind.";
}

/// A number that may be left out. What is typed and is none stays beside the field as a problem.
void edit_optional(const LabState& state, const char* key, std::string_view label, std::string_view placeholder,
                   TargetSpec& target, std::optional<std::uint64_t>& value, const ui::Hint& hint, Intents& out) {
    const std::string place = std::string("target.") + key;
    std::string problem;
    const auto draft = state.drafts.find(place);
    if (draft != state.drafts.end()) problem = draft->second.what;
    const std::string before = problem;
    const bool changed = ui::optional_number_field(place, label, value, placeholder, hint, problem);
    if (problem != before) out.push_back(Draft{{"target", key}, "", problem});
    if (changed) out.push_back(SetTarget{target, std::string(label)});
    ui::problem_at(state.problems, place);
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
    const char* about = target.kind == "file" ? "What the file holds before the run."
                        : target.kind == "pipe"
                            ? "What lies in the pipe for the calls to read, put there by one write."
                            : "What the peer has sent for the calls to read.";
    const std::string tip = std::string(about) + " `\\n` and `\\x00` stand for what cannot be typed.";
    const ui::Hint hint{tip, "", "", ""};
    if (ui::input_text("target.content", line, hint, style)) {
        target.content.reset();
        if (!line.empty()) target.content = Content{ContentKind::Text, unescape_text(line), 0, 0};
        out.push_back(SetTarget{target, "the content"});
    }
    if (ImGui::IsItemDeactivated()) out.push_back(EditDone{});
    ui::problem_at(state.problems, "target.content");
}

/// Of a pipe that is read from.
void edit_writer(const LabState& state, TargetSpec& target, Intents& out) {
    ui::checkbox_field("writer", "closed from the start");
    bool closed = !target.writer_open;
    const ui::Hint hint{
        "The writer's end is closed before the first call: when the pipe is empty, a read returns 0, the "
        "end of file.",
        "pipe(7)", "", ""};
    if (ui::checkbox("target.writer", "closed from the start", closed, hint)) {
        target.writer_open = !closed;
        out.push_back(SetTarget{target, "the writer"});
    }
    ui::problem_at(state.problems, "target.writer");
}

/// SO_SNDTIMEO, in seconds.
void edit_timeout(const LabState& state, TargetSpec& target, Intents& out) {
    std::string text;
    if (target.timeout_s) {
        text = std::to_string(*target.timeout_s);
        while (text.ends_with('0') && !text.ends_with(".0")) text.pop_back();
    }
    const auto draft = state.drafts.find("target.timeout");
    if (draft != state.drafts.end()) text = draft->second.text;
    ui::field("timeout, s");
    ui::InputStyle style;
    style.placeholder = "none";
    style.wrong = ui::wrong(state.problems, "target.timeout");
    const ui::Hint hint{"SO_SNDTIMEO: a write that would sleep for longer answers EAGAIN. Empty: it sleeps on.",
                        "socket(7)", "", ""};
    if (ui::input_text("target.timeout", text, hint, style)) {
        char* end = nullptr;
        const double number = std::strtod(text.c_str(), &end);
        const bool blank = text.find_first_not_of(' ') == std::string::npos;
        const bool good = blank || (end != text.c_str() && *end == '\0');
        out.push_back(Draft{
            {"target", "timeout"}, text, good ? "" : "\"" + text + "\" is no number of seconds, such as 0.5."});
        target.timeout_s = blank ? std::nullopt : std::optional(number);
        if (good) out.push_back(SetTarget{target, "the timeout"});
    }
    ui::problem_at(state.problems, "target.timeout");
}

void edit_pipe(const LabState& state, TargetSpec& target, Intents& out) {
    const std::string rounds =
        "Bytes that the pipe is asked to hold. The kernel rounds up to a power of two of whole pages, " +
        grouped(page_size()) + " at least.";
    const ui::Hint size{rounds, "fcntl(2), F_SETPIPE_SZ", "", ""};
    if (ui::number_field("target.capacity", "capacity", target.capacity, kMost, size))
        out.push_back(SetTarget{target, "the capacity"});
    ui::problem_at(state.problems, "target.capacity");
    const bool reading = reads(state.experiment());
    if (reading || target.content) edit_content(state, target, out);
    if (reading || !target.writer_open) edit_writer(state, target, out);
    if (reading && target.content && target.preload == 0) return;  // one of the two fills it
    const ui::Hint preload{"Bytes that lie in the pipe before the first call, put there by one write.", "pipe(7)",
                           "", ""};
    if (ui::number_field("target.preload", "preload", target.preload, kMost, preload))
        out.push_back(SetTarget{target, "the preload"});
    ui::problem_at(state.problems, "target.preload");
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
    const std::string forbidden = target.disk ? "" : state.machine.disk;  // one that is there can be taken away
    const std::string pages = "Bytes of a disk of its own that the file lies on, in whole pages of " +
                              grouped(page_size()) + ": it fills up. Empty: none.";
    const ui::Hint disk{pages, "tmpfs(5)", "", forbidden};
    edit_optional(state, "disk", "disk", "none of its own", target, target.disk, disk, out);
    say_hindrance("target.disk.hindrance", state.machine.disk);
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

void edit_memfd(const LabState& state, TargetSpec& target, Intents& out) {
    const ui::Hint size{"Bytes that the memory file has before the first call, all zero.", "memfd_create(2)", "",
                        ""};
    if (ui::number_field("target.size", "size", target.size, 1U << 30, size))
        out.push_back(SetTarget{target, "the size"});
    ui::problem_at(state.problems, "target.size");
    ui::checkbox_field("seals", "F_SEAL_WRITE");
    ImGui::BeginGroup();
    bool first = true;
    for (const std::string& name : seal_names()) {
        if (!first) ui::flow(ui::text_size(name).x + ui::em(2.2F));
        first = false;
        bool on = std::find(target.seals.begin(), target.seals.end(), name) != target.seals.end();
        if (ui::checkbox("target.seals." + name, name, on, {about_seal(name), "fcntl(2)", "", ""})) {
            on ? target.seals.push_back(name) : (void)std::erase(target.seals, name);
            out.push_back(SetTarget{target, name});
        }
    }
    ImGui::EndGroup();
    ui::problem_at(state.problems, "target.seals");
}

void edit_eventfd(const LabState& state, TargetSpec& target, Intents& out) {
    const ui::Hint value{"What the counter stands at before the first call; 2^64 - 2 is its largest value.",
                         "eventfd(2)", "", ""};
    if (ui::number_field("target.value", "counter", target.value, UINT64_MAX - 1, value))
        out.push_back(SetTarget{target, "the counter"});
    ui::problem_at(state.problems, "target.value");
}

constexpr std::array<ui::Choice, 4> kPeers = {{{"open", "reads when told to"},
                                               {"closed", "has closed its end"},
                                               {"closed-unread", "has closed, a byte unread"},
                                               {"none", "nobody: not connected"}}};

/// A real client in place of the peer. What belongs to the peer goes with it.
void edit_serve(const LabState& state, TargetSpec& target, Intents& out) {
    ui::checkbox_field("client", "a real one");
    bool serving = target.serve.has_value();
    const ui::Hint real{"Waits on 127.0.0.1 for curl or a browser, and sends it the list as it stands.", "tcp(7)",
                        "", ""};
    if (ui::checkbox("target.serving", "a real one", serving, real)) {
        target.serve.reset();
        if (serving) {
            target.serve = 0;
            target.peer = "open";
            target.rcvbuf.reset();
            if (state.experiment().reader != ReaderSpec{}) out.push_back(SetReader{ReaderSpec{}, "the policy"});
        }
        out.push_back(SetTarget{target, "the client"});
    }
    if (!target.serve) return;
    const ui::Hint port{"The port on 127.0.0.1 that it listens on; 0: any free one.", "ip(7)", "", ""};
    if (ui::number_field("target.serve", "port", *target.serve, 65535, port))
        out.push_back(SetTarget{target, "the port"});
    ui::problem_at(state.problems, "target.serve");
}

void edit_peer(const LabState& state, TargetSpec& target, Intents& out) {
    const TargetKind* kind = target_kind(target.kind);
    if (kind->has_key("serve")) edit_serve(state, target, out);
    std::vector<ui::Choice> peers;
    for (const ui::Choice& one : kPeers) {
        const auto& allowed = kind->peers;
        if (std::find(allowed.begin(), allowed.end(), one.value) != allowed.end()) peers.push_back(one);
    }
    const ui::Hint peer{"Who is at the other end when the first call is made.", "unix(7)", "", ""};
    if (!serves(target) && ui::choice_field("target.peer", "peer", peers, target.peer, peer))
        out.push_back(SetTarget{target, "the peer"});
    ui::problem_at(state.problems, "target.peer");
    const ui::Hint size{"Asked of SO_SNDBUF; the kernel doubles it, and counts memory, not bytes. Empty: as it is.",
                        "socket(7)", "", ""};
    if (kind->has_key("sndbuf"))
        edit_optional(state, "sndbuf", "SO_SNDBUF", "usual", target, target.sndbuf, size, out);
    const ui::Hint other{"Asked of SO_RCVBUF at the peer's end. Empty: as it is.", "socket(7)", "", ""};
    if (kind->has_key("rcvbuf") && !serves(target))
        edit_optional(state, "rcvbuf", "SO_RCVBUF", "usual", target, target.rcvbuf, other, out);
    if (kind->has_key("timeout")) edit_timeout(state, target, out);
    const bool unix_socket = kind->has_key("content");
    if (unix_socket && (reads(state.experiment()) || target.content)) edit_content(state, target, out);
}

}  // namespace

void draw_target(const LabState& state, Intents& out) {
    ui::heading("Target", state.run.exists ? "for the next run" : "");
    TargetSpec target = state.experiment().target;
    edit_kind(state, target, out);
    if (target.kind == "pipe") edit_pipe(state, target, out);
    if (target.kind == "file") edit_file(state, target, out);
    if (target.kind == "memfd") edit_memfd(state, target, out);
    if (target.kind == "eventfd") edit_eventfd(state, target, out);
    if (const TargetKind* kind = target_kind(target.kind); kind && kind->has_key("peer"))
        edit_peer(state, target, out);
    edit_flags(state, target, out);
}

void draw_reader(const LabState& state, Intents& out) {
    const TargetKind* kind = target_kind(state.experiment().target.kind);
    if (!kind || !kind->reader) return;
    ReaderSpec reader = state.experiment().reader;
    TargetSpec target = state.experiment().target;
    const bool there = has_reader(target) && !(reads(state.experiment()) && reader.policy == ReaderPolicy::None);
    if (there) edit_policy(state, reader, out);
    if (there && reader.policy == ReaderPolicy::Steady) {
        const ui::Hint hint{"Milliseconds from one read to the next.", "", "", ""};
        if (ui::number_field("reader.every_ms", "every, ms", reader.every_ms, 60000, hint))
            out.push_back(SetReader{reader, "the pace"});
        ui::problem_at(state.problems, "reader.every_ms");
    }
    if (target.kind != "pipe" || (reads(state.experiment()) && target.reader_open))
        return;  // a socket's peer is above
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
