// A real client at the other end of a socket: declared in panels/kernel.h.
#include "app/lab/call_text.h"
#include "app/panels/kernel.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/report/words.h"

#include <algorithm>
#include <string>

namespace iovlab {

namespace {

/// The last thing that happened with the client by the shown step; null before it was waited for.
const ServeStep* last_seen(const RunView& run, ServeStep::What what) {
    const std::size_t end = run.looking_back() ? *run.selected + 1 : run.steps.size();
    for (std::size_t i = end; i-- > 0;) {
        const auto* serve = std::get_if<ServeStep>(&run.steps[i].what);
        if (serve && serve->what == what) return serve;
    }
    return nullptr;
}

/// Something to be typed elsewhere, and a button that copies it.
void draw_to_copy(const char* name, const std::string& text, Font font, Intents& out) {
    const ui::Hint hint{"Copies this to the clipboard.", "", "", ""};
    const ui::ButtonStyle style{ui::ButtonKind::Normal, ui::Icon::None, 0};
    ImGui::AlignTextToFramePadding();
    {
        const ui::FontScope scope(font);
        ui::text(text);
    }
    ui::registry().record_item(std::string(name) + ".text", text, true);
    ui::flow(ui::button_width("Copy", hint, style));
    if (ui::button(name, "Copy", hint, style)) out.push_back(CopyText{text});
}

void draw_waiting(const LabState& state, const ServeStep& listening, Intents& out) {
    ui::dim_text("Waiting for a client. Only this machine can reach it:");
    draw_to_copy("serve.copy", listening.address, Font::Title, out);
    ui::dim_text("Type in a terminal, or open the address in a browser:");
    draw_to_copy("serve.copy_curl", "curl -v " + listening.address, Font::Mono, out);
    const ui::ButtonStyle danger{ui::ButtonKind::Danger, ui::Icon::Stop, 0};
    const ui::Hint stop{"Waits no longer: the run ends and no call is made.", "", "",
                        state.run.stopping ? "It is being stopped." : ""};
    if (ui::button("serve.stop", "Stop waiting", stop, danger)) out.push_back(StopRun{});
}

}  // namespace

void draw_served(const LabState& state, Intents& out) {
    const RunView& run = state.run;
    const Step* step = run.target_shown();
    ui::heading("Kernel: tcp socket, a real client");
    const auto unread =
        static_cast<std::uint64_t>(step ? std::max<std::int64_t>(step->after.queued.value_or(0), 0) : 0);
    const std::string words = grouped(unread) + " B not acknowledged";
    ui::right_align(ui::badge_width(words));
    ui::badge("kernel.queued", words, unread > 0 ? theme().accent : theme().raised,
              {"Bytes that the kernel took and that the client's kernel has not acknowledged yet (SIOCOUTQ).",
               "tcp(7)", "", ""});
    draw_motion_into(state, "kernel.queued");
    ui::gap(1);
    const ServeStep* listening = last_seen(run, ServeStep::What::Listening);
    const ServeStep* came = last_seen(run, ServeStep::What::Came);
    if (!run.exists) {
        ui::wrapped_text(
            "When it runs, it waits on 127.0.0.1 for a real client, such as curl or a browser, and tells "
            "the address here. The client gets the list as it stands.",
            theme().dim);
        return;
    }
    if (listening && !came && run.state == Run::State::Waiting) return draw_waiting(state, *listening, out);
    if (came) ui::wrapped_text(serve_words(*came), theme().text);
    if (came) ui::registry().record_item("serve.client", serve_words(*came), true);
    for (const auto what : {ServeStep::What::Closed, ServeStep::What::Left}) {
        if (const ServeStep* news = last_seen(run, what)) {
            const bool left = what == ServeStep::What::Left;
            ui::wrapped_text(serve_words(*news), left ? readable(theme().error, theme().panel) : theme().dim);
            ui::registry().record_item(left ? "serve.left" : "serve.closed", serve_words(*news), true);
        }
    }
    const EndStep* end = run.looking_back() ? nullptr : run.end();
    if (end && end->served) ui::wrapped_text(client_words(*end->served), theme().dim);
    if (end && !came) ui::wrapped_text("Nobody came.", theme().dim);
}

}  // namespace iovlab
