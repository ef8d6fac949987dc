#include "app/widgets/layout.h"

#include "app/window/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace iovlab::ui {
namespace {

constexpr float kBase = 15;  // docs/look.md: base text at 100 %
constexpr float kCell = 4;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

float g_zoom = 1;

std::string_view middle_cut(std::string_view text, std::size_t keep, std::string& into) {
    auto is_continuation = [&](std::size_t i) { return i < text.size() && (text[i] & '\xC0') == '\x80'; };
    std::size_t head = (keep + 1) / 2;
    std::size_t tail = text.size() - keep / 2;
    while (head > 0 && is_continuation(head)) --head;
    while (tail < text.size() && is_continuation(tail)) ++tail;
    into.assign(text.substr(0, head)).append(kEllipsis).append(text.substr(tail));
    return into;
}

}  // namespace

float em(float n) {
    return n * kBase * g_zoom;
}
float px(float n) {
    return std::round(n * g_zoom);
}
float grid(float n) {
    return std::round(n * kCell * g_zoom);
}
float line_width() {
    return std::max(1.0F, std::floor(g_zoom * 0.75F));
}
void set_zoom_in_force(float zoom) {
    g_zoom = zoom;
}

ImVec2 text_size(std::string_view text) {
    return ImGui::CalcTextSize(text.data(), text.data() + text.size());
}

std::string_view fit(std::string_view text, float width) {
    static std::array<std::string, 2> kept;
    static std::size_t next = 0;
    constexpr std::size_t kLongest = 512;  // no line of the window holds more
    if (text.size() <= kLongest && text_size(text).x <= width) return text;
    std::string& into = kept[next];
    next = (next + 1) % kept.size();
    std::size_t low = 0;
    std::size_t high = std::min(text.size(), kLongest);
    while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (text_size(middle_cut(text, middle, into)).x <= width) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return middle_cut(text, low, into);
}

void text(std::string_view text) {
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
}

void colored_text(std::string_view text, ImU32 color) {
    ImGui::PushStyleColor(ImGuiCol_Text, color);
    ui::text(text);
    ImGui::PopStyleColor();
}

void dim_text(std::string_view text) {
    colored_text(text, theme().dim);
}

bool right_align(float width) {
    ImGui::SameLine();
    const float room = ImGui::GetContentRegionAvail().x;
    const bool fits = room >= width;
    if (!fits) ImGui::NewLine();
    const float start = std::max(0.0F, ImGui::GetContentRegionAvail().x - width);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + start);
    return fits;
}

void flow(float width) {
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) ImGui::NewLine();
}

void resume_at(ImVec2 cursor) {
    ImGui::SetCursorScreenPos({cursor.x, cursor.y - ImGui::GetStyle().ItemSpacing.y});
    ImGui::Dummy({0, 0});
}

void gap(float n) {
    ImGui::Dummy({0, std::max(0.0F, grid(n) - ImGui::GetStyle().ItemSpacing.y)});
}

void separator() {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = ImGui::GetWindowPos().x;
    const float y = std::floor(at.y + grid(1));
    ImGui::GetWindowDrawList()->AddRectFilled({left, y}, {left + ImGui::GetWindowWidth(), y + line_width()},
                                              theme().line);
    ImGui::Dummy({0, grid(2) + line_width()});
}

}  // namespace iovlab::ui
