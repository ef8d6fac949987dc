#include "app/panels/check.h"

#include "app/lab/call_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/icons.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/kernel/names.h"
#include "core/report/words.h"

#include <algorithm>
#include <string>

namespace iovlab {

namespace {

std::string status_words(const EndStep& end) {
    switch (end.status) {
        case Status::Done:
            return "The loop ended by itself after " + grouped(end.calls) + (end.calls == 1 ? " call." : " calls.");
        case Status::Error:
            if (const std::string words = gave_up_words(end.gave_up); !words.empty()) return words;
            return "The loop gave up with " + errno_name(end.error) + ".";
        case Status::Blocked:
            return end.ended_awake ? "The run ended before the last call came back."
                                   : "The last call was still asleep when the run ended.";
        case Status::Killed:
            return "The worker was killed by " + signal_name(end.signal) + ".";
        case Status::Stopped:
            break;
    }
    return "The run was stopped.";
}

void row(const char* name, bool good, bool open, const std::string& text) {
    const Theme& t = theme();
    const ImU32 color = good ? t.complete : open ? t.dim : t.error;
    ui::check_row(name,
                  good   ? ui::Icon::Check
                  : open ? ui::Icon::Ring
                         : ui::Icon::Cross,
                  readable(color, t.panel), text);
}

/// What going on cost the caller: a list is advanced in place, a Python slice is a new object each time.
std::string copied_words(const EndStep& end) {
    if (end.copied > 0) return "The caller copied " + grouped(end.copied) + " B to make its calls.";
    return end.calls > 1 ? "The caller copied no byte to go on." : "";
}

void draw_end(const LabState& state, const EndStep& end) {
    const bool incomplete = end.verdict == Verdict::Incomplete;
    row("check.verdict", end.judged && end.verdict == Verdict::Intact, incomplete || !end.judged,
        explain_verdict(end));
    const std::string delivered = grouped(end.delivered) + " of " + grouped(end.expected) +
                                  (end.reads ? " B were put into the buffers." : " B were taken by the kernel.");
    // All that the target had may be less than the list has room for.
    const bool enough = end.delivered == end.expected || (end.reads && end.verdict == Verdict::Intact);
    row("check.delivered", enough, incomplete, delivered);
    row("check.status", end.status == Status::Done, end.status == Status::Stopped || end.status == Status::Blocked,
        status_words(end));
    for (std::size_t i = 0; end.records && i < end.records->writers.size(); ++i) {
        const Records::OfWriter& one = end.records->writers[i];
        row(i == 0 ? "check.writer1" : "check.writer2", one.broken + one.gone == 0, false,
            record_words(one, i + 1));
    }
    if (end.records && end.records->overwritten > 0) {
        row("check.overwritten", false, false,
            grouped(end.records->overwritten) + " B that the kernel took are not there any more.");
    }
    if (end.served && !end.served->client.empty())
        row("check.client", !end.served->left, false, client_words(*end.served));
    const std::uint64_t believed = end.records ? end.delivered : state.run.believed_in_all();
    if (believed != end.delivered) {
        row("check.belief", false, false,
            std::string("The loop believes that it ") + (end.reads ? "read " : "sent ") + grouped(believed) +
                " B.");
    }
    if (const std::string words = copied_words(end); !words.empty())
        row("check.copied", end.copied == 0, true, words);
    if (end.cage && !end.cage->whole()) row("check.cage", false, true, cage_words(*end.cage));
    // The first wrong byte stands in the middle already, beside what else is damaged.
    if (end.note.empty() || !state.belief.wrong.empty()) return;
    const ui::FontScope font(Font::Small);
    ui::rich_text(as_sentence(end.note), theme().dim);
}

}  // namespace

void draw_check(const LabState& state) {
    const EndStep* end = state.run.end();
    const char* when = end ? "after the last call" : "";
    ui::heading("Check", when);
    if (end) {
        draw_end(state, *end);
        return;
    }
    if (!state.run.exists) {
        ui::wrapped_text(reads(state.experiment())
                             ? "When a run is over, what lies in the buffers is compared with the target, byte by "
                               "byte."
                             : "When a run is over, what arrived is compared with the list, "
                               "byte by byte.",
                         theme().dim);
        return;
    }
    if (!state.run.busy()) {
        ui::wrapped_text("The run did not get to its end, so there is nothing to compare.", theme().dim);
        return;
    }
    std::uint64_t asked = 0;
    for (const ListFacts& list : state.run_derived.lists) asked += std::min(list.asked, UINT64_MAX - asked);
    if (state.run_derived.second)  // check() keeps both together to 64 MiB
        asked = (asked + state.run_derived.second->asked) * state.run.experiment.second->times;
    std::uint64_t taken = 0;
    for (const RunView::Accepted& one : state.run.accepted) taken += one.bytes;
    row("check.delivered", false, true,
        grouped(asked - std::min(asked, taken)) +
            (reads(state.run.experiment) ? " B still to read" : " B still to send"));
}

}  // namespace iovlab
