// The chooser, and how a document gets into its file: a save's answer belongs to the document that was saved.
#include "app/lab/lab.h"
#include "app/lab/store.h"
#include "core/experiment/toml.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace iovlab {

namespace {

std::string folder_to_show(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// Whatever its name leads to, a link without an end too. A folder cannot be replaced: saving there says so.
bool is_file_there(const std::string& path) {
    std::error_code error;
    const std::filesystem::file_status there = std::filesystem::symlink_status(path, error);
    return std::filesystem::exists(there) && !std::filesystem::is_directory(path, error);
}

}  // namespace

/// The document of this number, if it is on the bench or waits aside.
Document* Lab::document(std::uint64_t id) {
    if (state_.document.id() == id) return &state_.document;
    std::optional<Document>& aside = state_.course.aside;
    return aside && aside->id() == id ? &*aside : nullptr;
}

/// Into the file that it came from; asks where when there is none.
void Lab::save_again() {
    const Document* which = after_save_ ? document(after_save_->document) : &state_.document;
    if (which == nullptr) return;
    if (!which->path().empty()) return save_to(which->path(), true);
    std::optional<AfterSave> after = std::move(after_save_);
    show_chooser(Chooser::Mode::SaveAs);
    state_.chooser.text = "experiment.toml";  // in a lesson it is not what is on the bench
    after_save_ = std::move(after);
}

void Lab::save_to(const std::string& path, bool replaces) {
    Saving saving;
    saving.after = std::exchange(after_save_, std::nullopt);
    const Document* which = saving.after ? document(saving.after->document) : nullptr;
    if (which == nullptr) {  // it is not here any more: what was to go on after it does not
        saving.after.reset();
        which = &state_.document;
    }
    if (path.empty() || (state_.saving && !saving.after)) return;
    ++saves_;
    state_.saving = true;
    saving.path = path;
    saving.document = which->id();
    saving.experiment = which->experiment();
    const bool asks = !replaces && path != which->path();
    const auto write = [this, asks, saving]() mutable {
        saving.taken = asks && is_file_there(saving.path);
        if (!saving.taken) saving.problem = save_experiment_file(saving.experiment, saving.path);
        return [this, saving] {
            state_.saving = --saves_ > 0;
            saved(saving);
        };
    };
    on_files_thread(write, [this] { state_.saving = --saves_ > 0; });
}

void Lab::saved(const Saving& saving) {
    Chooser& chooser = state_.chooser;
    if (saving.taken) {
        if (chooser.mode != Chooser::Mode::SaveAs) {
            show_chooser(Chooser::Mode::SaveAs);
            chooser.text = saving.path;
        }
        chooser.taken = saving.path;
        after_save_ = saving.after;
        return;
    }
    if (!saving.problem.empty()) return say(Notice::Kind::Error, "The experiment was not saved.", saving.problem);
    Document* which = document(saving.document);
    if (which != nullptr) which->saved(saving.path, saving.experiment);
    state_.shell.history.opened(saving.path);
    if (chooser.mode == Chooser::Mode::SaveAs) chooser.mode = Chooser::Mode::Closed;
    if (saving.after && which != nullptr) apply(saving.after->next);
}

/// Whether there is a file where the chooser's text leads, however it is written.
void Lab::look_for_taken() {
    if (state_.chooser.mode != Chooser::Mode::SaveAs) return;
    on_files_thread([this, path = chosen_path(state_.chooser)] {
        const bool there = !path.empty() && is_file_there(path);
        return [this, path, there] {
            if (path == chosen_path(state_.chooser)) state_.chooser.taken = there ? path : std::string();
        };
    });
}

void Lab::show_chooser(Chooser::Mode mode) {
    after_save_.reset();  // whatever was to be saved first, this is another wish
    Chooser& chooser = state_.chooser;
    chooser.mode = mode;
    chooser.taken.clear();
    const std::string& path = state_.document.path();
    std::string folder = path.empty() ? chooser.folder : folder_to_show(path);
    chooser.text.clear();
    if (mode == Chooser::Mode::SaveAs)
        chooser.text = path.empty() ? "experiment.toml" : path.substr(path.rfind('/') + 1);
    if (mode == Chooser::Mode::Picture) {
        chooser.text = "iovlab.png";
        folder = chooser.pictures;  // not beside an example, nor wherever the program was started
    }
    read_folder(folder);
}

std::string chosen_path(const Chooser& chooser) {
    std::string path = chooser.text;
    if (path.empty()) return path;
    if (path.front() != '/') path = (chooser.folder == "/" ? "" : chooser.folder) + "/" + path;
    const std::size_t slash = path.rfind('/');
    const bool bare = path.find('.', slash) == std::string::npos;
    if (chooser.mode == Chooser::Mode::SaveAs && bare) path += ".toml";
    if (chooser.mode == Chooser::Mode::Picture && bare) path += ".png";
    return path;
}

bool replaces_file(const Chooser& chooser) {
    const std::string path = chosen_path(chooser);
    if (!path.empty() && path == chooser.taken) return true;
    const std::string folder = chooser.listing.folder == "/" ? "/" : chooser.listing.folder + "/";
    for (const ListingItem& item : chooser.listing.items) {
        if (!item.folder && path == folder + item.name) return true;
    }
    return false;
}

void Lab::read_folder(const std::string& folder) {
    state_.chooser.folder = folder;
    state_.chooser.reading = true;
    const auto read_it = [this, folder, picture = state_.chooser.mode == Chooser::Mode::Picture] {
        auto listing =
            std::make_shared<FolderListing>(list_folder(folder.empty() && picture ? pictures_folder() : folder));
        return [this, folder, picture, listing] {
            Chooser& chooser = state_.chooser;
            if (chooser.folder != folder) return;  // a later wish is under way
            chooser.reading = false;
            chooser.listing = std::move(*listing);
            chooser.folder = chooser.listing.folder;
            if (picture) chooser.pictures = chooser.folder;
            look_for_taken();
        };
    };
    on_files_thread(read_it, [this] { state_.chooser.reading = false; });
}

}  // namespace iovlab
