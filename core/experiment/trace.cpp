#include "core/experiment/trace.h"

#include <algorithm>

namespace iovlab {

const char* to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::Intact:
            return "intact";
        case Verdict::Incomplete:
            return "incomplete";
        case Verdict::Lost:
            return "lost";
        case Verdict::Duplicated:
            return "duplicated";
        case Verdict::Reordered:
            return "reordered";
        case Verdict::Corrupt:
            break;
    }
    return "corrupt";
}

const char* to_string(Status status) {
    switch (status) {
        case Status::Done:
            return "done";
        case Status::Error:
            return "error";
        case Status::Blocked:
            return "blocked";
        case Status::Killed:
            return "killed";
        case Status::Stopped:
            break;
    }
    return "stopped";
}

std::vector<Piece> pieces_of(const IovList& list, std::uint64_t n, const CallStep& call) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < list.size() && n > 0; ++i) {
        const Iov iov = list[i];
        const std::uint64_t length = std::min(iov.length, n);
        if (length == 0) continue;
        pieces.push_back({.length = length,
                          .source = Source::Entry,
                          .step = static_cast<std::uint32_t>(call.n),
                          .list = call.list,
                          .entry = iov.entry,
                          .offset = iov.skip});
        n -= length;
    }
    return pieces;
}

Sent sent_after(const Trace& trace, std::size_t steps) {
    Sent sent;
    for (std::size_t i = 0; i < std::min(steps, trace.size()); ++i) {
        const auto* call = std::get_if<CallStep>(&trace[i].what);
        if (!call) continue;
        if (sent.believed.size() <= call->list) sent.believed.resize(call->list + 1);
        sent.believed[call->list] = call->believed;
        std::uint64_t at = call->at;
        for (Piece piece : pieces_of(call->call.list, call->taken, *call)) {
            piece.at = at;
            at += piece.length;
            sent.pieces.push_back(piece);
        }
    }
    return sent;
}

}  // namespace iovlab
