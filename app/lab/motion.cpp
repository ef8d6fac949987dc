#include "app/lab/motion.h"

#include "app/lab/state.h"

#include <algorithm>

namespace iovlab {

namespace {

constexpr std::size_t kMostPieces = 96;  // more cannot be followed with the eye

bool may_move(const LabState& state) {
    return !state.look.reduce_motion && state.look.screen == Screen::Bench && state.run.same_lists;
}

void add_step(const RunView& run, std::size_t step, std::vector<Piece>& pieces) {
    const auto* call = std::get_if<CallStep>(&run.steps[step].what);
    if (!call || call->taken == 0) return;
    std::uint64_t at = call->at;
    for (Piece piece : pieces_of(call->call.list, call->taken, *call)) {
        piece.at = at;
        at += piece.length;
        pieces.push_back(piece);
    }
}

void begin(LabState& state, std::vector<Piece> pieces, double now) {
    if (pieces.empty() || !may_move(state)) return;
    if (pieces.size() > kMostPieces) pieces.erase(pieces.begin(), pieces.end() - kMostPieces);
    state.motion.pieces = std::move(pieces);
    state.motion.began = now;
    state.motion.part = 0;
}

}  // namespace

void slide_news(LabState& state, double now) {
    Motion& motion = state.motion;
    const RunView& run = state.run;
    if (motion.run != run.id) motion.known_steps = 0;
    motion.run = run.id;
    const std::size_t from = std::min(motion.known_steps, run.steps.size());
    motion.known_steps = run.steps.size();
    if (from == run.steps.size() || run.looking_back() || motion.moving()) return;
    std::vector<Piece> pieces;
    // The newest first: of thousands of calls since the last frame nobody sees the others.
    for (std::size_t step = run.steps.size(); step > from && pieces.size() < kMostPieces; --step)
        add_step(run, step - 1, pieces);
    begin(state, std::move(pieces), now);
}

void slide_step(LabState& state, std::size_t step, double now) {
    if (step >= state.run.steps.size()) return;
    std::vector<Piece> pieces;
    add_step(state.run, step, pieces);
    begin(state, std::move(pieces), now);
}

bool slide_on(LabState& state, double now) {
    Motion& motion = state.motion;
    if (!motion.moving()) return false;
    motion.part = static_cast<float>(std::clamp((now - motion.began) / kSlideSeconds, 0.0, 1.0));
    if (motion.moving() && may_move(state)) return true;
    motion.part = 1;
    motion.pieces.clear();
    return false;
}

}  // namespace iovlab
