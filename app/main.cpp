#include "app/commands/program.h"

int main(int argc, char** argv) {
    return iovlab::run_program(argc, argv);
}
