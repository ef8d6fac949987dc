# Dear ImGui with GLFW and OpenGL 3: Debian's 1.86, or a current release built here.
# -DIOVLAB_IMGUI=fetch asks for the current one; -DFETCHCONTENT_SOURCE_DIR_IMGUI=<folder> gives its sources.
set(IOVLAB_IMGUI "system" CACHE STRING "Dear ImGui: system (libimgui-dev) or fetch (a current release)")

find_package(glfw3 3.3 REQUIRED)
find_package(OpenGL REQUIRED COMPONENTS OpenGL EGL)
find_package(Freetype REQUIRED)
pkg_check_modules(STB REQUIRED IMPORTED_TARGET stb)

add_library(iovlab_imgui INTERFACE)
if(IOVLAB_IMGUI STREQUAL "system")
  pkg_check_modules(IMGUI IMPORTED_TARGET imgui)
endif()
if(IMGUI_FOUND)
  target_link_libraries(iovlab_imgui INTERFACE PkgConfig::IMGUI)
else()
  FetchContent_Declare(imgui GIT_REPOSITORY https://github.com/ocornut/imgui GIT_TAG v1.92.8)
  FetchContent_MakeAvailable(imgui)
  add_library(imgui_current STATIC
    ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp ${imgui_SOURCE_DIR}/imgui_tables.cpp
    ${imgui_SOURCE_DIR}/imgui_widgets.cpp ${imgui_SOURCE_DIR}/misc/cpp/imgui_stdlib.cpp
    ${imgui_SOURCE_DIR}/misc/freetype/imgui_freetype.cpp ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp
    ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
  # The folder misc/cpp and misc/freetype are named so that <imgui_stdlib.h> is found as in Debian's package.
  target_include_directories(imgui_current SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/misc/cpp
    ${imgui_SOURCE_DIR}/misc/freetype)
  target_compile_definitions(imgui_current PUBLIC IMGUI_ENABLE_FREETYPE IMGUI_ENABLE_STB_TRUETYPE)
  target_link_libraries(imgui_current PUBLIC glfw Freetype::Freetype OpenGL::OpenGL)
  target_link_libraries(iovlab_imgui INTERFACE imgui_current)
endif()
# In this order: the compiler links as needed, and libimgui.a wants what follows it.
target_link_libraries(iovlab_imgui INTERFACE PkgConfig::STB glfw Freetype::Freetype OpenGL::OpenGL OpenGL::EGL
  Threads::Threads ${CMAKE_DL_LIBS})
