// Sockets, counters, and what keeps nothing: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/panels/kernel.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <string>

namespace iovlab {

namespace {

const TargetSpec& target_of(const LabState& state) {
    return state.run.exists ? state.run.experiment.target : state.experiment().target;
}

std::uint64_t number(const std::optional<std::int64_t>& value) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value.value_or(0), 0));
}

/// A bar that is full where the memory is used up.
void draw_memory(std::uint64_t charged, std::uint64_t sndbuf) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = ui::px(24);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(at, {at.x + width, at.y + height}, theme().raised, ui::px(4));
    const double part = sndbuf == 0 ? 0 : std::min(1.0, static_cast<double>(charged) / static_cast<double>(sndbuf));
    const ImU32 color = charged >= sndbuf ? theme().short_write : theme().accent;
    if (part > 0) {
        draw.AddRectFilled(at, {at.x + width * static_cast<float>(part), at.y + height}, color, ui::px(4));
    }
    ImGui::Dummy({width, height});
    ui::registry().record_item("kernel.memory", grouped(charged) + " of " + grouped(sndbuf), true);
}

std::string nothing_words(const std::string& kind) {
    if (kind == "null") return "/dev/null takes everything and keeps nothing: it never looks at the bytes.";
    if (kind == "zero") return "/dev/zero takes everything and keeps nothing: it never looks at the bytes.";
    if (kind == "full") return "/dev/full is always full: every write of a byte or more is ENOSPC.";
    if (kind == "directory") return "A directory is open for reading alone: every write is EBADF.";
    if (kind == "closed") return "The descriptor is closed before the first call: every write is EBADF.";
    return "-1 is no descriptor: every write is EBADF.";
}

void draw_memory_of(const Step* step) {
    const std::uint64_t charged = step ? number(step->after.charged) : 0;
    const std::uint64_t sndbuf = step ? number(step->after.capacity) : 0;
    draw_memory(charged, sndbuf);
    const ui::FontScope font(Font::Small);
    const std::string charges = !step
                                    ? "What SO_SNDBUF allows, and how much of it waiting bytes use up."
                                    : grouped(charged) + " of " + grouped(sndbuf) +
                                          " B of memory are charged (SIOCOUTQ, SO_SNDBUF): every piece costs more "
                                          "than its bytes.";
    ui::wrapped_text(charges, theme().dim);
}

/// What a device took that keeps nothing, by the shown step.
void draw_taken(const LabState& state) {
    const CallStep* shown = state.run.shown_call();
    const std::uint64_t taken = shown ? state.run.taken_by(shown->n) : 0;
    const std::string words = grouped(taken) + " B taken";
    ui::right_align(ui::badge_width(words));
    ui::badge("kernel.taken", words, taken > 0 ? theme().accent : theme().raised,
              {"What the calls' results add up to. None of it is kept.", "null(4)", "", ""});
    draw_motion_into(state, "kernel.taken");
}

}  // namespace

void draw_socket(const LabState& state, Intents& out) {
    const TargetSpec& target = target_of(state);
    const Step* step = state.run.target_shown();
    ui::heading(target.kind == "pty" ? std::string("Kernel: terminal") : "Kernel: " + target.kind + " socket");
    const std::uint64_t queued = step ? number(step->after.queued) : 0;
    const std::string words = grouped(queued) + " B wait";
    ui::right_align(ui::badge_width(words));
    ui::badge("kernel.queued", words, queued > 0 ? theme().accent : theme().raised,
              {"Bytes that the peer has not read yet.", "unix(7)", "", ""});
    ui::gap(1);
    const bool reading = reads(state.run.exists ? state.run.experiment : state.experiment());
    reading ? draw_motion_into(state, "kernel.queued") : draw_stream_bar(state, queued, out);
    if (target.kind.starts_with("unix-")) draw_memory_of(step);
    ReaderLine line{.taken = step ? step->arrived : 0,
                    .open = step ? step->after.reader_open : target.peer == "open",
                    .ranges = {}};
    if (step && queued > 0) line.ranges.push_back({step->put - std::min(queued, step->put), step->put});
    if (!reading) return draw_reader_line(state, line, out);
    ui::dim_text("The caller is the reader: what the peer has sent waits for it.");
}

void draw_nothing_kept(const LabState& state) {
    const TargetSpec& target = target_of(state);
    const Step* step = state.run.target_shown();
    ui::heading("Kernel: " + target.kind);
    if (sink_kind(target.kind) != SinkKind::Counter) {
        if (target.kind == "null" || target.kind == "zero") draw_taken(state);
        ui::wrapped_text(nothing_words(target.kind), theme().dim);
        return;
    }
    const std::uint64_t value = step && step->after.value ? *step->after.value : target.value;
    const std::string words = "counter " + grouped(value);
    ui::right_align(ui::badge_width(words));
    ui::badge("kernel.value", words, step ? theme().accent : theme().raised,
              {"The eventfd's counter, as /proc/self/fdinfo tells it.", "eventfd(2), proc(5)", "", ""});
    draw_motion_into(state, "kernel.value");
    const std::string change =
        step ? "It stood at " + grouped(target.value) + " before the first call." : std::string();
    ui::wrapped_text("Each entry of 8 bytes is added to the counter. " + change, theme().dim);
}

}  // namespace iovlab
