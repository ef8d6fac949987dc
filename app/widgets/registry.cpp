#include "app/widgets/registry.h"

#include "app/window/tab_order.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

namespace iovlab::ui {
namespace {

void append_line(std::string& out, const std::string& name, const Control& control) {
    std::string text = control.text;
    std::replace(text.begin(), text.end(), '\n', ' ');
    auto whole = [](float value) { return std::to_string(static_cast<int>(value)); };
    out += name + ' ' + whole(control.min.x) + ' ' + whole(control.min.y) + ' ' +
           whole(control.max.x - control.min.x) + ' ' + whole(control.max.y - control.min.y) + ' ' +
           (control.enabled ? "1 " : "0 ") + text + '\n';
}

}  // namespace

Registry& registry() {
    static Registry the_registry;
    return the_registry;
}

Control& Registry::entry(std::string_view name) {
    auto found = controls_.find(name);
    if (found == controls_.end()) found = controls_.try_emplace(std::string(name)).first;
    found->second.frame = frame_;
    return found->second;
}

void Registry::record(std::string_view name, const Control& control) {
    Control& kept = entry(name);
    kept = control;
    kept.frame = frame_;
}

void Registry::record_item(std::string_view name, std::string_view text, bool enabled, float text_width, bool on) {
    constexpr float kHalf = 0.5F;
    if (enabled) cx::join_tab_order();
    Control& control = entry(name);
    control.min = ImGui::GetItemRectMin();
    control.max = ImGui::GetItemRectMax();
    const ImDrawList& draw = *ImGui::GetWindowDrawList();
    control.clip_min = draw.GetClipRectMin();
    control.clip_max = draw.GetClipRectMax();
    control.hovered = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
    control.active = ImGui::IsItemActive();
    control.enabled = enabled;
    control.on = on;
    control.clipped = text_width > control.max.x - control.min.x + kHalf ||
                      control.max.x > control.clip_max.x + kHalf || control.min.x < control.clip_min.x - kHalf;
    control.text = text;
}

const Control* Registry::find(std::string_view name) const {
    const auto found = controls_.find(name);
    return found == controls_.end() ? nullptr : &found->second;
}

void Registry::begin_frame() {
    ++frame_;
}

void Registry::end_frame() {
    std::erase_if(controls_, [this](const auto& item) { return item.second.frame != frame_; });
    write_file();
}

void Registry::write_file() {
    const char* path = std::getenv("IOVLAB_CONTROLS");
    if (path == nullptr || *path == '\0') return;
    std::vector<const Controls::value_type*> sorted;
    for (const auto& item : controls_) sorted.push_back(&item);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    std::string list;
    for (const auto* item : sorted) append_line(list, item->first, item->second);
    if (list == written_) return;
    // Beside it and renamed, so that a script never reads half a list.
    const std::string beside = std::string(path) + ".new";
    std::FILE* file = std::fopen(beside.c_str(), "we");
    if (file == nullptr) return;
    std::fwrite(list.data(), 1, list.size(), file);
    std::fclose(file);
    if (std::rename(beside.c_str(), path) == 0) written_ = std::move(list);
}

}  // namespace iovlab::ui
