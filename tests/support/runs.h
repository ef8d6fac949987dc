#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/run.h"
#include "core/experiment/trace.h"

#include <initializer_list>
#include <string>
#include <vector>

/// What tests of real runs share: experiments in a line, and a run from beginning to end.
namespace iovlab::test {

/// A buffer of `size` bytes that go through the alphabet from `first` on, so that no two places look alike nearby.
BufferSpec bytes(const std::string& name, std::uint64_t size, char first = 'a');
EntrySpec entry(const std::string& buffer);
EntrySpec bad(BadBase kind, std::uint64_t length, std::uint64_t good = 0);

/// writev of buffers with these sizes, named b0, b1...
Experiment writev_of(std::initializer_list<std::uint64_t> sizes);
/// The same into a pipe of `capacity` bytes.
Experiment into_pipe(std::initializer_list<std::uint64_t> sizes, std::uint64_t capacity, bool nonblock);
/// The same into a file.
Experiment into_file(std::initializer_list<std::uint64_t> sizes);

struct Ran {
    Trace trace;
    std::vector<CallStep> calls;     ///< the calls of the trace
    std::vector<TargetState> after;  ///< the target after each of them
    EndStep end;
    Run::Sink sink;
    Run::Pipe pipe;

    const Outcome& outcome(std::size_t call = 0) const { return calls.at(call).outcome; }
    /// Its result, or minus its errno.
    std::int64_t result(std::size_t call = 0) const;
};

Ran run(const Experiment& experiment, RunOptions options = {});

/// A folder that is removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace iovlab::test
