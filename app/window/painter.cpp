#include "app/window/painter.h"

#include "app/window/imgui_compat.h"
#include "core/experiment/atomic_file.h"

#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#include <backends/imgui_impl_opengl3.h>
#include <cstring>
#include <stb_image_write.h>
#include <stdexcept>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IOVLAB_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define IOVLAB_ASAN 1
#endif
#if defined(IOVLAB_ASAN)
// Mesa's driver is unloaded at exit with memory still in its hands, which no suppression can name afterwards.
extern "C" int dlclose(void* /*handle*/) {
    return 0;
}
#endif

namespace iovlab {

Painter::Painter() {
    if (!ImGui_ImplOpenGL3_Init("#version 330"))
        throw std::runtime_error("OpenGL 3.3 is there but cannot be used: its functions could not be loaded");
}

Painter::~Painter() {
    ImGui_ImplOpenGL3_Shutdown();
}

void Painter::renew_fonts() {
    if (!ready_) return;
#if IMGUI_VERSION_NUM < 19200
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

void Painter::new_frame() {
    ImGui_ImplOpenGL3_NewFrame();
    ready_ = true;
}

void Painter::paint(ImDrawData& data, int width, int height) {
    const ImVec4 background = ImGui::ColorConvertU32ToFloat4(theme().background);
    glViewport(0, 0, width, height);
    glClearColor(background.x, background.y, background.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
}

std::vector<std::uint8_t> Painter::read_pixels(int width, int height) {
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    std::vector<std::uint8_t> pixels(upside_down.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        const std::size_t from = (static_cast<std::size_t>(height) - 1 - y) * row;
        std::memcpy(pixels.data() + y * row, upside_down.data() + from, row);
    }
    return pixels;
}

Picture Painter::picture(ImDrawData& data, int width, int height) {
    GLint before = 0;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
    GLuint framebuffer = 0;
    GLuint buffer = 0;
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glGenRenderbuffers(1, &buffer);
    glBindRenderbuffer(GL_RENDERBUFFER, buffer);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, buffer);
    Picture picture{width, height, {}};
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) {
        paint(data, width, height);
        picture.pixels = read_pixels(width, height);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
    glDeleteRenderbuffers(1, &buffer);
    glDeleteFramebuffers(1, &framebuffer);
    return picture;
}

void write_png_file(const std::string& path, const Picture& picture) {
    if (picture.pixels.empty()) throw std::runtime_error("there is no picture to write: nothing is painted here");
    constexpr int kColours = 3;  // a window is opaque: what of it shows through would only make the file larger
    std::vector<std::uint8_t> opaque;
    opaque.reserve(picture.pixels.size() / 4 * kColours);
    for (std::size_t i = 0; i + 3 < picture.pixels.size(); i += 4)
        opaque.insert(opaque.end(), picture.pixels.begin() + static_cast<std::ptrdiff_t>(i),
                      picture.pixels.begin() + static_cast<std::ptrdiff_t>(i) + kColours);
    // stb_image_write's own way into a file does not notice that the disk is full.
    std::string png;
    const auto take = [](void* to, void* data, int size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
    };
    if (stbi_write_png_to_func(take, &png, picture.width, picture.height, kColours, opaque.data(),
                               picture.width * kColours) == 0)
        throw std::runtime_error("there is no memory for the picture");
    const std::string problem = write_output_file(path, png);
    if (!problem.empty()) throw std::runtime_error("The picture " + problem);
}

}  // namespace iovlab
