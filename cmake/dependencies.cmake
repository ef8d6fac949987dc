# Debian's packages first; where a system lacks one, FetchContent takes a pinned release. Everything below becomes an
# interface target iovlab_<name>, so that the rest of the build does not care where it came from.
include(FetchContent)
find_package(PkgConfig)
find_package(Threads REQUIRED)

find_package(fmt 8 QUIET)
if(NOT fmt_FOUND)
  FetchContent_Declare(fmt GIT_REPOSITORY https://github.com/fmtlib/fmt GIT_TAG 10.2.1)
  FetchContent_MakeAvailable(fmt)
endif()

add_library(iovlab_toml INTERFACE)
find_package(tomlplusplus 3 QUIET)
if(tomlplusplus_FOUND)
  target_link_libraries(iovlab_toml INTERFACE tomlplusplus::tomlplusplus)
else()
  FetchContent_Declare(tomlplusplus GIT_REPOSITORY https://github.com/marzer/tomlplusplus GIT_TAG v3.4.0)
  FetchContent_MakeAvailable(tomlplusplus)
  target_link_libraries(iovlab_toml INTERFACE tomlplusplus::tomlplusplus)
endif()

add_library(iovlab_json INTERFACE)
find_package(nlohmann_json 3.9 QUIET)
if(NOT nlohmann_json_FOUND)
  FetchContent_Declare(nlohmann_json GIT_REPOSITORY https://github.com/nlohmann/json GIT_TAG v3.11.3)
  FetchContent_MakeAvailable(nlohmann_json)
endif()
target_link_libraries(iovlab_json INTERFACE nlohmann_json::nlohmann_json)

# The lessons' Markdown. By pkg-config: Debian's CMake package wants its HTML writer installed too.
add_library(iovlab_markdown INTERFACE)
if(PkgConfig_FOUND)
  pkg_check_modules(MD4C QUIET IMPORTED_TARGET md4c)
endif()
if(NOT MD4C_FOUND)
  FetchContent_Declare(md4c GIT_REPOSITORY https://github.com/mity/md4c GIT_TAG release-0.5.2)
  FetchContent_MakeAvailable(md4c)
  # The build tree's target names no include folder, and a C library's warnings are not ours.
  target_include_directories(iovlab_markdown SYSTEM INTERFACE ${md4c_SOURCE_DIR}/src)
  target_link_libraries(iovlab_markdown INTERFACE md4c)
else()
  target_link_libraries(iovlab_markdown INTERFACE PkgConfig::MD4C)
endif()

add_library(iovlab_cli INTERFACE)
find_package(CLI11 2 QUIET)
if(NOT CLI11_FOUND)
  FetchContent_Declare(CLI11 GIT_REPOSITORY https://github.com/CLIUtils/CLI11 GIT_TAG v2.3.2)
  FetchContent_MakeAvailable(CLI11)
endif()
target_link_libraries(iovlab_cli INTERFACE CLI11::CLI11)

# SHA-256 of what arrived.
add_library(iovlab_nettle INTERFACE)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
target_link_libraries(iovlab_nettle INTERFACE PkgConfig::NETTLE)

# Catch2 2 or 3. -DIOVLAB_CATCH2=fetch asks for 3; -DFETCHCONTENT_SOURCE_DIR_CATCH2=<folder> gives its sources.
set(IOVLAB_CATCH2 "system" CACHE STRING "Catch2: system (catch2) or fetch (a current release)")
if(IOVLAB_TESTS)
  if(IOVLAB_CATCH2 STREQUAL "system")
    find_package(Catch2 QUIET)
  endif()
  if(NOT TARGET Catch2::Catch2)
    FetchContent_Declare(Catch2 GIT_REPOSITORY https://github.com/catchorg/Catch2 GIT_TAG v3.7.1)
    FetchContent_MakeAvailable(Catch2)
    list(APPEND CMAKE_MODULE_PATH ${catch2_SOURCE_DIR}/extras)
    # Its warnings are not ours, and what is ours must not be installed with it.
    get_target_property(catch2_includes Catch2 INTERFACE_INCLUDE_DIRECTORIES)
    set_target_properties(Catch2 PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${catch2_includes}")
  endif()
endif()
