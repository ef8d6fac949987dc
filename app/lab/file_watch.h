#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>

namespace iovlab {

/// Looks at a file now and then, on a thread of its own, and says when it was written. A file that is gone for a
/// moment (editors rename) is news only when it is there again.
class FileWatch {
public:
    /// Looks at the file first, so it is made off the window's thread; `changed` is called on the watch's thread.
    FileWatch(std::string file, std::function<void()> changed);
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

private:
    using Stamp = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::uint64_t>;  ///< time, size and inode
    static std::optional<Stamp> stamp_of(const std::string& file);
    void work(std::optional<Stamp> known);

    std::string file_;
    std::function<void()> changed_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;  // guarded by mutex_
    std::thread thread_;
};

}  // namespace iovlab
