#include "app/lab/run_thread.h"

#include <exception>
#include <iterator>
#include <memory>
#include <utility>
#include <variant>

namespace iovlab {

RunThread::RunThread(Experiment experiment, RunOptions options, std::function<void()> changed,
                     std::function<void(Run&)> first)
    : changed_(std::move(changed)) {
    if (first) waiting_.push_back(std::move(first));
    thread_ = std::thread([this, experiment = std::move(experiment), options = std::move(options)] {
        work(experiment, options);
        finished_.store(true);
        announced_.store(false);  // the window must come once more, to let this thread go
        announce();
    });
}

RunThread::~RunThread() {
    retire();
    thread_.join();
}

void RunThread::work(const Experiment& experiment, const RunOptions& options) {
    std::unique_ptr<Run> run;
    std::string refused;
    std::string fault;
    try {
        run = std::make_unique<Run>(experiment, options);
        run->on_change([this] { announce(); });
        {
            const std::lock_guard lock(mutex_);
            run_ = run.get();
            for (const auto& what : waiting_) what(*run);
            waiting_.clear();
            if (retired_) run->stop();
        }
        announce();
        run->execute();
    } catch (const CannotRun& why) {
        refused = why.what();
    } catch (const BadExperiment& why) {
        refused = why.what();
    } catch (const std::exception& why) {
        fault = why.what();
    }
    {
        const std::lock_guard lock(mutex_);
        refused_ = refused;
        fault_ = fault;
    }
    over_.store(true);
    announce();
    std::unique_lock lock(mutex_);
    retired_changed_.wait(lock, [this] { return retired_; });
    run_ = nullptr;
    lock.unlock();  // the destructor below may take its time
}

void RunThread::announce() {
    if (!announced_.exchange(true)) changed_();
}

void RunThread::ask(std::function<void(Run&)> what) {
    const std::lock_guard lock(mutex_);
    if (retired_ || over_.load()) return;
    if (run_) {
        what(*run_);
    } else {
        waiting_.push_back(std::move(what));
    }
}

void RunThread::refresh(RunView& view, bool whole) {
    announced_.store(false);  // before looking: what changes from here on announces itself again
    const bool over = over_.load();
    Run* run = nullptr;
    {
        const std::lock_guard lock(mutex_);
        run = run_;
        view.refused = refused_;
        view.fault = fault_;
    }
    if (!run) {
        view.state = over ? Run::State::Over : Run::State::Starting;
        return;
    }
    const Run::State state = run->state();
    const std::size_t known = view.steps.size();
    Trace fresh;
    run->steps_since(known, fresh);
    view.steps.insert(view.steps.end(), std::make_move_iterator(fresh.begin()),
                      std::make_move_iterator(fresh.end()));
    view.count_calls(known);
    view.state = over ? Run::State::Over : state == Run::State::Over ? Run::State::Running : state;
    view.buffers = run->buffers();
    view.arena = run->arena();
    if (view.arena) view.target_fd = run->target_fd();
    if (whole || over) {
        run->copy_sink(view.sink);
        run->copy_pipe(view.pipe);
    }
}

void RunThread::retire() {
    {
        const std::lock_guard lock(mutex_);
        if (retired_) return;
        retired_ = true;
        waiting_.clear();
        if (run_ && !over_.load()) run_->stop();
    }
    retired_changed_.notify_all();
}

}  // namespace iovlab
