#pragma once

#include <string>

namespace iovlab {

/// `iovlab errno [NAME]`: the atlas, or one errno of it by name or number. Returns the exit status.
int errno_command(const std::string& name);

}  // namespace iovlab
