#include "app/window/fonts.h"

#include "app/window/imgui_compat.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <imgui_freetype.h>
#include <memory>

namespace iovlab {
namespace {

enum FileIndex : std::size_t { kInter, kInterSemiBold, kMonoFile, kMonoBold, kFiles };

struct FontFile {
    const char* path;  // below a font folder
    const char* package;
    float em;  // (ascent + descent) / em of the family: ImGui's pixel size is the former, a browser's the latter
};
constexpr std::array<FontFile, kFiles> kFontFiles{{
    {"opentype/inter/Inter-Regular.otf", "fonts-inter", 1.21F},
    {"opentype/inter/Inter-SemiBold.otf", "fonts-inter", 1.21F},
    {"truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono", 1.32F},
    {"truetype/jetbrains-mono/JetBrainsMono-Bold.ttf", "fonts-jetbrains-mono", 1.32F},
}};
// Other distributions put the same files flat into a folder of the family.
constexpr std::array<const char*, 6> kLayouts{"",       "opentype/inter/", "truetype/jetbrains-mono/",
                                              "inter/", "jetbrains-mono/", "TTF/"};

struct Face {
    FileIndex file;
    float pixels;  // as a browser counts them, at 100 %
};
constexpr std::array<Face, static_cast<std::size_t>(Font::Count_)> kFaces{{
    {kInter, 12.5F},
    {kInter, 13.5F},
    {kInterSemiBold, 13.5F},
    {kInter, 15.0F},
    {kInterSemiBold, 15.0F},
    {kInterSemiBold, 21.0F},
    {kMonoFile, 12.5F},
    {kMonoFile, 13.5F},
    {kMonoFile, 15.0F},
    {kMonoFile, 19.0F},
    {kMonoBold, 32.0F},
}};

// Latin-1, and the signs that either family has. Each borrows from the other what it lacks.
constexpr std::array<ImWchar, 43> kRanges{0x20,   0xFF,   0x2013, 0x2014, 0x2018, 0x201D, 0x2022, 0x2022, 0x2026,
                                          0x2026, 0x2190, 0x2194, 0x21B5, 0x21B5, 0x21BA, 0x21BB, 0x2212, 0x2212,
                                          0x221E, 0x221E, 0x2248, 0x2248, 0x2260, 0x2260, 0x2264, 0x2265, 0x23CE,
                                          0x23CE, 0x2420, 0x2423, 0x25A0, 0x25A1, 0x25B2, 0x25C2, 0x25CB, 0x25CF,
                                          0x26A0, 0x26A0, 0x2713, 0x2717, 0xFFFD, 0xFFFD, 0};
constexpr std::array<ImWchar, 13> kFromMono{0x2420, 0x2420, 0x25B4, 0x25B4, 0x25B8, 0x25B8, 0x25BE,
                                            0x25BE, 0x25C2, 0x25C2, 0x2715, 0x2715, 0};
constexpr std::array<ImWchar, 13> kFromInter{0x21B5, 0x21B5, 0x21BA, 0x21BB, 0x23CE, 0x23CE, 0x2423,
                                             0x2423, 0x25CB, 0x25CB, 0x2009, 0x2009, 0};

// Large letters cost the atlas much, and few are written.
constexpr std::array<ImWchar, 11> kFew{0x20, 0x7E, 0xD7, 0xD7, 0x2013, 0x2013, 0x2026, 0x2026, 0x2212, 0x2212, 0};

const Fonts* g_fonts = nullptr;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// A file that is there and begins like a font: Debian's ImGui aborts on any other.
bool is_font(const std::string& path) {
    std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
    std::array<char, 4> magic{};
    if (!file || std::fread(magic.data(), 1, magic.size(), file.get()) != magic.size()) return false;
    return std::memcmp(magic.data(), "OTTO", 4) == 0 || std::memcmp(magic.data(), "\0\1\0\0", 4) == 0;
}

std::string find_file(const std::vector<std::string>& folders, const char* path) {
    const char* slash = std::strrchr(path, '/');
    const std::string name = slash + 1;
    for (const std::string& folder : folders) {
        for (const char* layout : kLayouts) {
            std::string tried = folder;
            tried.append("/").append(layout).append(name);
            if (is_font(tried)) return tried;
        }
    }
    return {};
}

float pixel_size(FileIndex file, float pixels, float zoom) {
    return std::round(pixels * zoom * kFontFiles[file].em);
}

ImFontConfig config_for(FileIndex file) {
    ImFontConfig config;
    config.OversampleH = config.OversampleV = 1;
    config.PixelSnapH = true;
    std::snprintf(config.Name, sizeof config.Name, "%s", std::strrchr(kFontFiles[file].path, '/') + 1);
    return config;
}

}  // namespace

Fonts::Fonts(std::vector<std::string> folders) : folders_(std::move(folders)) {
    find_files();
}

std::vector<std::string> Fonts::default_folders() {
    std::vector<std::string> folders{"/usr/share/fonts", "/usr/local/share/fonts"};
    if (const char* home = std::getenv("HOME")) folders.push_back(std::string(home) + "/.local/share/fonts");
    return folders;
}

void Fonts::find_files() {
    std::string packages;
    for (const FontFile& file : kFontFiles) {
        files_.push_back(find_file(folders_, file.path));
        if (files_.back().empty() && packages.find(file.package) == std::string::npos)
            packages.append(packages.empty() ? "" : " ").append(file.package);
    }
    if (!packages.empty()) {
        problem_ =
            "The window's fonts are not installed, so that ImGui's own stands in. Install them with: apt install " +
            packages;
    }
}

void Fonts::load(ImFontAtlas& atlas, Font font, float zoom) {
    const Face& face = kFaces[static_cast<std::size_t>(font)];
    Loaded& loaded = loaded_[static_cast<std::size_t>(font)];
    loaded.size = pixel_size(face.file, face.pixels, zoom);
    ImFontConfig config = config_for(face.file);
    if (files_[face.file].empty()) {
        config.SizePixels = loaded.size;
        loaded.font = atlas.AddFontDefault(&config);
        return;
    }
    const bool few = font == Font::Stage || font == Font::Figure;
    const ImWchar* ranges = few ? kFew.data() : kRanges.data();
    loaded.font = atlas.AddFontFromFileTTF(files_[face.file].c_str(), loaded.size, &config, ranges);
    if (few) return;
    const FileIndex other = face.file == kMonoFile ? kInter : kMonoFile;
    if (files_[other].empty()) return;
    config = config_for(other);
    config.MergeMode = true;
    const ImWchar* missing = face.file == kMonoFile ? kFromInter.data() : kFromMono.data();
    atlas.AddFontFromFileTTF(files_[other].c_str(), pixel_size(other, face.pixels, zoom), &config, missing);
}

void Fonts::build(ImFontAtlas& atlas, float zoom) {
    // 1.92 keeps its fonts: only the sizes change, and glyphs are made on demand.
    const bool keep = cx::kDynamicFonts && !loaded_.empty();
    if (keep) {
        for (std::size_t i = 0; i < kFaces.size(); ++i)
            loaded_[i].size = pixel_size(kFaces[i].file, kFaces[i].pixels, zoom);
        return;
    }
#if IMGUI_VERSION_NUM >= 19200
    atlas.SetFontLoader(ImGuiFreeType::GetFontLoader());
    atlas.FontLoaderFlags = ImGuiFreeTypeLoaderFlags_LightHinting;
#else
    atlas.Clear();
    // Without hinting 1.86 rounds every advance up, and text grows 7 % too wide.
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#endif
    loaded_.assign(kFaces.size(), {});
    for (std::size_t i = 0; i < kFaces.size(); ++i) load(atlas, static_cast<Font>(i), zoom);
}

ImFont* Fonts::face(Font font) const {
    return loaded_[static_cast<std::size_t>(font)].font;
}
float Fonts::size(Font font) const {
    return loaded_[static_cast<std::size_t>(font)].size;
}

const Fonts* fonts() {
    return g_fonts;
}
void set_fonts(const Fonts* fonts) {
    g_fonts = fonts;
}

namespace ui {
FontScope::FontScope(Font font) {
    cx::push_font(fonts()->face(font), fonts()->size(font));
}
FontScope::~FontScope() {
    ImGui::PopFont();
}
}  // namespace ui

}  // namespace iovlab
