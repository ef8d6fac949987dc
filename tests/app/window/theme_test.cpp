#include "app/window/theme.h"

#include "tests/catch.h"

#include <cmath>
#include <vector>

using namespace iovlab;

namespace {
constexpr float kReadable = 4.5F;
const ImU32 kBlack = IM_COL32(0, 0, 0, 255);
const ImU32 kWhite = IM_COL32(255, 255, 255, 255);
}  // namespace

TEST_CASE("contrast is WCAG's", "[app][theme]") {
    CHECK(std::abs(contrast(kBlack, kWhite) - 21.0F) < 0.01F);
    CHECK(std::abs(contrast(kWhite, kWhite) - 1.0F) < 0.01F);
    // A known pair: #767676 is the lightest grey that may be written on white.
    CHECK(contrast(IM_COL32(0x76, 0x76, 0x76, 255), kWhite) >= kReadable);
    CHECK(contrast(IM_COL32(0x77, 0x77, 0x77, 255), kWhite) < kReadable);
}

TEST_CASE("text is read on every surface of both themes", "[app][theme]") {
    const ThemeName name = GENERATE(ThemeName::Dark, ThemeName::Light);
    set_theme(name);
    const Theme& t = theme();
    for (ImU32 surface : {t.background, t.panel, t.raised, t.hovered, t.pressed, t.selected}) {
        CAPTURE(surface);
        CHECK(contrast(t.text, surface) >= kReadable);
        CHECK(contrast(t.dim, surface) >= kReadable);
    }
    CHECK(contrast(t.accent, t.panel) >= kReadable);
    CHECK(contrast(t.accent, t.background) >= kReadable);
    set_theme(ThemeName::Dark);
}

TEST_CASE("labels on fills, and buffer colours as text, are read in both themes", "[app][theme]") {
    const ThemeName name = GENERATE(ThemeName::Dark, ThemeName::Light);
    set_theme(name);
    const Theme& t = theme();
    std::vector<ImU32> fills{t.primary, t.complete, t.short_write, t.error, t.signal, t.accent, other_fill().color};
    for (std::size_t i = 0; i < kBufferColors; ++i) fills.push_back(buffer_fill(i).color);
    for (ImU32 fill : fills) {
        CAPTURE(fill);
        CHECK(contrast(label_on(fill), fill) >= kReadable);
        CHECK(contrast(readable(fill, t.panel), t.panel) >= kReadable);
        CHECK(contrast(readable(fill, tint(fill, 0.1F)), tint(fill, 0.1F)) >= kReadable);
    }
    set_theme(ThemeName::Dark);
}

TEST_CASE("eight buffers have colours of their own, and the next eight a hatch", "[app][theme]") {
    for (std::size_t i = 0; i < kBufferColors; ++i) {
        CHECK_FALSE(buffer_fill(i).hatched);
        CHECK(buffer_fill(i + kBufferColors).hatched);
        CHECK(buffer_fill(i).color == buffer_fill(i + kBufferColors).color);
        for (std::size_t j = 0; j < i; ++j) CHECK(buffer_fill(i).color != buffer_fill(j).color);
    }
}

TEST_CASE("only what the kernel said is solid", "[app][theme]") {
    CHECK_FALSE(origin_style(Origin::Kernel).dashed);
    for (Origin origin : {Origin::Capped, Origin::Injected, Origin::Model}) {
        CHECK(origin_style(origin).dashed);
        CHECK(std::string_view(origin_style(origin).word) == to_string(origin));
    }
}

TEST_CASE("a style is made anew at each zoom", "[app][theme]") {
    ImGuiStyle once;
    apply_theme(once, 2.0F);
    ImGuiStyle often;
    for (float zoom : {1.0F, 3.0F, 0.8F, 2.0F}) apply_theme(often, zoom);
    CHECK(once.FramePadding.x == often.FramePadding.x);
    CHECK(once.ChildRounding == often.ChildRounding);
    CHECK(once.FramePadding.x == 24.0F);
}
