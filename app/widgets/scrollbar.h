#pragma once

#include <imgui.h>

namespace iovlab::ui {

/// The width of the scrollbar that a column had in the frame before: what stands above or below it in the window
/// that is current now ends where its cards do.
class Scrollbar {
public:
    explicit Scrollbar(const char* column) : kept_(*ImGui::GetStateStorage()), id_(ImGui::GetID(column)) {}
    float width() const { return kept_.GetFloat(id_, 0); }
    /// Inside of that column.
    void look() { kept_.SetFloat(id_, ImGui::GetScrollMaxY() > 0 ? ImGui::GetStyle().ScrollbarSize : 0); }

private:
    ImGuiStorage& kept_;
    ImGuiID id_;
};

}  // namespace iovlab::ui
