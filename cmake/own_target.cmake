# What every target of our own gets: warnings and sanitizers. Dependencies get neither.
set(iovlab_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 raises these falsely inside its own std::string (GCC bugs 105329 and 105651).
  list(APPEND iovlab_warnings -Wno-array-bounds -Wno-restrict)
endif()

function(iovlab_own_target target)
  target_compile_options(${target} PRIVATE ${iovlab_warnings})
  if(IOVLAB_WERROR)
    target_compile_options(${target} PRIVATE -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-error=stringop-overflow>)
  endif()
  if(IOVLAB_SANITIZE)
    # A finding ends the program, so that no test passes over it; it also compiles in half the time.
    target_compile_options(${target} PRIVATE -fsanitize=${IOVLAB_SANITIZE} -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${IOVLAB_SANITIZE})
  endif()
endfunction()

# What most files include, read once: it halves the time of a build. Off by default, so that a build without presets
# shows when a file leans on an #include that it does not name. More headers may be given for this target.
function(iovlab_precompiled target)
  if(IOVLAB_PCH OR ARGN)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
  if(IOVLAB_PCH)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cmath> <cstdint> <cstdio> <functional> <map>
      <memory> <mutex> <optional> <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)
  endif()
endfunction()

# The worker is never instrumented with TSan (one thread, memory mapped at an address of our choice), and static
# linking and sanitizers exclude each other.
function(iovlab_worker_target target)
  if(IOVLAB_SANITIZE STREQUAL "thread")
    target_compile_options(${target} PRIVATE ${iovlab_warnings})
  else()
    iovlab_own_target(${target})
  endif()
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_LINK_OPTIONS -static)
  check_cxx_source_compiles("int main() { return 0; }" IOVLAB_CAN_LINK_STATIC)
  if(IOVLAB_CAN_LINK_STATIC AND NOT IOVLAB_SANITIZE)
    target_link_options(${target} PRIVATE -static)
  endif()
endfunction()
