#pragma once

namespace iovlab::test {

/// Whether strace can watch programs here. False only where this machine forbids ptrace(2): a strace that is not
/// installed (./check does that), or that fails though it may trace, is an std::runtime_error, because a comparison
/// that nobody makes says nothing.
bool may_strace();

}  // namespace iovlab::test

#define IOVLAB_NEEDS_STRACE() \
    if (!iovlab::test::may_strace()) IOVLAB_SKIP("this machine forbids ptrace(2), so that strace cannot watch")
