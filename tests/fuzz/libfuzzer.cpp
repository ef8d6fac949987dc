// iovlab-fuzz --target=NAME [libFuzzer's arguments]: makes up bytes for one target.

#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

const iovlab::fuzz::Target* chosen = nullptr;
constexpr std::string_view kOption = "--target=";

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);

// libFuzzer passes over options with two dashes, and hands them on to the processes that it starts.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    for (int i = 1; i < *argc; ++i) {
        const std::string_view word = (*argv)[i];
        if (word.substr(0, kOption.size()) == kOption)
            chosen = iovlab::fuzz::target_named(word.substr(kOption.size()));
    }
    if (chosen != nullptr) return 0;
    std::fputs("usage: iovlab-fuzz --target=NAME [ARGUMENTS OF LIBFUZZER]\nNAME is one of:", stderr);
    for (const auto& target : iovlab::fuzz::targets()) std::fprintf(stderr, " %s", target.name);
    std::fputs("\n", stderr);
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    try {
        chosen->run({reinterpret_cast<const char*>(bytes), size});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        std::abort();
    }
    return 0;
}

// Half of the changes are ours, half are libFuzzer's own, which know nothing and therefore try everything.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size, std::size_t most,
                                               unsigned seed) {
    if (chosen->mutate == nullptr || seed % 2 == 0) return LLVMFuzzerMutate(bytes, size, most);
    const std::string changed = chosen->mutate({reinterpret_cast<const char*>(bytes), size}, seed);
    const std::size_t kept = std::min(changed.size(), most);
    std::memcpy(bytes, changed.data(), kept);
    return kept;
}
