#include "app/lab/document.h"

#include <utility>

namespace iovlab {

namespace {

constexpr std::size_t kMaxSteps = 400;
constexpr std::uint64_t kMaxWeight = 256u
                                     << 20;  // bytes of snapshots: a long list edited for an hour stays harmless

std::uint64_t weight_of(const Experiment& experiment) {
    std::uint64_t weight = sizeof(Experiment);
    for (const BufferSpec& buffer : experiment.buffers) weight += sizeof buffer + buffer.content.text.size();
    for (const CallSpec& call : experiment.calls) weight += sizeof call + call.iov.size() * sizeof(EntrySpec);
    return weight;
}

}  // namespace

Document::Document(Experiment experiment, std::string path)
    : experiment_(std::move(experiment)), saved_(experiment_), path_(std::move(path)) {}

Document Document::unsaved(Experiment experiment, std::string path) {
    Document document(std::move(experiment), std::move(path));
    document.saved_.reset();
    document.dirty_ = true;
    return document;
}

std::string Document::name() const {
    if (!experiment_.title.empty()) return experiment_.title;
    if (path_.empty()) return "untitled";
    const std::size_t slash = path_.rfind('/');
    return slash == std::string::npos ? path_ : path_.substr(slash + 1);
}

void Document::edit(const std::string& what, const std::string& merge_key, const Change& change) {
    const bool merges = !merge_key.empty() && merge_key == open_key_ && !undo_.empty();
    Experiment next = merges ? undo_.back().before : experiment_;
    change(next);
    if (next == experiment_) return;
    if (!merges) {
        undo_.push_back({what, std::move(experiment_), 0});
        undo_.back().weight = weight_of(undo_.back().before);
        trim();
    }
    open_key_ = merge_key;
    redo_.clear();
    experiment_ = std::move(next);
    changed();
    if (merges && experiment_ == undo_.back().before) {  // typed back to where it was: nothing to undo
        undo_.pop_back();
        open_key_.clear();
    }
}

void Document::set_apart(const Change& change) {
    change(experiment_);
    if (saved_) change(*saved_);
    for (Snapshot& step : undo_) change(step.before);
    for (Snapshot& step : redo_) change(step.before);
    end_edit();
    changed();
}

void Document::undo() {
    if (undo_.empty()) return;
    Snapshot step = std::move(undo_.back());
    undo_.pop_back();
    std::swap(step.before, experiment_);
    redo_.push_back(std::move(step));
    end_edit();
    changed();
}

void Document::redo() {
    if (redo_.empty()) return;
    Snapshot step = std::move(redo_.back());
    redo_.pop_back();
    std::swap(step.before, experiment_);
    undo_.push_back(std::move(step));
    end_edit();
    changed();
}

void Document::saved(const std::string& path, const Experiment& as_saved) {
    path_ = path;
    saved_ = as_saved;
    dirty_ = saved_ != experiment_;
    end_edit();
}

void Document::changed() {
    ++revision_;
    dirty_ = saved_ != experiment_;
}

void Document::trim() {
    std::uint64_t weight = 0;
    for (const Snapshot& step : undo_) weight += step.weight;
    std::size_t drop = 0;
    while (drop + 1 < undo_.size() && (undo_.size() - drop > kMaxSteps || weight > kMaxWeight)) {
        weight -= undo_[drop++].weight;
    }
    undo_.erase(undo_.begin(), undo_.begin() + static_cast<std::ptrdiff_t>(drop));
}

}  // namespace iovlab
