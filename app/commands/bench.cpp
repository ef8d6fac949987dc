#include "app/commands/bench.h"

#include "app/commands/interrupts.h"
#include "app/commands/output.h"
#include "core/bench/sweep.h"
#include "core/bench/words.h"
#include "core/kernel/names.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace iovlab {
namespace {

std::atomic<BenchSweep*> under_way{nullptr};
volatile std::sig_atomic_t interrupted_by = 0;

/// Ends the measuring; what there is gets printed.
void interrupt(int number) {
    const int kept = errno;
    interrupted_by = number;
    if (BenchSweep* sweep = under_way.load()) sweep->cancel();
    errno = kept;
}

/// A line on stderr that tells how far it is; only where somebody looks at it.
class ProgressLine {
public:
    void show(const BenchSweep& sweep) {
        const auto now = std::chrono::steady_clock::now();
        if (!terminal_ || now - shown_ < std::chrono::milliseconds(100)) return;
        shown_ = now;
        const BenchResult result = sweep.result();
        tell(fmt::format("\r{:3.0f} %  {:.0f} s of at most {:.0f}, Ctrl-C stops\x1b[K", result.progress() * 100,
                         result.elapsed_s, result.plan.seconds));
        drawn_ = true;
    }
    ~ProgressLine() {
        if (drawn_) tell("\r\x1b[K");
    }

private:
    bool terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
};

/// Reads a list of numbers into `to`, unless none was given. Returns what is wrong.
std::string read_numbers(const char* option, const std::string& text, std::uint64_t most,
                         std::vector<std::uint64_t>& to) {
    if (text.empty()) return {};
    ParsedNumbers parsed = parse_numbers(text, most);
    if (!parsed.problem.empty()) return fmt::format("{}: {}", option, parsed.problem);
    to = std::move(parsed.numbers);
    return {};
}

/// What is wrong with the arguments; otherwise `plan` says what they do.
std::string read_plan(const BenchArguments& arguments, BenchPlan& plan) {
    plan = arguments.quick ? quick_plan() : full_plan();
    const std::optional<BenchSink> sink = bench_sink_from(arguments.target);
    if (!sink) return fmt::format("--target: '{}' cannot be measured", arguments.target);
    plan.sink = *sink;
    plan.nonblock = arguments.nonblock;
    plan.folder = arguments.folder;
    if (!plan.folder.empty() && plan.sink != BenchSink::Disk) return "--folder goes with --target disk alone";
    struct stat facts {};
    if (!plan.folder.empty() && ::stat(plan.folder.c_str(), &facts) != 0)
        return fmt::format("--folder: {} cannot be used: {}", plan.folder, errno_text(errno));
    if (!plan.folder.empty() && !S_ISDIR(facts.st_mode))
        return fmt::format("--folder: {} is no folder", plan.folder);
    if (std::isnan(arguments.seconds)) return "--seconds: nan is not a number of seconds";
    if (arguments.seconds > 0) plan.seconds = arguments.seconds;
    std::string problem = read_numbers("--counts", arguments.counts, kMaxListEntries, plan.counts);
    if (problem.empty()) problem = read_numbers("--sizes", arguments.sizes, kMaxListBytes, plan.sizes);
    return problem.empty() ? settle_plan(plan) : problem;
}

BenchResult measure(BenchSweep& sweep) {
    ProgressLine progress;
    sweep.on_change([&] { progress.show(sweep); });
    under_way = &sweep;
    take_interrupts(interrupt);
    if (interrupted_by != 0) sweep.cancel();
    try {
        sweep.run();
    } catch (...) {
        under_way = nullptr;
        throw;
    }
    under_way = nullptr;
    return sweep.result();
}

}  // namespace

int bench_command(const BenchArguments& arguments) {
    BenchPlan plan;
    const std::string problem = read_plan(arguments, plan);
    if (!problem.empty()) return failed(problem, 2);
    try {
        BenchSweep sweep(plan);
        const BenchResult result = measure(sweep);
        const BenchFormat format = arguments.json  ? BenchFormat::Json
                                   : arguments.csv ? BenchFormat::Csv
                                                   : BenchFormat::Text;
        Output output;
        output.print(bench_report(result, format));
        if (format != BenchFormat::Text && !end_words(result).empty()) failed(end_words(result), 0);
        if (result.status == BenchResult::Status::Failed) return output.finish(1);
        return output.finish(interrupted_by != 0 ? 128 + interrupted_by : 0);
    } catch (const CannotMeasure& why) {
        return failed(why.what(), 3);
    } catch (const std::system_error& why) {
        return failed(std::string("This machine does not give what measuring needs: ") + why.what(), 3);
    } catch (const std::exception& fault) {
        return failed(std::string("a fault of the program: ") + fault.what(), 1);
    }
}

}  // namespace iovlab
