#pragma once

#include "app/lab/lab.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace iovlab {

/// A window's job queue without a window.
class TestQueue {
public:
    void post(std::function<void()> job) {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
        changed_.notify_all();
    }
    /// Waits for a job and runs it; false when none comes for `patience`.
    bool run_one(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, patience, [this] { return !jobs_.empty(); })) return false;
        const std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        return true;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
};

/// A lab whose window is a queue: `until` plays the loop.
struct TestLab {
    TestQueue queue;
    Lab lab{LabHooks{[this](std::function<void()> job) { queue.post(std::move(job)); }, [](double) {}}};

    const LabState& state() const { return lab.state(); }
    const RunView& run() const { return lab.state().run; }

    /// Takes in what the threads post until `done`; false after 30 seconds without it.
    bool until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        lab.refresh();
        while (!done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            queue.run_one(std::chrono::milliseconds(60));  // also the pace at which a copy left out comes
            lab.refresh();
        }
        return true;
    }
    /// The very first run stops to show its short write: here its end is looked at, as in every other.
    bool until_over() {
        const bool over = until([this] { return !run().busy(); });
        lab.apply(SelectStep{});
        return over;
    }
    bool until_asleep() {
        return until([this] { return run().asleep(); });
    }
};

/// A folder that is gone after the test.
struct TestFolder {
    std::string path;
    TestFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "iovlab-test-XXXXXX").string();
        if (const char* made = mkdtemp(name.data())) path = made;
    }
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    std::string file(const std::string& name) const { return path + "/" + name; }
};

/// bytes `name` of `size` times 'x'.
inline BufferSpec fill_buffer(const std::string& name, std::uint64_t size) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.content = {ContentKind::Fill, "x", 0, size};
    return buffer;
}
inline EntrySpec entry_of(const std::string& name) {
    EntrySpec entry;
    entry.buffer = name;
    return entry;
}

}  // namespace iovlab
