#include "app/commands/interrupts.h"

namespace iovlab {

void take_interrupts(void (*handler)(int number)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int number : kInterrupts) ::sigaction(number, &action, nullptr);
}

}  // namespace iovlab
