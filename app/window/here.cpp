#include "app/window/here.h"

#include "app/window/fonts.h"

#include <GLFW/glfw3.h>

namespace iovlab {

std::string display_problem() {
    if (glfwInit() == GLFW_TRUE) {
        glfwTerminate();
        return {};
    }
    const char* text = nullptr;
    glfwGetError(&text);
    return text != nullptr ? text : "no display was found (is DISPLAY or WAYLAND_DISPLAY set?)";
}

std::string fonts_problem() {
    return Fonts().problem();
}

}  // namespace iovlab
