#include "tests/app/window/driver.h"

#include "app/window/imgui_compat.h"
#include "app/window/imgui_headless.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <thread>

namespace iovlab {
namespace {

/// What ImGui itself wants of a key: it knows fewer than a shortcut may name.
ImGuiKey imgui_key(Key key) {
    switch (key) {
        case Key::A:
            return ImGuiKey_A;
        case Key::C:
            return ImGuiKey_C;
        case Key::V:
            return ImGuiKey_V;
        case Key::X:
            return ImGuiKey_X;
        case Key::Y:
            return ImGuiKey_Y;
        case Key::Z:
            return ImGuiKey_Z;
        case Key::Space:
            return ImGuiKey_Space;
        case Key::Enter:
            return ImGuiKey_Enter;
        case Key::Escape:
            return ImGuiKey_Escape;
        case Key::Tab:
            return ImGuiKey_Tab;
        case Key::Backspace:
            return ImGuiKey_Backspace;
        case Key::Delete:
            return ImGuiKey_Delete;
        case Key::Left:
            return ImGuiKey_LeftArrow;
        case Key::Right:
            return ImGuiKey_RightArrow;
        case Key::Up:
            return ImGuiKey_UpArrow;
        case Key::Down:
            return ImGuiKey_DownArrow;
        case Key::Home:
            return ImGuiKey_Home;
        case Key::End:
            return ImGuiKey_End;
        case Key::PageUp:
            return ImGuiKey_PageUp;
        case Key::PageDown:
            return ImGuiKey_PageDown;
        default:
            return ImGuiKey_COUNT;
    }
}

WindowOptions without_blinking(WindowOptions options) {
    options.animate_caret = false;
    return options;
}

}  // namespace

Driver::Driver(Backend::Draw draw, WindowOptions options)
    : draw_(std::move(draw)), backend_(make_null_backend(without_blinking(std::move(options)))) {
    frames(3);
}

Driver::~Driver() = default;

void Driver::frames(int n) {
    for (int i = 0; i < n; ++i) backend_->frame(draw_);
}

void Driver::until(const std::function<bool()>& done, int limit) {
    for (int i = 0; i < limit; ++i) {
        frames(1);
        if (done()) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    throw std::runtime_error("what was waited for did not happen in " + std::to_string(limit) + " frames");
}

void Driver::move(ImVec2 to) {
    cx::mouse_position(ImGui::GetIO(), to.x, to.y);
    frames(2);
}

void Driver::press(bool down) {
    cx::mouse_button(ImGui::GetIO(), 0, down);
    frames(2);
}

void Driver::hover(std::string_view name) {
    const ImVec2 at = control(name).centre();
    hover_at(at.x, at.y);
}

void Driver::hover_at(float x, float y) {
    constexpr int kUntilTooltip = 30;  // half a second
    move({x, y});
    frames(kUntilTooltip);
}

void Driver::click(std::string_view name) {
    constexpr int kLongerThanDoubleClick = 30;
    frames(kLongerThanDoubleClick);  // so that two clicks in a row stay two
    move(control(name).centre());
    press(true);
    press(false);
    frames(1);
}

void Driver::double_click(std::string_view name) {
    click(name);
    press(true);
    press(false);
    frames(1);
}

void Driver::drag(std::string_view from, std::string_view to) {
    drag(control(from).centre(), control(to).centre());
}

void Driver::drag(ImVec2 from, ImVec2 to) {
    constexpr int kSteps = 8;
    move(from);
    press(true);
    for (int i = 1; i <= kSteps; ++i) {
        const float part = static_cast<float>(i) / kSteps;
        move({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
    }
    press(false);
    frames(1);
}

void Driver::wheel(std::string_view name, float lines) {
    move(control(name).centre());
    cx::mouse_wheel(ImGui::GetIO(), lines);
    frames(3);
}

void Driver::type(std::string_view text) {
    ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
    // The current ImGui lets characters trickle in, one a frame at worst.
    do frames(2);
    while (cx::input_pending());
}

void Driver::key(Chord chord) {
    ImGuiIO& io = ImGui::GetIO();
    const ImGuiKey key = imgui_key(chord.key);
    feed_press(chord, false);
    cx::modifiers(io, chord.ctrl, chord.shift, chord.alt);
    if (key != ImGuiKey_COUNT) cx::key(io, key, true);
    frames(2);
    if (key != ImGuiKey_COUNT) cx::key(io, key, false);
    cx::modifiers(io, false, false, false);
    frames(2);
}

void Driver::enter(std::string_view name, std::string_view text) {
    click(name);
    key({.key = Key::A, .ctrl = true});
    key({.key = Key::Delete});
    type(text);
    key({.key = Key::Enter});
}

bool Driver::has(std::string_view name) const {
    return ui::registry().find(name) != nullptr;
}

const ui::Control& Driver::control(std::string_view name) const {
    const ui::Control* found = ui::registry().find(name);
    if (found != nullptr) return *found;
    std::vector<std::string> known;
    for (const auto& item : ui::registry().all()) known.push_back(item.first);
    std::sort(known.begin(), known.end());
    std::string names;
    for (const std::string& other : known) names += "\n  " + other;
    throw std::runtime_error("no control \"" + std::string(name) + "\" is on the screen; there are:" + names);
}

std::string Driver::text_of(std::string_view name) const {
    return control(name).text;
}

std::vector<std::string> Driver::clipped() const {
    std::vector<std::string> names;
    for (const auto& [name, control] : ui::registry().all())
        if (control.clipped) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

Backend::Draw whole_window(Backend::Draw draw) {
    return [draw = std::move(draw)] {
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("whole", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
        draw();
        ImGui::End();
    };
}

}  // namespace iovlab
