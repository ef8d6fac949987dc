#include "app/panels/sink.h"

#include "app/lab/call_text.h"
#include "app/lab/past_sink.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "core/experiment/vocabulary.h"

#include <string>

namespace iovlab {

namespace {

ui::HexRun hex_run(const ColourRun& run) {
    ui::HexRun drawn{run.at, run.length, other_fill(), ui::HexKind::Before};
    switch (run.kind) {
        case ColourRun::Kind::Buffer:
            drawn.fill = buffer_fill(run.buffer);
            drawn.kind = ui::HexKind::Buffer;
            break;
        case ColourRun::Kind::Guard:
            drawn.kind = ui::HexKind::Guard;
            break;
        case ColourRun::Kind::Other:
            drawn.kind = ui::HexKind::Buffer;
            break;
        case ColourRun::Kind::Hole:
            drawn.kind = ui::HexKind::Hole;
            break;
        case ColourRun::Kind::Before:
            break;
    }
    return drawn;
}

/// Of what only grows all bytes have the colours that they will have, whatever step is looked at.
void bring_up_to_date(SinkColours& colours, const LabState& state) {
    const RunView& run = state.run;
    const Run::Sink& sink = sink_grows(run) ? run.sink : run.sink_shown();
    const bool same = colours.run == run.id && colours.theme == theme().name;
    if (same && colours.revision == sink.revision && colours.revision != 0) return;
    const bool grown = same && sink_grows(run) && colours.revision >= sink.rewritten && colours.size <= sink.size;
    if (!grown) colours = {.caret = colours.caret};
    colours.run = run.id;
    colours.revision = sink.revision;
    colours.theme = theme().name;
    for (const ColourRun& one : colour_runs(sink.provenance, state.run_derived, colours.size, sink.size))
        colours.runs.push_back(hex_run(one));
    colours.size = sink.size;
}

/// "header+12, from iov[0] in call 1".
std::string origin_words(const LabState& state, const ByteOrigin& origin) {
    switch (origin.source) {
        case Source::Preload:
            return "Put into the pipe before the run (preload, byte " + grouped(origin.offset) + ").";
        case Source::Content:
            return "In the file before the run (byte " + grouped(origin.offset) + ").";
        case Source::Hole:
            return "Never written: a hole, which reads as zeros.";
        case Source::Entry:
            break;
    }
    const std::string from =
        ", from iov[" + std::to_string(origin.entry) + "] in call " + grouped(origin.call) + ".";
    if (!origin.buffer) return "Read before a bad address" + from;
    const std::string& name = state.run.experiment.buffers[*origin.buffer].name;
    if (origin.guard) return "Past the end of " + name + ": iov_len lied" + from;
    return "`" + name + "+" + grouped(origin.offset) + "`" + from;
}

std::string empty_words(const LabState& state) {
    const std::string& kind = (state.run.exists ? state.run.experiment : state.experiment()).target.kind;
    if (sink_kind(kind) == SinkKind::Counter)
        return "An eventfd keeps a sum and no bytes: its counter is the sink.";
    if (kind == "null" || kind == "zero" || kind == "full")
        return "Nothing can ever be read back from /dev/" + kind + ".";
    if (!state.run.exists) return "What arrives will be here, byte by byte. Run first.";
    const Step* step = state.run.target_shown();
    const std::int64_t queued = step ? step->after.queued.value_or(0) : 0;
    std::string waiting;
    if (queued > 0 && sink_kind(kind) == SinkKind::Stream) {
        waiting = ": " + grouped(static_cast<std::uint64_t>(queued)) + " B wait in the " +
                  (kind == "pipe" ? "pipe" : "socket");
    }
    if (state.run.looking_back()) {
        return "Nothing had arrived by this step" + waiting +
               (waiting.empty() ? "." : " for somebody to read them.");
    }
    if (state.run.busy() && !waiting.empty()) return "Nothing has arrived yet" + waiting + ". Read takes them out.";
    if (state.run.busy()) return "Nothing has arrived yet.";
    return "Nothing arrived.";
}

}  // namespace

void draw_sink(const LabState& state, SinkColours& colours, float height, Intents& out) {
    const Run::Sink& sink = state.run.sink_shown();
    bring_up_to_date(colours, state);
    const bool back = state.run.looking_back();
    const bool handed = serves((state.run.exists ? state.run.experiment : state.experiment()).target);
    const char* remark = handed ? " B handed to the kernel for the client"
                         : back ? " B by this step"
                                : " B · each byte coloured by its buffer";
    const char* empty_remark = back ? "by this step" : "what arrived";
    ui::heading("Sink", sink.size > 0 ? grouped(sink.size) + remark : empty_remark);
    ui::HexData data;
    data.bytes = sink.bytes;
    data.size = sink.size;
    data.runs = colours.runs;
    data.lit = state.lighting.sink;
    data.caret = caret_in_sink(state);
    if (data.caret != colours.caret) data.show = colours.caret = data.caret;
    const std::string empty = empty_words(state);
    const ui::HexHover hover = ui::hex_view("sink.hex", data, {0, height}, empty);
    if (hover.touch.chosen)
        out.push_back(SelectBytes{ByteSpot{ByteSpot::In::Sink, 0, *hover.touch.chosen}, hover.touch.extend});
    if (!hover.at) return;
    const ByteOrigin origin = origin_of(sink.provenance, *hover.at, state.run_derived);
    const std::string words = "Byte " + grouped(*hover.at) + ". " + origin_words(state, origin);
    ui::hover_hint({words, "", "", ""});
    out.push_back(HoverByte{ByteSpot{ByteSpot::In::Sink, 0, *hover.at}});
    if (hover.twice && origin.source == Source::Entry) out.push_back(SelectCall{origin.call});
}

}  // namespace iovlab
