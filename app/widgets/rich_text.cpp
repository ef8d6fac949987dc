#include "app/widgets/layout.h"
#include "app/widgets/markdown.h"
#include "app/window/fonts.h"
#include "app/window/theme.h"

#include <algorithm>
#include <cmath>
#include <imgui.h>

namespace iovlab::ui {
namespace {

/// From the top of a line to the letters' feet.
float feet(ImFont* font, float size) {
#if IMGUI_VERSION_NUM < 19200
    return font->Ascent * size / font->FontSize;
#else
    return font->GetFontBaked(size)->Ascent;
#endif
}

/// Sets words one after the other, and breaks lines between them.
class Setter {
public:
    Setter(ImVec2 start, float width, ImU32 color)
        : draw_(*ImGui::GetWindowDrawList()), start_(start), width_(width), color_(color), at_(start) {
        line_ = std::round(ImGui::GetFontSize() * kWrappedLine);
    }

    void ink(ImU32 color) { color_ = color; }

    void run(std::string_view text, bool strong, bool code) {
        use(strong, code);
        while (!text.empty()) {
            if (text.front() == '\n') {
                break_line();
                text.remove_prefix(1);
                continue;
            }
            const std::size_t spaces = std::min(text.find_first_not_of(' '), text.size());
            if (spaces > 0 && at_.x > start_.x) at_.x += static_cast<float>(spaces) * width_of(" ");
            text.remove_prefix(spaces);
            const std::string_view word = text.substr(0, text.find_first_of(" \n"));
            if (!word.empty()) set(word);
            text.remove_prefix(word.size());
        }
    }

    float height() const { return at_.y + line_ - start_.y; }

private:
    void use(bool strong, bool code) {
        const bool small = ImGui::GetFontSize() < fonts()->size(Font::Label);
        const bool large = ImGui::GetFontSize() >= fonts()->size(Font::Body);
        font_ = ImGui::GetFont();
        size_ = ImGui::GetFontSize();
        if (!strong && !code) return;
        Font face = Font::Strong;
        if (code) face = large ? Font::Mono : Font::MonoSmall;
        if (strong) face = large ? Font::BodyStrong : Font::Strong;
        font_ = fonts()->face(face);
        // The small size has no strong face of its own: the weight matters more than half a pixel.
        size_ = small && strong ? ImGui::GetFontSize() : fonts()->size(face);
    }

    float width_of(std::string_view text) const {
        return font_->CalcTextSizeA(size_, 1e9F, 0, text.data(), text.data() + text.size()).x;
    }

    void break_line() { at_ = {start_.x, at_.y + line_}; }

    void set(std::string_view word) {
        float width = width_of(word);
        if (at_.x > start_.x && at_.x + width > start_.x + width_) break_line();
        while (width > width_ && word.size() > 1) {  // a word longer than a line
            const char* rest = nullptr;
            font_->CalcTextSizeA(size_, width_, 0, word.data(), word.data() + word.size(), &rest);
            const auto fits = std::max<std::size_t>(1, static_cast<std::size_t>(rest - word.data()));
            draw(word.substr(0, fits));
            break_line();
            word.remove_prefix(std::min(fits, word.size()));
            width = width_of(word);
        }
        draw(word);
        at_.x += width;
    }

    void draw(std::string_view text) {
        // Faces of several sizes stand on one line.
        const float outer = ImGui::GetFontSize();
        const float top = at_.y + std::round((line_ - outer) / 2) +
                          std::round(feet(ImGui::GetFont(), outer) - feet(font_, size_));
        if (!ImGui::IsRectVisible({at_.x, at_.y}, {at_.x + width_, at_.y + line_})) return;
        draw_.AddText(font_, size_, {at_.x, top}, color_, text.data(), text.data() + text.size());
    }

    ImDrawList& draw_;
    ImVec2 start_;
    float width_;
    ImU32 color_;
    ImVec2 at_;
    float line_ = 0;
    ImFont* font_ = nullptr;
    float size_ = 0;
};

}  // namespace

float rich_text(std::string_view text, ImU32 color, float width) {
    if (width <= 0) width = ImGui::GetContentRegionAvail().x;
    width = std::max(width, ImGui::GetFontSize());
    Setter setter(ImGui::GetCursorScreenPos(), width, color);
    bool strong = false;
    bool code = false;
    while (!text.empty()) {
        if (text.front() == '`' || (!code && text.substr(0, 2) == "**")) {
            bool& which = text.front() == '`' ? code : strong;
            which = !which;
            text.remove_prefix(text.front() == '`' ? 1 : 2);
            continue;
        }
        std::size_t end = text.find('`');
        if (!code) end = std::min(end, text.find("**"));
        setter.run(text.substr(0, end), strong, code);
        text.remove_prefix(std::min(end, text.size()));
    }
    ImGui::Dummy({width, setter.height()});
    return setter.height();
}

float rich_spans(std::span<const MdSpan> spans, ImU32 color, float width) {
    if (width <= 0) width = ImGui::GetContentRegionAvail().x;
    width = std::max(width, ImGui::GetFontSize());
    Setter setter(ImGui::GetCursorScreenPos(), width, color);
    for (const MdSpan& span : spans) {
        setter.ink(span.link.empty() ? color : readable(theme().accent, theme().panel));
        // There is no slanted face: emphasis is the same weight.
        setter.run(span.text, span.strong || span.emphasis, span.code);
    }
    ImGui::Dummy({width, setter.height()});
    return setter.height();
}

void wrapped_text(std::string_view text, ImU32 color) {
    const float width = std::max(ImGui::GetContentRegionAvail().x, ImGui::GetFontSize());
    Setter setter(ImGui::GetCursorScreenPos(), width, color);
    setter.run(text, false, false);
    ImGui::Dummy({width, setter.height()});
}

}  // namespace iovlab::ui
