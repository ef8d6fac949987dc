#include "app/lab/lab_window.h"

#include "app/lab/actions.h"
#include "app/lab/call_text.h"
#include "app/lab/present_keys.h"
#include "app/panels/present.h"
#include "app/window/tab_order.h"

#include <filesystem>
#include <imgui.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace iovlab {

namespace {

LabHooks hooks_of(Backend& backend) {
    return {[&backend](std::function<void()> job) { backend.post(std::move(job)); },
            [&backend](double seconds) { backend.request_frame_in(seconds); }};
}

}  // namespace

LabWindow::LabWindow(Backend& backend) : backend_(backend), lab_(hooks_of(backend)) {
    lab_.themed(theme().name == ThemeName::Dark);
    dark_ = state().dark();
    lab_.zoomed(backend_.zoom());
    backend_.on_close_request = [this] { return lab_.ask_quit(); };
    backend_.on_drop = [this](const std::vector<std::string>& files) {
        if (!files.empty()) lab_.apply(OpenFile{files.front()});
    };
    if (const std::string problem = backend_.problem(); !problem.empty()) lab_.note(problem);
}

LabWindow::~LabWindow() {
    backend_.on_close_request = nullptr;
    backend_.on_drop = nullptr;
}

void LabWindow::draw() {
    lab_.refresh();
    keep_in_step();
    Intents asked = bench_.draw(state());
    Intents pressed = pressed_now();
    if (!pressed.empty() && ImGui::GetIO().WantTextInput) {
        // A field gives its value when it is left: leave it, and run (or save) what was typed.
        ImGui::SetWindowFocus(nullptr);
        postponed_ = std::move(pressed);
        pressed.clear();
        wait_ = 3;
    }
    follow_pointer(asked);
    carry_out(asked);
    carry_out(pressed);
    if (wait_ > 0 && --wait_ == 0) carry_out(std::exchange(postponed_, {}));
    if (wait_ > 0 || !bench_.settled()) backend_.request_frame(2);
}

/// A panel says in every frame which byte is pointed at. Only news is an intent, or nothing would ever rest.
void LabWindow::follow_pointer(Intents& asked) const {
    HoverByte now;
    std::erase_if(asked, [&](const Intent& intent) {
        const auto* hover = std::get_if<HoverByte>(&intent);
        if (hover) now = *hover;
        return hover != nullptr;
    });
    if (now.spot != state().lighting.hovered.spot) asked.push_back(now);
}

void LabWindow::carry_out(const Intents& intents) {
    for (const Intent& intent : intents) {
        if (const auto* zoom = std::get_if<Zoom>(&intent)) {
            if (state().shell.present) {
                lab_.apply(intent);
                continue;
            }
            const float now = backend_.zoom();
            backend_.set_zoom(zoom->steps == 0 ? 1.0F : zoom->steps > 0 ? next_zoom(now) : previous_zoom(now));
            lab_.zoomed(backend_.zoom());
        } else if (const auto* panel = std::get_if<NextPanel>(&intent)) {
            cx::request_panel(panel->back);
        } else if (const auto* picture = std::get_if<PictureTo>(&intent)) {
            export_picture(picture->path);
        } else if (std::holds_alternative<CopyStrace>(intent)) {
            ImGui::SetClipboardText(strace_text(state().run).c_str());
        } else if (const auto* words = std::get_if<CopyText>(&intent)) {
            ImGui::SetClipboardText(words->text.c_str());
        } else if (const auto* rows = std::get_if<CopyRows>(&intent)) {
            const Rows& chosen = state().look.chosen.now;
            if (chosen.rows.empty()) continue;
            ImGui::SetClipboardText(rows_toml(chosen, state().experiment()).c_str());
            if (rows->cut) lab_.apply(RemoveRows{true});
        } else if (const auto* paste = std::get_if<PasteRows>(&intent); paste && paste->text.empty()) {
            const char* text = ImGui::GetClipboardText();
            lab_.apply(PasteRows{text ? text : ""});
        } else if (const auto* copy = std::get_if<CopyProgram>(&intent)) {
            const std::string program = lab_.program_in(copy->language);
            if (!program.empty()) ImGui::SetClipboardText(program.c_str());
        } else {
            lab_.apply(intent);
        }
    }
    if (!intents.empty()) backend_.request_frame();
    if (state().quit) backend_.close();
}

/// What the keys ask of the window, once the panels have had their turn.
Intents LabWindow::pressed_now() {
    const bool popup = std::exchange(popup_, ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
    if (state().shell.present) return pressed_while_presenting(state());
    std::optional<Intent> leaves = on_top();
    if (leaves && !popup && take({.key = Key::Escape})) return {*leaves};
    return pressed_actions(state(), popup);
}

/// Escape folds away what lies on top, before it stops anything.
std::optional<Intent> LabWindow::on_top() const {
    if (state().unsaved) return AnswerUnsaved{Unsaved::Keep};
    if (state().chooser.mode != Chooser::Mode::Closed) return CloseChooser{};
    if (state().look.help) return ShowHelp{false};
    return std::nullopt;
}

/// Drawn between two frames, written by another thread.
void LabWindow::export_picture(const std::string& path) {
    constexpr int kTwice = 2;
    lab_.apply(CloseChooser{});
    backend_.take_picture(kTwice, [this, path](Picture taken) {
        auto picture = std::make_shared<Picture>(std::move(taken));
        lab_.write_picture(path, [path, picture]() -> std::string {
            std::error_code error;
            if (std::filesystem::exists(path, error)) return path + " is there already. Choose another name.";
            try {
                write_png_file(path, *picture);
            } catch (const std::runtime_error& why) {
                return why.what();
            }
            return {};
        });
    });
}

/// The projector's screen is measured by its height, and takes all of it.
void LabWindow::follow_present() {
    const bool presents = state().shell.present;
    if (presents != presents_) backend_.set_full_screen(presents);
    presents_ = presents;
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const float scale = presents ? present_scale(size.x, size.y, state().shell.settings.present_zoom) : 0;
    if (scale != scale_) backend_.set_fixed_scale(scale);  // only then: a picture has a scale of its own
    scale_ = scale;
}

void LabWindow::keep_in_step() {
    follow_present();
    if (dark_ != state().dark()) {
        dark_ = state().dark();
        backend_.set_theme(dark_ ? ThemeName::Dark : ThemeName::Light);
    }
    if (const auto size = backend_.chosen_size()) lab_.sized(size->first, size->second);
    const std::string title = (state().document.dirty() ? "• " : "") + state().document.name() + " — iovlab";
    if (title == title_) return;
    title_ = title;
    backend_.set_title(title);
}

}  // namespace iovlab
