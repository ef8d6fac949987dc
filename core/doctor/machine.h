#pragma once

#include "core/experiment/hindrances.h"
#include "core/kernel/cage.h"
#include "core/kernel/errno_facts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// One of getrlimit(2)'s limits; absent numbers: none.
struct ResourceLimit {
    const char* name = "";  ///< "RLIMIT_FSIZE"
    std::optional<std::uint64_t> soft{}, hard{};
};

/// A number that the kernel was built or set up with; absent: it does not say.
struct KernelSetting {
    const char* name = "";  ///< "pipe-max-size"
    std::optional<std::uint64_t> value{};
};

/// Whether an experiment of the errno atlas ends here in its errno.
struct RecipeResult {
    const ErrnoFact* fact = nullptr;
    const Recipe* recipe = nullptr;
    std::string why_not;  ///< empty: it does
};

/// What only the window's part of the program can tell: empty texts where all is well.
struct Screenful {
    bool known = false;   ///< this program has a window, and looked
    std::string display;  ///< why no window can be opened
    std::string fonts;    ///< which fonts are missing
};

/// All that this machine has and has not got of what iovlab wants.
struct MachineFacts {
    std::string release;       ///< of the kernel: "6.18.5-1-amd64"
    std::string architecture;  ///< "x86_64"
    std::uint64_t page_size = 0;
    std::vector<ResourceLimit> limits;
    std::vector<KernelSetting> settings;
    int landlock = 0;          ///< its version; 0: none
    bool seccomp = false;      ///< the kernel has filters of system calls
    std::optional<Cage> cage;  ///< of a worker that was started to see; absent: there was none to be had
    std::string no_worker;     ///< then: why
    bool sees_sleep = false;   ///< /proc/PID/syscall of a worker can be read
    std::optional<std::uint64_t> ptrace_scope;  ///< of Yama; absent: this kernel has no Yama
    Hindrances targets;
    Screenful screen;
    std::string recipes_folder;         ///< empty: the atlas's experiments are not installed
    std::vector<RecipeResult> recipes;  ///< those that were tried
};

/// Asks the kernel and starts a worker, which takes a few milliseconds: not on a window's thread. No recipe is
/// tried.
MachineFacts examine_machine(const Screenful& screen);

/// Every recipe of the atlas, in its order, not tried yet.
std::vector<RecipeResult> all_recipes();
/// Runs one, from the folder of the atlas's experiments, which takes milliseconds mostly and seconds at most.
RecipeResult try_recipe(RecipeResult recipe, const std::string& folder);

}  // namespace iovlab
