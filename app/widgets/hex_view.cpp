#include "app/widgets/hex_view.h"

#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace iovlab::ui {
namespace {

constexpr std::size_t kMostShown = 32u << 20;  // at 8 a row: what an ImGui window scrolls over without stumbling

/// Where the columns lie, in cells of the fixed face.
struct Columns {
    float cell = 0, line = 0;
    int per_row = 8;
    int digits = 6;

    float hex_x(int i) const { return cell * (static_cast<float>(digits + i * 3) + 1.5F + middle(i)); }
    float text_x(int i) const {
        return cell * (static_cast<float>(digits + per_row * 3 + i) + 2.0F + middle(per_row - 1));
    }
    float width() const { return text_x(per_row); }

private:
    static float middle(int i) { return i >= 8 ? 0.5F : 0.0F; }  // eight and eight
};

/// The widest layout that fits: 16 a row with six digits of offset, and so on down to 8 with as few as will do.
Columns columns_for(float width, std::uint64_t size) {
    int needed = 4;
    for (std::uint64_t rest = size > 0 ? (size - 1) >> 16 : 0; rest > 0; rest >>= 4) ++needed;
    Columns columns;
    columns.cell = text_size("0").x;
    columns.line = std::round(ImGui::GetFontSize() * 1.12F);
    for (int per_row : {16, 8}) {
        for (int digits : {std::max(needed, 6), needed}) {
            columns.per_row = per_row;
            columns.digits = digits;
            if (columns.width() <= width) return columns;
        }
    }
    return columns;
}

/// The run with the byte at `at`, or null: a hole.
const HexRun* run_at(std::span<const HexRun> runs, std::uint64_t at) {
    auto after = std::upper_bound(runs.begin(), runs.end(), at,
                                  [](std::uint64_t value, const HexRun& run) { return value < run.at; });
    if (after == runs.begin()) return nullptr;
    const HexRun& run = *(after - 1);
    return at - run.at < run.length ? &run : nullptr;
}

class Painted {
public:
    Painted(const HexData& data, const Columns& columns)
        : data_(data), columns_(columns), draw_(*ImGui::GetWindowDrawList()) {}

    /// One row of bytes; runs of one source are drawn with one call.
    void row(std::uint64_t at, ImVec2 origin) {
        const std::uint64_t end = data_.first + data_.bytes.size();
        const auto count =
            static_cast<int>(std::min<std::uint64_t>(static_cast<std::uint64_t>(columns_.per_row), end - at));
        offset(at, origin);
        mark_chosen(at, count, origin);
        for (int i = 0; i < count;) {
            const HexRun* run = run_at(data_.runs, at + static_cast<std::uint64_t>(i));
            int next = i + 1;
            while (next < count && next != 8 && chosen(next) == chosen(i) &&
                   run_at(data_.runs, at + static_cast<std::uint64_t>(next)) == run)
                ++next;
            piece(at, i, next, run, origin);
            i = next;
        }
        const std::uint64_t row_end = at + static_cast<std::uint64_t>(count);
        for (const LitRange& range : lit_within(data_.lit, at, row_end)) {
            if (!range.chosen || range.copy)
                lit(range, static_cast<int>(std::max(range.begin, at) - at),
                    static_cast<int>(std::min(range.end, row_end) - at), origin);
        }
    }

private:
    void offset(std::uint64_t at, ImVec2 origin) {
        std::array<char, 24> text{};
        const int length =
            std::snprintf(text.data(), text.size(), "%0*llx", columns_.digits, static_cast<unsigned long long>(at));
        draw_.AddText(origin, faint(), text.data(), text.data() + length);
    }

    void piece(std::uint64_t at, int from, int to, const HexRun* run, ImVec2 origin) {
        constexpr const char* kDigits = "0123456789abcdef";
        std::array<char, 64> hex{};
        std::array<char, 64> text{};
        const bool hole = run == nullptr || run->kind == HexKind::Hole;
        std::size_t h = 0;
        std::size_t t = 0;
        for (int i = from; i < to; ++i) {
            const auto byte = std::to_integer<unsigned>(
                data_.bytes[static_cast<std::size_t>(at - data_.first) + static_cast<std::size_t>(i)]);
            hex[h++] = hole ? '.' : kDigits[byte >> 4];
            hex[h++] = hole ? '.' : kDigits[byte & 15U];
            hex[h++] = ' ';
            // Full stops stand for what prints nothing; a hole is left blank.
            text[t++] = hole ? ' ' : (byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.');
        }
        const ImU32 color = chosen(from) ? readable(color_of(run), theme().selected) : color_of(run);
        const ImVec2 hex_at{origin.x + columns_.hex_x(from), origin.y};
        const ImVec2 text_at{origin.x + columns_.text_x(from), origin.y};
        background(run, hex_at, static_cast<float>(h - 1));
        draw_.AddText(hex_at, color, hex.data(), hex.data() + h - 1);
        draw_.AddText(text_at, color, text.data(), text.data() + t);
    }

    /// Guard bytes are struck out; a hatched buffer is underlined.
    void background(const HexRun* run, ImVec2 at, float cells) {
        if (run == nullptr) return;
        const bool guard = run->kind == HexKind::Guard;
        if (!guard && !(run->kind == HexKind::Buffer && run->fill.hatched)) return;
        const float y = std::round(at.y + ImGui::GetFontSize() * (guard ? 0.55F : 0.95F));
        draw_.AddRectFilled({at.x, y}, {at.x + cells * columns_.cell, y + line_width()}, color_of(run));
    }

    bool chosen(int i) const { return (chosen_ >> i & 1U) != 0; }

    /// What is selected in this row stands on the colour of selected rows.
    void mark_chosen(std::uint64_t at, int count, ImVec2 origin) {
        chosen_ = 0;
        const std::uint64_t end = at + static_cast<std::uint64_t>(count);
        for (const LitRange& range : lit_within(data_.lit, at, end)) {
            if (!range.chosen || range.copy) continue;
            const auto from = static_cast<int>(std::max(range.begin, at) - at);
            const auto to = static_cast<int>(std::min(range.end, end) - at);
            for (int i = from; i < to; ++i) chosen_ |= 1U << i;
            fill(origin.x + columns_.hex_x(from), origin.x + columns_.hex_x(to - 1) + 2 * columns_.cell, origin.y);
            fill(origin.x + columns_.text_x(from), origin.x + columns_.text_x(to - 1) + columns_.cell, origin.y);
        }
    }
    void fill(float left, float right, float top) {
        const float room = columns_.cell / 4;
        draw_.AddRectFilled({left - room, top}, {right + room, top + columns_.line}, theme().selected);
        draw_.AddRectFilled({left - room, top + columns_.line - line_width()}, {right + room, top + columns_.line},
                            theme().accent);
    }

    /// Bytes from..to of a row. Neighbouring rows of a range touch, so that it reads as one.
    void lit(const LitRange& range, int from, int to, ImVec2 origin) {
        const float bottom = origin.y + columns_.line - line_width();
        draw_lit(draw_, range, {origin.x + columns_.hex_x(from), origin.y},
                 {origin.x + columns_.hex_x(to - 1) + 2 * columns_.cell, bottom});
        draw_lit(draw_, range, {origin.x + columns_.text_x(from), origin.y},
                 {origin.x + columns_.text_x(to - 1) + columns_.cell, bottom});
    }

    static ImU32 faint() { return readable(mix(theme().dim, theme().panel, 0.25F), theme().panel); }

    ImU32 color_of(const HexRun* run) {
        if (run == cached_run_ && cached_ != 0) return cached_;
        cached_run_ = run;
        cached_ = faint();
        if (run != nullptr && run->kind == HexKind::Guard) cached_ = readable(theme().error, theme().panel);
        if (run != nullptr && run->kind == HexKind::Before) cached_ = theme().dim;
        if (run != nullptr && run->kind == HexKind::Buffer) cached_ = readable(run->fill.color, theme().panel);
        return cached_;
    }

    const HexData& data_;
    const Columns& columns_;
    ImDrawList& draw_;
    const HexRun* cached_run_ = nullptr;
    ImU32 cached_ = 0;
    std::uint32_t chosen_ = 0;  // of the row being painted, a bit a byte
};

/// The byte under the pointer, in either column.
std::optional<std::uint64_t> byte_under(const Columns& columns, ImVec2 origin, const HexData& data) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const float y = pointer.y - origin.y;
    if (y < 0) return std::nullopt;
    const auto row = static_cast<std::uint64_t>(y / columns.line);
    for (int i = 0; i < columns.per_row; ++i) {
        const float hex = origin.x + columns.hex_x(i);
        const float text = origin.x + columns.text_x(i);
        const bool in_hex = pointer.x >= hex - columns.cell / 2 && pointer.x < hex + columns.cell * 2.5F;
        const bool in_text = pointer.x >= text && pointer.x < text + columns.cell;
        if (!in_hex && !in_text) continue;
        const std::uint64_t at = row * static_cast<std::uint64_t>(columns.per_row) + static_cast<std::uint64_t>(i);
        if (at < data.bytes.size()) return data.first + at;
    }
    return std::nullopt;
}

void scroll_to(const HexData& data, const Columns& columns) {
    if (!data.show || *data.show < data.first || *data.show - data.first >= data.bytes.size()) return;
    const std::uint64_t row = (*data.show - data.first) / static_cast<std::uint64_t>(columns.per_row);
    const float y = static_cast<float>(row) * columns.line;
    const float top = ImGui::GetScrollY();
    const float height = ImGui::GetWindowHeight();
    if (y < top || y + columns.line > top + height) ImGui::SetScrollY(std::max(0.0F, y - height / 2));
}

void draw_rows(const HexData& data, const Columns& columns) {
    const auto per_row = static_cast<std::uint64_t>(columns.per_row);
    const std::uint64_t rows = (data.bytes.size() + per_row - 1) / per_row;
    Painted painted(data, columns);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(rows), columns.line);
    while (clipper.Step()) {
        const ImVec2 origin = ImGui::GetCursorScreenPos();
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
            const float y = origin.y + static_cast<float>(row - clipper.DisplayStart) * columns.line;
            painted.row(data.first + static_cast<std::uint64_t>(row) * per_row, {origin.x, std::floor(y)});
        }
        ImGui::Dummy(
            {columns.width(), static_cast<float>(clipper.DisplayEnd - clipper.DisplayStart) * columns.line});
    }
    clipper.End();
}

/// The byte that the pointer is nearest to: where a drag has come to.
std::optional<std::uint64_t> byte_near(const Columns& columns, ImVec2 origin, const HexData& data) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const auto per_row = static_cast<std::uint64_t>(columns.per_row);
    const std::uint64_t rows = (data.bytes.size() + per_row - 1) / per_row;
    const float y = std::max(0.0F, (pointer.y - origin.y) / columns.line);
    const std::uint64_t row = std::min<std::uint64_t>(rows - 1, static_cast<std::uint64_t>(y));
    const bool in_text = pointer.x >= origin.x + columns.text_x(0) - columns.cell / 2;
    int i = 0;
    while (i + 1 < columns.per_row &&
           pointer.x >= origin.x + (in_text ? columns.text_x(i + 1) : columns.hex_x(i + 1) - columns.cell / 2))
        ++i;
    const std::uint64_t at = row * per_row + static_cast<std::uint64_t>(i);
    return data.first + std::min<std::uint64_t>(at, data.bytes.size() - 1);
}

/// An item over all that is in sight: it takes the mouse and the keyboard.
void touch_bytes(const HexData& data, const Columns& columns, ImVec2 origin, HexHover& hover) {
    const ImVec2 keep = ImGui::GetCursorScreenPos();
    const ImVec2 min = ImGui::GetWindowPos();
    const ImVec2 size{std::max(1.0F, ImGui::GetContentRegionAvail().x), std::max(1.0F, ImGui::GetWindowHeight())};
    ImGui::SetCursorScreenPos(min);
    cx::tab_stop("##bytes", size);
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) hover.at = byte_under(columns, origin, data);
    hover.twice = hover.at && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    const bool dragged = ImGui::IsItemActive() && !ImGui::IsItemActivated();
    hover.touch = touch_by_mouse(dragged ? byte_near(columns, origin, data) : hover.at, data.caret);
    if (dragged) {  // beyond the edges it goes on
        const float beyond = ImGui::GetIO().MousePos.y;
        if (beyond < min.y) ImGui::SetScrollY(std::max(0.0F, ImGui::GetScrollY() - columns.line));
        if (beyond > min.y + size.y)
            ImGui::SetScrollY(std::min(ImGui::GetScrollMaxY(), ImGui::GetScrollY() + columns.line));
    }
    if (ImGui::IsItemFocused() && !hover.touch.chosen) {
        const auto per_row = static_cast<std::uint64_t>(columns.per_row);
        const auto rows = static_cast<std::uint64_t>(std::max(1.0F, size.y / columns.line));
        std::optional<std::uint64_t> caret;
        if (data.caret && *data.caret >= data.first) caret = *data.caret - data.first;
        hover.touch = touch_by_keys(caret, data.bytes.size(), per_row, per_row * rows);
        if (hover.touch.chosen) *hover.touch.chosen += data.first;
    }
    if (cx::nav_highlights_last_item())
        cx::add_rect(*ImGui::GetWindowDrawList(), min, {min.x + size.x, min.y + size.y}, theme().accent, px(4),
                     line_width());
    ImGui::SetCursorScreenPos(keep);
}

void say_what_is_missing(const HexData& data) {
    const std::uint64_t shown = data.first + data.bytes.size();
    if (data.size <= shown && data.first == 0) return;
    const FontScope font(Font::Small);
    const std::string what = data.first > 0 ? "bytes " + grouped(static_cast<std::int64_t>(data.first)) + " to " +
                                                  grouped(static_cast<std::int64_t>(shown))
                                            : "the first " + bytes_text(shown);
    dim_text("Shown: " + what + " of " + bytes_text(data.size) + ".");
}

}  // namespace

HexHover hex_view(std::string_view name, const HexData& all, ImVec2 size, std::string_view empty) {
    HexHover hover;
    HexData data = all;
    data.bytes = data.bytes.first(std::min(data.bytes.size(), kMostShown));
    if (data.bytes.empty()) {
        wrapped_text(empty, theme().dim);
        registry().record_item(name, empty, true);
        return hover;
    }
    const bool partial = data.size > data.first + data.bytes.size() || data.first > 0;
    const float remark = fonts()->size(Font::Small) + ImGui::GetStyle().ItemSpacing.y;
    if (size.y <= 0) size.y = std::max(em(3), ImGui::GetContentRegionAvail().y - (partial ? remark : 0));
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0.0F);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, 0U);
    if (cx::begin_part("##hex", size)) {
        const FontScope font(Font::MonoSmall);
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
        const Columns columns = columns_for(ImGui::GetContentRegionAvail().x, data.size);
        const ImVec2 origin = ImGui::GetCursorScreenPos();
        scroll_to(data, columns);
        draw_rows(data, columns);
        touch_bytes(data, columns, origin, hover);
        ImGui::PopStyleVar();
    }
    ImGui::EndChild();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopID();
    registry().record_item(name, bytes_text(data.size), true);
    say_what_is_missing(data);
    return hover;
}

}  // namespace iovlab::ui
