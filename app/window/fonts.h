#pragma once

#include <imgui.h>
#include <string>
#include <vector>

namespace iovlab {

/// The faces of the window. Sizes are those of docs/look.md, as a browser would count them, at 100 %.
enum class Font {
    Small,       ///< Inter 12.5: dim remarks
    Label,       ///< Inter 13.5: controls and panels; the default
    Strong,      ///< Inter SemiBold 13.5: headings of panels, the primary button
    Body,        ///< Inter 15: tabs, prose
    BodyStrong,  ///< Inter SemiBold 15
    Title,       ///< Inter SemiBold 21
    MonoSmall,   ///< JetBrains Mono 12.5: hex, bars, badges
    Mono,        ///< JetBrains Mono 13.5: calls, code, numbers to compare
    MonoLarge,   ///< JetBrains Mono 15
    Stage,       ///< JetBrains Mono 19: the call on the projector; ASCII and a few signs
    Figure,      ///< JetBrains Mono Bold 32: the result there; the same
    Count_
};

/// Fills ImGui's atlas for `zoom` (between frames only) and keeps the faces. Where the system has not got Inter or
/// JetBrains Mono, ImGui's own font stands in and problem() says what to install.
class Fonts {
public:
    /// `folders` are searched for the files; the default are the usual places of Linux systems.
    explicit Fonts(std::vector<std::string> folders = default_folders());

    void build(ImFontAtlas& atlas, float zoom);
    ImFont* face(Font font) const;
    /// ImGui's size in pixels (ascent + descent) of a face at the zoom last built.
    float size(Font font) const;
    /// Empty, or a sentence for people: which fonts are missing and how to get them.
    const std::string& problem() const { return problem_; }

    static std::vector<std::string> default_folders();

private:
    struct Loaded {
        ImFont* font = nullptr;
        float size = 0;
    };
    void find_files();
    void load(ImFontAtlas& atlas, Font font, float zoom);

    std::vector<std::string> folders_;
    std::vector<std::string> files_;  // by file index of fonts.cpp; empty where missing
    std::vector<Loaded> loaded_;
    std::string problem_;
};

/// The fonts in force (set by the backend that made them); null outside of a backend's life.
const Fonts* fonts();
void set_fonts(const Fonts* fonts);

namespace ui {
/// Draws with `font` for as long as it lives.
class FontScope {
public:
    explicit FontScope(Font font);
    ~FontScope();
    FontScope(const FontScope&) = delete;
    FontScope& operator=(const FontScope&) = delete;
};
}  // namespace ui
}  // namespace iovlab
