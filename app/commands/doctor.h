#pragma once

namespace iovlab {

/// `iovlab doctor [--json]`: what this machine has and has not got. Returns the exit status: 0, whatever is
/// missing.
int doctor_command(bool json);

}  // namespace iovlab
