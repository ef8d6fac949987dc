#pragma once

#include "core/bytes/arena.h"
#include "core/experiment/experiment.h"
#include "core/experiment/text.h"
#include "core/experiment/trace.h"

#include <memory>
#include <string>

namespace iovlab {

/// Everything a report can speak of.
struct ReportContext {
    const Experiment* experiment = nullptr;
    const Buffers* buffers = nullptr;
    const Arena* arena = nullptr;
    int target_fd = 0;
    bool colour = false;  ///< ANSI colours: only for a terminal
};

/// A trace in words, a step at a time: what it returns is printed as it is. One for each --format.
class Report {
public:
    virtual ~Report() = default;
    virtual std::string begin() = 0;
    virtual std::string step(const Step& step) = 0;
};

std::unique_ptr<Report> make_text_report(const ReportContext& context);
std::unique_ptr<Report> make_strace_report(const ReportContext& context);  ///< the calls as strace 6.1 prints them
std::unique_ptr<Report> make_json_report(const ReportContext& context);  ///< docs/experiments.md: an object a line

/// One call in strace's notation, without its result: "writev(4, [{iov_base=\"ab\", iov_len=2}], 1)".
std::string strace_call(const CallStep& step, const ReportContext& context);

}  // namespace iovlab
