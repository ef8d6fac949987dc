#include "app/lab/call_text.h"

#include "core/kernel/names.h"
#include "core/report/report.h"
#include "core/report/words.h"

namespace iovlab {

namespace {

constexpr std::size_t kShownLengths = 5;

std::string lengths_of(const IovList& list) {
    std::string text = "[";
    for (std::size_t i = 0; i < list.size() && i < kShownLengths; ++i) {
        if (i > 0) text += ", ";
        text += std::to_string(list[i].length);
    }
    return text + (list.size() > kShownLengths ? ", …]" : "]");
}

struct ToText {
    int fd;
    bool reading = false;

    std::string operator()(const CallStep& step) const {
        return (step.writer == 2 ? "second: " : "") + short_call(step, fd);
    }
    std::string operator()(const ReadStep& step) const {
        const std::string bytes = grouped(step.bytes) + " B";
        return step.final ? "what was left is read out: " + bytes : "the reader takes " + bytes;
    }
    std::string operator()(const WaitStep& /*step*/) const {
        return "poll(" + std::to_string(fd) + (reading ? ", POLLIN)" : ", POLLOUT)");
    }
    std::string operator()(const SignalStep& step) const {
        return signal_name(step.number) + " is sent to the worker";
    }
    std::string operator()(const CloseStep& /*step*/) const { return "the reader closes its end"; }
    std::string operator()(const ResizeStep& step) const {
        const std::string asked = "F_SETPIPE_SZ of " + grouped(step.asked) + " B: ";
        if (step.result < 0)
            return asked + errno_name(static_cast<int>(-step.result)) + ". " + resize_refusal(step);
        return asked + grouped(static_cast<std::uint64_t>(step.result)) + " B";
    }
    std::string operator()(const SleepStep& step) const {
        return step.polling ? "the worker falls asleep in poll"
                            : "the worker falls asleep in call " + std::to_string(step.n);
    }
    std::string operator()(const ServeStep& step) const {
        using What = ServeStep::What;
        switch (step.what) {
            case What::Listening:
                return "listening at " + step.address;
            case What::Came:
                return "client: " + (step.request.empty() ? "no request" : printable(step.request));
            case What::Closed:
                return "the client closed its side";
            case What::Left:
                break;
        }
        return "the client left";
    }
    std::string operator()(const EndStep& step) const {
        return std::string("the run is over: ") + to_string(step.status) + ", " +
               (step.judged ? to_string(step.verdict) : "no verdict");
    }
};

}  // namespace

std::string short_call(const CallStep& step, int fd) {
    const Call& call = step.call;
    const std::string start = std::to_string(fd) + ", ";
    if (call.op == Op::Write || call.op == Op::Writes || call.op == Op::CopyWrite) {
        const std::string what = call.op == Op::CopyWrite ? "joined " + lengths_of(call.list) : "iov_base";
        return "write(" + start + what + ", " + std::to_string(step.asked) + ")";
    }
    std::string text = std::string(to_string(call.op)) + "(" + start;
    text += (call.bad_array ? "bad address" : lengths_of(call.list)) + ", " + std::to_string(call.iovcnt());
    if (call.op == Op::Pwritev || call.op == Op::Pwritev2 || call.op == Op::Preadv)
        text += ", " + std::to_string(call.offset);
    if (call.op == Op::Pwritev2) text += ", " + std::to_string(call.flags);
    return text + ")";
}

std::string strace_text(const RunView& run) {
    const auto report = make_strace_report(run.context());
    std::string text = report->begin();
    for (const Step& step : run.steps) text += report->step(step);
    return text;
}

std::string step_text(const Step& step, int fd, bool reading) {
    return std::visit(ToText{fd, reading}, step.what);
}

}  // namespace iovlab
