#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// What reads strangers' bytes, each as one function that takes any bytes. A fuzzer makes them up (libfuzzer.cpp);
/// the ones that are kept in corpus/ are tried again with every build (replay.cpp).
namespace iovlab::fuzz {

/// What must hold whatever the bytes are, and does not. Caught nowhere but in replay.cpp.
struct Broken : std::logic_error {
    using std::logic_error::logic_error;
};

inline void expect(bool holds, const std::string& what) {
    if (!holds) throw Broken(what);
}
/// A sentence for a terminal: there is one, in UTF-8, without a control character.
void expect_words(const std::string& sentence);

struct Target {
    const char* name;  ///< also of its folder in corpus/
    /// Throws Broken, or dies by a sanitizer.
    void (*run)(std::string_view bytes);
    /// Bytes of this kind made of others, as a person could have changed them; null: only the fuzzer's own changes.
    std::string (*mutate)(std::string_view bytes, std::uint64_t seed);
};

void run_experiment_file(std::string_view bytes);
void run_lesson_file(std::string_view bytes);
void run_fault_script(std::string_view bytes);
void run_loop(std::string_view bytes);
void run_wire(std::string_view bytes);

std::string mutate_experiment(std::string_view bytes, std::uint64_t seed);
std::string mutate_lesson(std::string_view bytes, std::uint64_t seed);
std::string mutate_script(std::string_view bytes, std::uint64_t seed);
std::string mutate_loop(std::string_view bytes, std::uint64_t seed);

const std::vector<Target>& targets();
/// Null when none has this name.
const Target* target_named(std::string_view name);

}  // namespace iovlab::fuzz
