#pragma once

#include "core/kernel/errno_facts.h"

#include <string>

/// The errno atlas in words, for a terminal.
namespace iovlab {

/// Every errno in a line: name, number, meaning, where, what had gone out, whether it can be had for real.
std::string atlas_table();
/// All that is known of one errno. `recipes` is the folder with its experiments; empty when it is not there.
std::string atlas_page(const ErrnoFact& fact, const std::string& recipes);

}  // namespace iovlab
