#pragma once

#include "core/experiment/toml.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace iovlab {

struct ListingItem {
    std::string name;
    bool folder = false;
    std::uint64_t size = 0;  ///< bytes, of files
};

/// A folder's content as the file chooser shows it: folders first, then experiment files.
struct FolderListing {
    std::string folder;  ///< absolute
    std::vector<ListingItem> items;
    std::string problem;  ///< why it could not be read, for people
};
FolderListing list_folder(const std::string& folder);

/// An experiment that comes with the program.
struct Example {
    std::string title;
    std::string path;
    bool wrong = false;  ///< about a wrong loop: of the folder "wrong" beside the others
};
/// Where the examples are: beside the program, in the source tree above it, or installed. Empty when nowhere.
std::string examples_folder();
std::vector<Example> find_examples(const std::string& folder);

/// Runs jobs that touch files one after another on a thread of its own, because a file system may take its time.
class FileThread {
public:
    FileThread();
    ~FileThread();  ///< as finish()
    /// Finishes what it was given, for it may be somebody's work that is to be kept, and takes no more.
    void finish();
    FileThread(const FileThread&) = delete;
    FileThread& operator=(const FileThread&) = delete;

    void run(std::function<void()> job);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;  // guarded by mutex_
    bool ending_ = false;                     // guarded by mutex_
    std::thread thread_;
};

}  // namespace iovlab
