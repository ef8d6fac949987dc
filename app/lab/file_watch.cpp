#include "app/lab/file_watch.h"

#include <chrono>
#include <sys/stat.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::chrono::milliseconds kEvery{400};

}  // namespace

std::optional<FileWatch::Stamp> FileWatch::stamp_of(const std::string& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) != 0) return std::nullopt;
    return Stamp(found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_size, found.st_ino);
}

FileWatch::FileWatch(std::string file, std::function<void()> changed)
    : file_(std::move(file)),
      changed_(std::move(changed)),
      thread_([this, known = stamp_of(file_)] { work(known); }) {}

FileWatch::~FileWatch() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    ended_.notify_all();
    thread_.join();
}

void FileWatch::work(std::optional<Stamp> known) {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kEvery, [this] { return ending_; })) {
        lock.unlock();
        const std::optional<Stamp> now = stamp_of(file_);
        const bool news = now && now != known;
        if (now) known = now;
        if (news) changed_();
        lock.lock();
    }
}

}  // namespace iovlab
