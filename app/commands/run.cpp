#include "app/commands/run.h"

#include "app/commands/interrupts.h"
#include "app/commands/output.h"
#include "core/experiment/check.h"
#include "core/experiment/run.h"
#include "core/experiment/toml.h"
#include "core/report/report.h"
#include "core/report/words.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <functional>
#include <semaphore.h>
#include <thread>
#include <utility>

namespace iovlab {
namespace {

sem_t something_happened;  // posted by the run and by the signal handler
volatile std::sig_atomic_t interrupted_by = 0;

/// Asks the run to stop.
void interrupt(int number) {
    const int kept = errno;
    interrupted_by = number;
    ::sem_post(&something_happened);
    errno = kept;
}

/// While it lives, threads that are started take no interrupts: those are for the main thread.
class InterruptsHeld {
public:
    InterruptsHeld() {
        sigset_t held;
        ::sigemptyset(&held);
        for (const int number : kInterrupts) ::sigaddset(&held, number);
        ::pthread_sigmask(SIG_BLOCK, &held, &before_);
    }
    ~InterruptsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    InterruptsHeld(const InterruptsHeld&) = delete;
    InterruptsHeld& operator=(const InterruptsHeld&) = delete;

private:
    sigset_t before_{};
};

std::unique_ptr<Report> make_report(ReportFormat format, const ReportContext& context) {
    switch (format) {
        case ReportFormat::Strace:
            return make_strace_report(context);
        case ReportFormat::Json:
            return make_json_report(context);
        case ReportFormat::Text:
            break;
    }
    return make_text_report(context);
}

/// Prints a run's steps as they come; the run itself is on a thread of its own.
class Watcher {
public:
    Watcher(const Experiment& experiment, Run& run, ReportFormat format)
        : experiment_(experiment), run_(run), format_(format) {}

    /// Returns when the run is over. What it threw is thrown here.
    void watch() {
        std::exception_ptr failure;
        std::atomic<bool> over = false;
        run_.on_change([] { ::sem_post(&something_happened); });
        std::thread runner = started([&] {
            try {
                run_.execute();
            } catch (...) {
                failure = std::current_exception();
            }
            over = true;
            ::sem_post(&something_happened);
        });
        while (!over) {
            while (::sem_wait(&something_happened) != 0 && errno == EINTR) {
            }
            print_new_steps();
            if (interrupted_by != 0 || !output_.ok()) run_.stop();
        }
        runner.join();
        print_new_steps();
        if (failure) std::rethrow_exception(failure);
    }

    Output& output() { return output_; }
    /// False when the model alone was asked and made no claim about a call.
    bool judged() const { return judged_; }

private:
    static std::thread started(std::function<void()> what) {
        const InterruptsHeld held;
        return std::thread(std::move(what));
    }

    void print_new_steps() {
        steps_.clear();
        run_.steps_since(printed_, steps_);
        printed_ += steps_.size();
        std::string text;
        for (const Step& step : steps_) {
            if (!report_) text += begin();
            tell_address(step);
            if (const auto* end = std::get_if<EndStep>(&step.what)) judged_ = end->judged;
            text += report_->step(step);
        }
        output_.print(text);
    }

    /// strace's notation has no words for it, and whoever wants to be the client must know it.
    void tell_address(const Step& step) const {
        const auto* serve = std::get_if<ServeStep>(&step.what);
        if (format_ != ReportFormat::Strace || !serve || serve->what != ServeStep::What::Listening) return;
        tell("iovlab: " + serve_words(*serve) + "\n");
    }

    /// Made at the first step: by then the run has its memory.
    std::string begin() {
        ReportContext context;
        context.experiment = &experiment_;
        context.buffers = run_.buffers();
        context.arena = run_.arena();
        context.target_fd = run_.target_fd();
        context.colour = format_ == ReportFormat::Text && wants_colour();
        report_ = make_report(format_, context);
        return report_->begin();
    }

    const Experiment& experiment_;
    Run& run_;
    ReportFormat format_;
    Output output_;
    std::unique_ptr<Report> report_;
    Trace steps_;
    std::size_t printed_ = 0;
    bool judged_ = true;
};

int run_experiment(const RunArguments& arguments, const Experiment& experiment) {
    RunOptions options;
    options.model = arguments.model;
    options.keep = arguments.keep;
    Run run(experiment, options);
    Watcher watcher(experiment, run, arguments.format);
    watcher.watch();
    return watcher.output().finish(interrupted_by != 0 ? 128 + interrupted_by : watcher.judged() ? 0 : 3);
}

}  // namespace

int run_command(const RunArguments& arguments) {
    const ReadResult read = read_experiment_file(arguments.file);
    tell(read.problems);
    if (!read.ok()) return 2;
    const std::string not_yet = unsupported(read.experiment);
    if (!not_yet.empty()) return failed(arguments.file + ": " + not_yet, 3);

    if (::sem_init(&something_happened, 0, 0) != 0) return failed("no semaphore to be had", 1);
    take_interrupts(interrupt);
    try {
        return run_experiment(arguments, read.experiment);
    } catch (const CannotRun& why) {
        return failed(why.what(), 3);
    } catch (const BadExperiment& why) {
        return failed(arguments.file + ": " + why.what(), 2);
    } catch (const std::exception& fault) {
        return failed(std::string("a fault of the program: ") + fault.what(), 1);
    }
}

}  // namespace iovlab
