#pragma once

#include <array>
#include <csignal>

namespace iovlab {

/// What ends a command that takes its time: Ctrl-C, the system's wish, the terminal's end.
inline constexpr std::array<int, 3> kInterrupts = {SIGINT, SIGTERM, SIGHUP};

/// `handler` gets each of them once, to end in good order; the second one ends the program at once (and with it the
/// worker).
void take_interrupts(void (*handler)(int number));

}  // namespace iovlab
