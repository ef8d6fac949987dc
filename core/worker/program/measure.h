#pragma once

namespace iovlab {

/// Serves a benchmark's requests (bench_wire.h) over the wire until the parent hangs up. Returns the exit status.
int serve_bench();

}  // namespace iovlab
