#include "app/panels/notices.h"

#include "app/lab/actions.h"
#include "app/lab/call_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "core/doctor/words.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

/// The one line of the first start; whatever else there is to say comes first.
bool shows_first(const LabState& state) {
    const bool other = state.unsaved || !state.notices.empty() || !state.shell.left_behind.empty() ||
                       state.look.help || state.chooser.mode != Chooser::Mode::Closed;
    return state.first_start && !other && state.look.screen == Screen::Bench;
}

/// What to press first, and next: the short write is what a newcomer is to see.
std::string first_words(const LabState& state) {
    const CallStep* call = state.run.busy() && !state.run.paused() ? nullptr : state.run.shown_call();
    if (call && call->taken > 0 && call->taken < call->asked) {
        return "That is a **short write**: of " + grouped(call->asked) + " bytes the pipe took " +
               grouped(call->taken) + ". Press **F10** to see what the loop does about the other " +
               grouped(call->asked - call->taken) + ", or change the list and run it again.";
    }
    return "This list asks for " + grouped(state.list().asked) + " bytes, and the pipe holds " +
           grouped(state.experiment().target.capacity) + ". Press **F5** and see what comes back.";
}

void draw_unsaved(const LabState& state, Intents& out) {
    if (!state.unsaved) return;
    ui::message("unsaved", ui::MessageKind::Warning,
                {state.own().name() + " has changes that are not saved.",
                 "They would be lost. What shall become of them?", ""});
    struct Answer {
        const char* name;
        const char* label;
        const char* tip;
        Unsaved answer;
        ui::ButtonKind kind;
    };
    static constexpr Answer kAnswers[] = {
        {"unsaved.save", "Save first", "Saves them, then goes on.", Unsaved::SaveFirst, ui::ButtonKind::Primary},
        {"unsaved.discard", "Discard the changes", "Goes on without them.", Unsaved::Discard,
         ui::ButtonKind::Danger},
        {"unsaved.keep", "Keep editing", "Leaves everything as it is.", Unsaved::Keep, ui::ButtonKind::Normal},
    };
    for (const Answer& one : kAnswers) {
        const ui::ButtonStyle style{one.kind, ui::Icon::None, 0};
        if (&one != &kAnswers[0]) ui::flow(ui::button_width(one.label, {}, style));
        if (ui::button(one.name, one.label, {one.tip, "", "", ""}, style)) out.push_back(AnswerUnsaved{one.answer});
    }
}

/// What an earlier window left behind unsaved.
void draw_left_work(const LabState& state, Intents& out) {
    if (state.shell.left_behind.empty()) return;
    const LeftBehind& work = state.shell.left_behind.front();
    const std::string name = Document(work.experiment, work.path).name();
    const std::string where =
        work.path.empty() ? "It was in no file yet." : "It belongs to " + work.path + ", which is as it was.";
    const std::string more =
        state.shell.left_behind.size() > 1
            ? " " + std::to_string(state.shell.left_behind.size() - 1) + " more will be asked about."
            : "";
    ui::message("left", ui::MessageKind::Warning,
                {"Unsaved changes of " + name + " were found.",
                 "A window ended before they were saved (" + work.when + "). " + where + more, ""});
    struct Answer {
        const char* name;
        const char* label;
        const char* tip;
        LeftWork answer;
        ui::ButtonKind kind;
    };
    static constexpr Answer kAnswers[] = {
        {"left.restore", "Bring them back", "Puts them on the bench, unsaved as they were. No file is touched.",
         LeftWork::Restore, ui::ButtonKind::Primary},
        {"left.discard", "Throw them away", "They cannot be had back.", LeftWork::Discard, ui::ButtonKind::Danger},
        {"left.later", "Later", "Asks again at the next start.", LeftWork::Later, ui::ButtonKind::Normal},
    };
    for (const Answer& one : kAnswers) {
        const ui::ButtonStyle style{one.kind, ui::Icon::None, 0};
        if (&one != &kAnswers[0]) ui::flow(ui::button_width(one.label, {}, style));
        if (ui::button(one.name, one.label, {one.tip, "", "", ""}, style))
            out.push_back(AnswerLeftWork{one.answer});
    }
}

/// What `iovlab doctor` says, below the keys.
void draw_machine(const LabState& state) {
    if (!state.facts && !state.examining) return;
    ui::gap(1);
    ui::heading("This machine", state.examining ? "being examined" : "");
    if (!state.facts) return;
    for (const MachineLine& line : machine_lines(*state.facts)) {
        std::string words = "**" + line.title + "**  " + line.value;
        if (line.missing()) words += ". " + line.means + (line.remedy.empty() ? "" : " " + line.remedy);
        ui::rich_text(words, line.missing() ? theme().error : theme().text);
        ui::registry().record_item("machine." + line.id, words, !line.missing());
    }
}

}  // namespace

bool has_news(const LabState& state) {
    return state.unsaved || !state.notices.empty() || !state.shell.left_behind.empty();
}

bool has_notices(const LabState& state) {
    return has_news(state) || shows_first(state);
}

void draw_news(const LabState& state, Intents& out) {
    draw_unsaved(state, out);
    draw_left_work(state, out);
    constexpr std::size_t kShown =
        3;  // more would push the bench off the screen; the others come when these are read
    for (std::size_t i = 0; i < std::min(state.notices.size(), kShown); ++i) {
        const Notice& notice = state.notices[i];
        const auto kind = notice.kind == Notice::Kind::Error ? ui::MessageKind::Error : ui::MessageKind::Note;
        if (ui::message("notice." + std::to_string(i), kind, {notice.heading, notice.text, ""}, true))
            out.push_back(Dismiss{i});
    }
    if (state.notices.size() > kShown) {
        const std::string more = std::to_string(state.notices.size() - kShown) + " more to read";
        ui::dim_text(more);
        ui::registry().record_item("notice.more", more, true);
    }
}

void draw_over_stage(const LabState& state, Intents& out) {
    const bool chooses = state.chooser.mode != Chooser::Mode::Closed;
    if (state.shell.blank || (!has_news(state) && !chooses)) return;
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    const float width = std::min(viewport->Size.x, ui::em(40));
    ImGui::SetNextWindowPos({viewport->Pos.x + std::floor((viewport->Size.x - width) / 2), viewport->Pos.y});
    ImGui::SetNextWindowSize({width, 0});
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize;
    ImGui::Begin("##over", nullptr, kFlags);
    draw_news(state, out);
    if (chooses) draw_chooser(state, out);
    ImGui::End();
}

void draw_notices(const LabState& state, Intents& out) {
    draw_news(state, out);
    if (!shows_first(state)) return;
    ui::message("first", ui::MessageKind::Note, {"", first_words(state), ""});
}

void draw_help(const LabState& state, Intents& out) {
    if (!state.look.help) return;
    ui::heading("Keys and words");
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::Cross, 0};
    ui::right_align(ui::button_width("Close", {"", "", "F1", ""}, quiet));
    if (ui::button("help.close", "Close", {"Folds the help away.", "", "F1", ""}, quiet))
        out.push_back(ShowHelp{false});
    const int columns = ImGui::GetContentRegionAvail().x > ui::em(60)   ? 3
                        : ImGui::GetContentRegionAvail().x > ui::em(38) ? 2
                                                                        : 1;
    if (ImGui::BeginTable("##keys", columns, ImGuiTableFlags_SizingStretchSame)) {
        for (const Action& one : actions()) {
            if (one.chord.key == Key::None) continue;
            ImGui::TableNextColumn();
            std::string keys = to_string(one.chord);
            if (one.also.key != Key::None) keys += ", " + to_string(one.also);
            ui::rich_text("`" + keys + "`  **" + std::string(one.title) + "**  " + one.tip, theme().text);
            ui::registry().record_item("help." + std::string(one.id), keys, true);
        }
        ImGui::EndTable();
    }
    ui::gap(1);
    ui::rich_text(
        "**Without a mouse**: `Tab` and `Shift+Tab` go from control to control, `Ctrl+Tab` from panel to panel, "
        "`Space` "
        "or `Enter` presses, `Esc` leaves. **Presenting**: `PgDn` or an arrow makes the next step, `PgUp` goes "
        "back, "
        "`Space` runs, `B` blanks, `Esc` leaves.",
        theme().text);
    ui::gap(1);
    ui::rich_text(
        "On the **cut** over the entries' bars: the arrow keys move it by a byte, with Shift by 16, with Ctrl to "
        "the "
        "next edge, Del takes it away. On a **fault**: Ctrl with an arrow moves it, Del removes it. On the slider: "
        "the arrow keys.",
        theme().text);
    ui::gap(1);
    ui::rich_text(
        "**buffer**: named bytes in memory. **entry**: one `iovec`, an address and a length. **short write**: the "
        "kernel took "
        "fewer bytes than asked. **sink**: what arrived. **belief**: what a loop thinks it has sent. Solid colours "
        "come from "
        "the kernel; what it did not say has a dashed outline.",
        theme().dim);
    draw_machine(state);
}

}  // namespace iovlab
