#include "core/experiment/text.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

namespace iovlab::fuzz {

const std::vector<Target>& targets() {
    static const std::vector<Target> all = {
        {"experiments", run_experiment_file, mutate_experiment},
        {"lessons", run_lesson_file, mutate_lesson},
        {"faults", run_fault_script, mutate_script},
        {"loops", run_loop, mutate_loop},
        {"wire", run_wire, nullptr},
    };
    return all;
}

const Target* target_named(std::string_view name) {
    const auto found =
        std::find_if(targets().begin(), targets().end(), [&](const Target& target) { return target.name == name; });
    return found == targets().end() ? nullptr : &*found;
}

void expect_words(const std::string& sentence) {
    expect(!sentence.empty(), "nothing is said");
    expect(first_not_text(sentence) == std::string::npos, "this is not UTF-8: " + sentence);
    const auto control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    };
    expect(std::none_of(sentence.begin(), sentence.end(), control), "a control character is in this: " + sentence);
}

}  // namespace iovlab::fuzz
