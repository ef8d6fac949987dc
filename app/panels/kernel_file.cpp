// A file as the kernel keeps it: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/lab/origin.h"
#include "app/panels/kernel.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/lit.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/experiment/two_writers.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace iovlab {

namespace {

/// Where in the file a read began: where preadv says, or where the position stood before it.
std::uint64_t read_from(const RunView& run, std::size_t step) {
    const auto& call = std::get<CallStep>(run.steps[step].what);
    if (call.call.op == Op::Preadv) return static_cast<std::uint64_t>(call.call.offset);
    return static_cast<std::uint64_t>(std::max<std::int64_t>(run.before(step).offset.value_or(0), 0));
}

/// Nothing tells where one call of two writers went.
bool place_unknown(const RunView& run) {
    return run.experiment.second && !own_positions(run.experiment);
}

/// Where in the file the bytes lie that calls have written or read by the shown step.
std::vector<Piece> places_of(const RunView& run) {
    if (!reads(run.experiment)) return run.sink_shown().provenance.pieces();
    Provenance places;
    for (const std::size_t step : run.calls) {
        const auto& call = std::get<CallStep>(run.steps[step].what);
        if (step > run.shown_index()) break;
        std::uint64_t at = read_from(run, step);
        for (Piece piece : pieces_of(call.call.list, call.taken, call)) {
            piece.at = at;
            places.overlay(piece);
            at = piece.end();
        }
    }
    return places.pieces();
}

/// Where the bytes of the call on show lie in the file.
std::uint64_t place_of(const RunView& run, const CallStep& call) {
    return reads(call.call.op) ? read_from(run, run.shown_call_index()) : call.at;
}

/// The file from its first byte to its last, in the colours of where they came from; holes stay empty.
void draw_bytes(const LabState& state, ImVec2 min, ImVec2 max, std::uint64_t size) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(min, max, theme().raised, ui::px(4));
    const auto x_of = [&](std::uint64_t at) {
        return min.x +
               static_cast<float>(static_cast<double>(at) / static_cast<double>(std::max<std::uint64_t>(size, 1))) *
                   (max.x - min.x);
    };
    float drawn = min.x;
    if (reads(state.run.experiment) && state.run.target_shown())  // what was there to be read
        ui::fill_rect(draw, min, max, other_fill(), ui::px(4));
    for (const Piece& piece : places_of(state.run)) {
        const float right = x_of(std::min(piece.end(), size));
        if (piece.source == Source::Hole || piece.at >= size || right < drawn + 0.5F)
            continue;  // thinner than a pixel
        const auto buffer =
            piece.source == Source::Entry ? state.run_derived.buffer_of(piece.list, piece.entry) : std::nullopt;
        const float left = std::max(x_of(piece.at), min.x);
        ui::fill_rect(draw, {left, min.y}, {right, max.y}, buffer ? buffer_fill(*buffer) : other_fill());
        drawn = right;
    }
    const CallStep* call = state.run.shown_call();
    const std::uint64_t began =
        call && call->taken > 0 && !place_unknown(state.run) ? place_of(state.run, *call) : size;
    if (began < size) {
        ui::lit_rect(draw, {x_of(began), min.y - ui::px(2)},
                     {x_of(std::min(began + call->taken, size)), max.y + ui::px(2)});
    }
    const Step* step = state.run.target_shown();
    if (!step || !step->after.offset) return;
    const float x =
        x_of(std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(*step->after.offset, 0)), size));
    const float half = ui::px(5);
    draw.AddTriangleFilled({x - half, max.y + ui::px(9)}, {x, max.y + ui::px(2)}, {x + half, max.y + ui::px(9)},
                           theme().text);
}

/// Lights up what is pointed at, and tells what the pointer is on.
void point_at_bytes(const LabState& state, ImVec2 min, ImVec2 max, std::uint64_t size, Intents& out) {
    if (size == 0) return;
    const float width = std::max(max.x - min.x, 1.0F);
    const auto x = [&](std::uint64_t at) {
        return min.x +
               static_cast<float>(static_cast<double>(std::min(at, size)) / static_cast<double>(size)) * width;
    };
    for (const ui::LitRange& lit : state.lighting.sink) {
        if (lit.begin >= size) break;
        const float left = std::min(std::floor(x(lit.begin)), max.x - 1);
        ui::draw_lit(*ImGui::GetWindowDrawList(), lit, {left, min.y}, {std::max(left + 1, x(lit.end)), max.y});
    }
    if (!ImGui::IsItemHovered() || ImGui::GetIO().MousePos.y > max.y) return;
    const double part = static_cast<double>((ImGui::GetIO().MousePos.x - min.x) / width);
    const auto at = static_cast<std::uint64_t>(std::clamp(part, 0.0, 1.0) * static_cast<double>(size));
    const ByteSpot spot{ByteSpot::In::Sink, 0, std::min(at, size - 1)};
    out.push_back(HoverByte{spot});
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) out.push_back(SelectBytes{spot, ImGui::GetIO().KeyShift});
}

std::string words(const LabState& state) {
    const Step* step = state.run.target_shown();
    if (!step) return reads(state.experiment()) ? "nothing was read yet" : "nothing was written yet";
    std::string text = grouped(static_cast<std::uint64_t>(step->after.size.value_or(0))) + " B";
    if (step->after.offset) text += ", position " + grouped(static_cast<std::uint64_t>(*step->after.offset));
    return text;
}

}  // namespace

void draw_file(const LabState& state, Intents& out) {
    const TargetSpec& target = state.run.exists ? state.run.experiment.target : state.experiment().target;
    ui::heading(target.kind == "memfd" ? std::string("Kernel: memory file")
                                       : "Kernel: file \"" + target.path + "\"");
    const std::string state_words = words(state);
    ui::right_align(ui::badge_width(state_words));
    ui::badge(
        "kernel.file", state_words, theme().raised,
        {"The file's size and the open file's position, as fstat and lseek say.", "stat(2), lseek(2)", "", ""});
    const Step* step = state.run.target_shown();
    const auto size = static_cast<std::uint64_t>(step ? step->after.size.value_or(0) : 0);
    ui::gap(1);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = ui::px(24);
    draw_bytes(state, at, {at.x + width, at.y + height}, size);
    ImGui::Dummy({width, height + ui::px(10)});
    draw_motion(state, {{0, size, at, {at.x + width, at.y + height}, false}});
    point_at_bytes(state, at, {at.x + width, at.y + height}, size, out);
    ui::registry().record_item("kernel.file_bytes", state_words, true);
    const CallStep* call = state.run.shown_call();
    const ui::FontScope font(Font::Small);
    if (call && call->taken > 0 && !place_unknown(state.run)) {
        const bool came = reads(call->call.op);
        const std::uint64_t from = place_of(state.run, *call);
        ui::dim_text("Call " + grouped(call->n) + (came ? " read bytes " : " wrote bytes ") + grouped(from) +
                     " to " + grouped(from + call->taken - 1) + "; the mark is the file's position.");
    } else {
        ui::dim_text("From its first byte to its last. The mark is the file's position.");
    }
}

}  // namespace iovlab
