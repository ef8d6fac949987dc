# What every target of our own gets: warnings, sanitizers, optimisation. Dependencies get none of it.
set(iovlab_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 raises these falsely inside its own std::string (GCC bugs 105329 and 105651).
  list(APPEND iovlab_warnings -Wno-array-bounds -Wno-restrict)
endif()

# What compiling costs is decided here. fast: bytes, model, worker, benchmark. light: words, window, command line.
# plain: tests; nobody waits for them while they run, but everybody while they compile.
# iovlab_own_target(TARGET fast|light|plain)
function(iovlab_own_target target speed)
  target_compile_options(${target} PRIVATE ${iovlab_warnings})
  if(speed STREQUAL "plain" AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(${target} PRIVATE -O0)
  elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${target} PRIVATE $<IF:$<STREQUAL:${speed},fast>,-O2,-O1>)
  endif()
  if(IOVLAB_WERROR)
    target_compile_options(${target} PRIVATE -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-error=stringop-overflow>)
  endif()
  iovlab_sanitized(${target})
endfunction()

function(iovlab_sanitized target)
  if(IOVLAB_SANITIZE)
    # A finding ends the program, so that no test passes over it; it also compiles in half the time.
    target_compile_options(${target} PRIVATE -fsanitize=${IOVLAB_SANITIZE} -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${IOVLAB_SANITIZE})
  endif()
endfunction()

# What most files include, read once: it halves the time of a build. Off by default, so that a build without presets
# shows when a file leans on an #include that it does not name. More headers may be given for this target.
set(iovlab_common_headers <algorithm> <array> <charconv> <cmath> <csignal> <cstdint> <cstdio> <cstring> <fcntl.h>
  <functional> <map> <memory> <mutex> <optional> <set> <span> <stdexcept> <string> <string_view> <unistd.h> <utility>
  <variant> <vector> <fmt/format.h>)
function(iovlab_precompiled target)
  if(IOVLAB_PCH)
    target_precompile_headers(${target} PRIVATE ${iovlab_common_headers} ${ARGN})
  endif()
endfunction()

# iovlab_unity(TARGET SIZE SOURCES...): the files of a folder are compiled SIZE at a time, as one unit. Files of
# different folders never share a unit: a room's helpers have names of their own, other rooms need not know them.
function(iovlab_unity target size)
  if(NOT IOVLAB_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  foreach(source ${ARGN})
    cmake_path(GET source PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER "${folder}" room)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE name)
    string(REPLACE "/" "_" name "${name}")
    if(NOT DEFINED count_${room})
      set(count_${room} 0)
    endif()
    math(EXPR group "${count_${room}} / ${size}")
    math(EXPR count_${room} "${count_${room}} + 1")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${name}_${group})
  endforeach()
endfunction()

# A faster linker and a cache of compiled units, where they are there.
function(iovlab_quick_tools)
  find_program(IOVLAB_CCACHE ccache)
  if(IOVLAB_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # A precompiled header is part of a unit's key by its content.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros ${IOVLAB_CCACHE} PARENT_SCOPE)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    endif()
  endif()
  if(NOT IOVLAB_SANITIZE)
    foreach(linker mold lld)
      find_program(IOVLAB_LINKER_${linker} NAMES ld.${linker} ${linker})
      if(IOVLAB_LINKER_${linker})
        include(CheckCXXSourceCompiles)
        set(CMAKE_REQUIRED_LINK_OPTIONS -fuse-ld=${linker})
        check_cxx_source_compiles("int main() { return 0; }" IOVLAB_CAN_LINK_WITH_${linker})
        if(IOVLAB_CAN_LINK_WITH_${linker})
          add_link_options(-fuse-ld=${linker})
          break()
        endif()
      endif()
    endforeach()
  endif()
endfunction()

# The worker is never instrumented with TSan (one thread, memory mapped at an address of our choice), and static
# linking and sanitizers exclude each other.
function(iovlab_worker_target target)
  if(IOVLAB_SANITIZE STREQUAL "thread")
    target_compile_options(${target} PRIVATE ${iovlab_warnings})
  else()
    iovlab_own_target(${target} fast)
  endif()
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_LINK_OPTIONS -static)
  check_cxx_source_compiles("int main() { return 0; }" IOVLAB_CAN_LINK_STATIC)
  if(IOVLAB_CAN_LINK_STATIC AND NOT IOVLAB_SANITIZE)
    target_link_options(${target} PRIVATE -static)
  endif()
endfunction()
