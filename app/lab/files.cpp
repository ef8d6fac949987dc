#include "app/lab/files.h"

#include "core/experiment/assets.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxItems = 5000;  // of a folder; more would help nobody to choose

bool is_experiment_name(const std::string& name) {
    return name.size() > 5 && name.ends_with(".toml");
}

}  // namespace

FolderListing list_folder(const std::string& folder) {
    FolderListing listing;
    std::error_code error;
    fs::path path = fs::absolute(folder.empty() ? fs::path(".") : fs::path(folder), error).lexically_normal();
    if (path.has_parent_path() && !path.has_filename()) path = path.parent_path();
    listing.folder = path.string();
    fs::directory_iterator entries(path, error);
    if (error) {
        listing.problem = "The folder " + listing.folder + " cannot be read: " + error.message() +
                          ". Choose another, or type a whole path.";
        return listing;
    }
    const fs::directory_iterator end;
    while (entries != end && listing.items.size() < kMaxItems) {
        ListingItem item;
        item.name = entries->path().filename().string();
        std::error_code odd;  // an entry that cannot be looked at is left out, nothing else
        item.folder = entries->is_directory(odd);
        const bool file = !item.folder && entries->is_regular_file(odd) && is_experiment_name(item.name);
        if (file) item.size = entries->file_size(odd);
        if (!item.name.starts_with('.') && (item.folder || file)) listing.items.push_back(std::move(item));
        entries.increment(error);
        if (error) break;
    }
    std::sort(listing.items.begin(), listing.items.end(), [](const ListingItem& a, const ListingItem& b) {
        return a.folder != b.folder ? a.folder : a.name < b.name;
    });
    return listing;
}

std::string examples_folder() {
    const std::string assets = assets_folder();
    return assets.empty() ? std::string() : assets + "/examples";
}

std::vector<Example> find_examples(const std::string& folder) {
    std::vector<Example> examples;
    if (folder.empty()) return examples;
    for (const bool wrong : {false, true}) {
        const std::string place = folder + (wrong ? "/wrong" : "");
        for (const ListingItem& item : list_folder(place).items) {
            if (item.folder) continue;
            Example example{.title = {}, .path = place + "/" + item.name, .wrong = wrong};
            const ReadResult read = read_experiment_file(example.path);
            if (!read.ok()) continue;
            example.title = read.experiment.title.empty() ? item.name : read.experiment.title;
            examples.push_back(std::move(example));
        }
    }
    return examples;
}

FileThread::FileThread() : thread_([this] { work(); }) {}

FileThread::~FileThread() {
    finish();
}

void FileThread::finish() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void FileThread::run(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    changed_.notify_all();
}

void FileThread::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        try {
            job();
        } catch (const std::exception& why) {  // what a job can say of it, it has said; the next ones are done
            std::fprintf(stderr, "iovlab: a job with a file failed: %s\n", why.what());
        }
        lock.lock();
    }
}

}  // namespace iovlab
