#include "app/lab/lab_window.h"
#include "tests/bench/timing.h"
#include "tests/bench/window/window_bench.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <cstdio>
#include <cstdlib>
#include <imgui.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT: as environ(7) declares it

namespace iovlab::bench {

namespace {

void run_self(const char* mode) {
    const char* argv[] = {"iovlab-window-benchmarks", mode, nullptr};
    pid_t pid = -1;
    int status = 0;
    if (::posix_spawn(&pid, "/proc/self/exe", nullptr, nullptr, const_cast<char**>(argv), environ) != 0 ||
        ::waitpid(pid, &status, 0) != pid || status != 0) {
        std::fputs("a window could not be shown; is there a display?\n", stderr);
        std::exit(3);
    }
}

}  // namespace

int show_bare_window() {
    if (!glfwInit()) return 1;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    GLFWwindow* window = glfwCreateWindow(1440, 900, "bare", nullptr, nullptr);
    if (!window) return 1;
    glfwMakeContextCurrent(window);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330");
    glfwPollEvents();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    ImGui::ShowDemoWindow();
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window);
    std::_Exit(0);  // as ours: only the way to the first frame is measured
}

int show_our_window() {
    const auto backend = make_window_backend({});
    LabWindow window(*backend);
    backend->frame([&] { window.draw(); });
    std::_Exit(0);
}

void window_start() {
    const auto spreads = measure({[] { run_self("--bare"); }, [] { run_self("--ours"); }}, 11, 1);
    print("a bare Dear ImGui window, first frame", spreads[0], 1.0);
    print("iovlab, first frame", spreads[1], spreads[1].median / spreads[0].median);
}

}  // namespace iovlab::bench
