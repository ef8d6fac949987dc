#pragma once

#include "core/experiment/experiment.h"
#include "tests/support/runs.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// A row of another project's test suite as one experiment: what is called, and what must come back. Expected
/// numbers are bytes, or minus an errno.
namespace iovlab::oracle {

/// One line of an iovec list, with the buffer that it is of.
struct Part {
    std::optional<Content> content{};
    EntrySpec entry{};

    Part with_length(std::uint64_t length) const;  ///< iov_len is a lie
    Part times(std::uint64_t n) const;
};
using Parts = std::vector<Part>;

Part b(std::uint64_t size);                           ///< a readable buffer
Part text(const std::string& bytes);                  ///< a readable buffer with these bytes
Part none(std::uint64_t length);                      ///< an address that may not be read
Part null(std::uint64_t length);                      ///< NULL
Part kernel(std::uint64_t length);                    ///< the highest address, outside user space
Part edge(std::uint64_t good, std::uint64_t length);  ///< `good` bytes flush against a page that may not be read
std::string zeros(std::size_t n);

class Row {
public:
    explicit Row(std::string id) : id_(std::move(id)) {}

    // The target.
    Row& file(const std::string& content = {}, std::int64_t seek = 0);
    Row& pipe(std::uint64_t capacity = 65536, std::uint64_t preload = 0);  ///< non-blocking
    Row& sleeping_pipe(std::uint64_t capacity = 65536, std::uint64_t preload = 0);
    Row& flag(const std::string& name);
    Row& with(const std::function<void(Experiment&)>& change);  ///< anything else

    // Calls, one after another, and what each returns.
    Row& writev(const Parts& parts, std::int64_t expected) { return call(Op::Writev, parts, expected); }
    Row& readv(const Parts& parts, std::int64_t expected) { return call(Op::Readv, parts, expected); }
    Row& preadv(const Parts& parts, std::int64_t offset, std::int64_t expected);
    Row& write(const Part& part, std::int64_t expected) { return call(Op::Write, {part}, expected); }
    Row& pwritev(const Parts& parts, std::int64_t offset, std::int64_t expected);
    Row& pwritev2(const Parts& parts, std::int64_t offset, std::uint32_t flags, std::int64_t expected);
    Row& again(std::uint64_t times, std::int64_t expected);  ///< the last call that many times more
    // The last call is made with...
    Row& count(std::int32_t n);
    Row& bad_array();

    // What can be seen when the last call has returned.
    Row& size(std::int64_t n);
    Row& offset(std::int64_t n);
    Row& queued(std::int64_t n);
    /// Everything that arrived, and was there before; of calls that read, what they have put into their buffers.
    Row& holds(const std::string& bytes);

    /// Runs it and holds it against all that is expected of it. Returns the run for what else there is to see.
    test::Ran check() const;
    const Experiment& experiment() const { return experiment_; }

private:
    Row& call(Op op, const Parts& parts, std::int64_t expected);
    std::string buffer(const Content& content, bool filled);

    std::string id_;
    Experiment experiment_;
    std::vector<std::int64_t> expected_;
    std::optional<std::int64_t> size_, offset_, queued_;
    std::optional<std::string> holds_;
};

/// Checks each row.
void check_all(const std::vector<Row>& rows);

/// While it lives, files are made in `folder`: another file system. `usable` tells whether there is such a folder.
class FilesIn {
public:
    explicit FilesIn(const char* folder);
    ~FilesIn();
    FilesIn(const FilesIn&) = delete;
    FilesIn& operator=(const FilesIn&) = delete;
    bool usable() const { return usable_; }
    bool is_tmpfs() const;

private:
    std::string folder_;
    std::optional<std::string> before_;
    bool usable_ = false;
};

/// Asks the kernel itself, without iovlab: what pwritev2 of one byte at offset 0 with these RWF_ bits says in a new
/// file of the folder that tests make files in. Bytes, or minus the errno.
std::int64_t probe_pwritev2(std::uint32_t flags, int open_flags = 0);

/// A new file without a name in the folder that tests make files in.
int probe_file(int open_flags = 0);

}  // namespace iovlab::oracle
