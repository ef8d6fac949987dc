# What every target of our own gets: warnings and sanitizers. Dependencies get neither.
set(iovlab_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough)

function(iovlab_own_target target)
  target_compile_options(${target} PRIVATE ${iovlab_warnings})
  if(IOVLAB_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(IOVLAB_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${IOVLAB_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${IOVLAB_SANITIZE})
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
