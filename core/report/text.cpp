#include "core/kernel/names.h"
#include "core/report/explain.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <deque>
#include <fmt/format.h>
#include <map>
#include <utility>

// For people in a terminal: what was asked, what came back, why, and whether the bytes arrived. 80 columns.
namespace iovlab {
namespace {

constexpr std::uint64_t kFirst = 20;      // calls told in full
constexpr std::uint64_t kFirstOfTwo = 4;  // the same of two writers, whose calls are all alike
constexpr std::size_t kLast = 5;          // and so many at the end of a long run

Ink ink_of(const CallStep& step) {
    const Outcome& outcome = step.outcome;
    if (outcome.signal != 0 || outcome.blocked || outcome.unclaimed) return Ink::Signal;
    if (outcome.error != 0) return Ink::Errno;
    return static_cast<std::uint64_t>(outcome.result.value_or(0)) < step.asked ? Ink::Short : Ink::Complete;
}

std::string result_words(const CallStep& step) {
    const Outcome& outcome = step.outcome;
    std::string out;
    if (outcome.unclaimed) return "? no claim [model]";
    if (outcome.signal != 0) {
        out = "? killed by " + signal_name(outcome.signal);
    } else if (outcome.blocked) {
        out = "? still asleep";
    } else if (outcome.error != 0) {
        out = "-1 " + errno_name(outcome.error);
    } else {
        out = grouped(static_cast<std::uint64_t>(outcome.result.value_or(0)));
        if (ink_of(step) == Ink::Short) out += " short";
    }
    if (outcome.origin != Origin::Kernel) out += fmt::format(" [{}]", to_string(outcome.origin));
    return out;
}

bool same_end(const Outcome& a, const Outcome& b) {
    return a.result == b.result && a.error == b.error && a.signal == b.signal && a.blocked == b.blocked;
}

std::string call_words(const CallStep& step, const ReportContext& context) {
    const Call& call = step.call;
    const int fd = context.target_fd;
    const std::string asked = length_words(step.asked);
    switch (call.op) {
        case Op::Write:
        case Op::Writes: {
            const std::uint64_t entry = call.list.empty() ? 0 : call.list[0].entry;
            return fmt::format("write({}, {}, {})", fd, clipped(entry_name(context, step.list, entry), 22), asked);
        }
        case Op::CopyWrite:
            return fmt::format("write({}, {} joined, {})", fd, counted(call.list.size(), "entry", "entries"),
                               asked);
        case Op::Pwritev:
        case Op::Preadv:
            return fmt::format("{}({}, iov, {}, {})", to_string(call.op), fd, call.iovcnt(), call.offset);
        case Op::Pwritev2:
            return fmt::format("pwritev2({}, iov, {}, {}, {})", fd, call.iovcnt(), call.offset,
                               rwf_words(call.flags));
        case Op::Writev:
        case Op::Readv:
            break;
    }
    return fmt::format("{}({}, {}, {})", to_string(call.op), fd, call.bad_array ? "a bad address" : "iov",
                       call.iovcnt());
}

class TextReport : public Report {
public:
    explicit TextReport(ReportContext context) : context_(context) {
        if (context_.experiment == nullptr) return;
        before_ = state_at_start(*context_.experiment);
        if (context_.experiment->second) first_ = kFirstOfTwo;
    }

    std::string begin() override { return text_heading(context_); }

    std::string step(const Step& step) override {
        std::string out;
        if (const auto* read = std::get_if<ReadStep>(&step.what)) {
            note_read(*read);
        } else {
            // A run of reads is told in one line, once something else happens.
            out = told(reads_in_words());
            out += std::visit([&](const auto& what) { return words(what, step); }, step.what);
        }
        before_ = step.after;
        return out;
    }

private:
    bool reading() const { return context_.experiment != nullptr && reads(*context_.experiment); }

    void note_read(const ReadStep& read) {
        if (read.final) return;
        ++reads_;
        read_bytes_ += read.bytes;
    }

    std::string reads_in_words() {
        const std::uint64_t reads = std::exchange(reads_, 0);
        const std::uint64_t bytes = std::exchange(read_bytes_, 0);
        if (reads == 0) return {};
        if (reads == 1) return event("The reader takes " + bytes_words(bytes) + ".");
        return event(fmt::format("The reader takes {} in {} reads.", bytes_words(bytes), grouped(reads)));
    }

    std::string event(const std::string& words) {
        after_event_ = true;
        return paint(context_, Ink::Dim, wrapped("· " + words, 3));
    }

    /// What is printed now: everything of the first calls. Later calls wait, because only the last few are told.
    std::string told(const std::string& text) {
        if (calls_ <= first_) return text;
        waiting_.back().followed_by += text;
        return {};
    }

    std::string words(const CallStep& call, const Step& step) {
        after_event_ = false;
        believed_[call.list] = call.believed;
        if (++calls_ <= first_) return call_block(call, step, before_);
        waiting_.push_back({step, before_, {}});
        if (waiting_.size() > kLast) waiting_.pop_front();
        return {};
    }

    std::string call_block(const CallStep& call, const Step& step, const TargetState& before) {
        const char* who = call.writer == 2 ? "second writer: " : "";
        const std::string head = fmt::format("{}  {}{} = ", call.n, who, call_words(call, context_));
        const std::string result = result_words(call);
        const bool measured = call.outcome.origin == Origin::Kernel || call.outcome.origin == Origin::Capped;
        const bool came_back = measured && call.outcome.signal == 0 && !call.outcome.blocked;
        const std::string took = came_back ? duration_words(call.outcome.elapsed_ns) : "";
        std::string out = paint(context_, Ink::Bold, head) + paint(context_, ink_of(call), result);
        if (!took.empty()) {
            const std::size_t used = columns(head) + columns(result) + columns(took);
            out += std::string(used + 2 < kTextWidth ? kTextWidth - used : 2, ' ') + took;
        }
        out += "\n";
        if (call.taken > 0) out += text_bars(call, context_);
        return out + reason(call, explain(step, before, context_)) + forecast(call) + "\n";
    }

    /// A loop meets the same outcome again and again: then its reason is told once.
    std::string reason(const CallStep& call, const Explanation& why) {
        const auto [known, is_new] = reasons_.try_emplace(why.headline + why.why, call.n);
        if (!is_new) return wrapped(fmt::format("{} As at call {}.", why.headline, known->second), 3);
        return wrapped(why.headline + " " + why.why, 3) + paint(context_, Ink::Dim, wrapped(why.page, 3));
    }

    /// The model's forecast beside what the kernel did.
    std::string forecast(const CallStep& call) const {
        if (!call.model || call.outcome.origin == Origin::Model) return {};
        if (same_end(*call.model, call.outcome))
            return paint(context_, Ink::Dim, wrapped("Foretold: " + call.rule, 3));
        CallStep foretold = call;
        foretold.outcome = *call.model;
        foretold.outcome.origin = Origin::Kernel;
        return paint(
            context_, Ink::Signal,
            wrapped(fmt::format("The model foretold something else: {} ({}). The kernel is right; that is news "
                                "about it, or a fault of the model.",
                                result_words(foretold), call.rule),
                    3));
    }

    std::string words(const WaitStep& wait, const Step&) {
        if (wait.outcome.blocked) return told(event("poll(2) still sleeps when the run ends."));
        const std::string after = duration_words(wait.outcome.elapsed_ns);
        if (wait.outcome.error != 0)
            return told(event("poll(2) ends with " + errno_name(wait.outcome.error) + "."));
        return told(event(std::string("poll(2) says that the target is ") + (reading() ? "readable" : "writable") +
                          ", after " + after + "."));
    }

    std::string words(const SignalStep& signal, const Step&) {
        return told(event(signal_name(signal.number) + " is sent to the caller."));
    }

    std::string words(const CloseStep&, const Step&) {
        return told(event(reading() ? "The writer closes its end." : "The reader closes its end."));
    }

    std::string words(const ResizeStep& resize, const Step&) {
        const std::string asked = fmt::format("F_SETPIPE_SZ asks for a pipe of {}", bytes_words(resize.asked));
        if (resize.result < 0) {
            const int error = static_cast<int>(-resize.result);
            return told(event(fmt::format("{}: {} ({}). {} It stays as it is.", asked, errno_name(error),
                                          errno_text(error), resize_refusal(resize))));
        }
        return told(event(
            fmt::format("{}; it now has {}.", asked, bytes_words(static_cast<std::uint64_t>(resize.result)))));
    }

    std::string words(const SleepStep& sleep, const Step&) {
        if (sleep.polling)
            return told(event(reading() ? "The caller sleeps in poll(2), waiting for something to read."
                                        : "The caller sleeps in poll(2), waiting for room."));
        return told(event(fmt::format("Call {} is asleep in the kernel: there is {}.", sleep.n,
                                      reading() ? "nothing to read" : "no room")));
    }

    std::string words(const ServeStep& serve, const Step&) { return told(event(serve_words(serve))); }

    std::string words(const ReadStep&, const Step&) { return {}; }

    std::string words(const EndStep& end, const Step&) {
        std::string out = last_calls();
        if (after_event_) out += "\n";
        return out + text_end(end, believed_.empty() ? end.delivered : believed_in_all(), context_);
    }

    std::uint64_t believed_in_all() const {
        std::uint64_t sum = 0;
        for (const auto& [list, bytes] : believed_) sum += bytes;
        return sum;
    }

    std::string last_calls() {
        if (waiting_.empty()) return {};
        std::string out;
        const std::uint64_t left_out = calls_ - first_ - waiting_.size();
        if (left_out > 0) out += fmt::format("   … {} …\n\n", counted(left_out, "more call", "more calls"));
        for (const Waiting& late : waiting_) {
            out += call_block(std::get<CallStep>(late.step.what), late.step, late.before) + late.followed_by;
        }
        waiting_.clear();
        return out;
    }

    struct Waiting {
        Step step;
        TargetState before;
        std::string followed_by;  ///< the events after it
    };

    ReportContext context_;
    TargetState before_;
    std::uint64_t first_ = kFirst;
    std::uint64_t calls_ = 0;
    std::uint64_t reads_ = 0;
    std::uint64_t read_bytes_ = 0;
    std::map<std::uint32_t, std::uint64_t> believed_;  // by list: what its loop last took for sent
    bool after_event_ = false;                         // an empty line is still owed
    std::map<std::string, std::uint64_t> reasons_;     // told at which call
    std::deque<Waiting> waiting_;                      // the latest calls after the first ones
};

}  // namespace

std::unique_ptr<Report> make_text_report(const ReportContext& context) {
    return std::make_unique<TextReport>(context);
}

}  // namespace iovlab
