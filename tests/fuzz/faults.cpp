#include "core/bytes/random.h"
#include "core/experiment/fault_plan.h"
#include "core/experiment/fault_script.h"
#include "tests/fuzz/fuzz.h"

// Any bytes as a fault script: what is accepted can be printed and read again as the same steps, and be played.
namespace iovlab::fuzz {

namespace {

constexpr int kCalls = 100;

void expect_plays(const std::string& script, bool repeat) {
    FaultPlan plan({script, repeat}, 7), again({script, repeat}, 7);
    for (int call = 0; call < kCalls; ++call) expect(plan.next() == again.next(), "one seed, two plays");
}

}  // namespace

void run_fault_script(std::string_view bytes) {
    const std::string script(bytes);
    const FaultScript read = parse_fault_script(script);
    expect_plays(script, false);
    expect_plays(script, true);
    if (!read.problem.empty()) return expect_words(read.problem);
    const std::string printed = to_text(read.steps);
    const FaultScript again = parse_fault_script(printed);
    expect(again.problem.empty(), "what was printed is refused: " + printed + ": " + again.problem);
    expect(again.steps == read.steps, "what is read again is another script: " + printed);
    expect(to_text(again.steps) == printed, "printed twice, two scripts: " + printed);
}

std::string mutate_script(std::string_view bytes, std::uint64_t seed) {
    static const std::vector<std::string> pieces = {
        " -> ", "->", "short ", "real", "EAGAIN", "EINTR",   "EWOULDBLOCK",          "ENOSPC", "3*", "20%", "0%",
        "100%", "1*", "0",      "3",    "65536",  "1000000", "18446744073709551615", "9*9*",   "\t", "\n",  " "};
    std::string text(bytes);
    std::uint64_t random = seed;
    for (std::uint64_t changes = 1 + next_random(random) % 3; changes > 0; --changes) {
        const std::size_t at = next_random(random) % (text.size() + 1);
        const std::size_t gone = next_random(random) % 2 == 0 ? next_random(random) % 4 : 0;
        text.replace(at, std::min(gone, text.size() - at), pieces[next_random(random) % pieces.size()]);
    }
    return text;
}

}  // namespace iovlab::fuzz
