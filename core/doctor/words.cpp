#include "core/doctor/words.h"

#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"
#include "core/report/words.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>

namespace iovlab {

namespace {

constexpr std::uint64_t kEnoughBytes = 4ull << 30;  // that a run may write
constexpr std::uint64_t kEnoughFiles = 64;

std::string limit_text(const std::optional<std::uint64_t>& limit) {
    return limit ? grouped(*limit) : "none";
}

MachineLine limit_line(const ResourceLimit& limit) {
    MachineLine line{limit.name, limit.name, limit_text(limit.soft)};
    if (!limit.soft) return line;
    const std::string_view name = limit.name;
    if (name == "RLIMIT_FSIZE" && *limit.soft < kEnoughBytes) {
        line.means =
            "A file cannot grow past this size: a write there fails with EFBIG, also where an experiment "
            "sets no limit.";
        line.remedy = "Lift it with 'ulimit -f unlimited' before you start iovlab.";
    } else if (name == "RLIMIT_AS" && *limit.soft < kEnoughBytes) {
        line.means = "Memory may run out: large lists may not be mapped.";
        line.remedy = "Lift it with 'ulimit -v unlimited' before you start iovlab.";
    } else if (name == "RLIMIT_NOFILE" && *limit.soft < kEnoughFiles) {
        line.means = "Descriptors may run out, and then no run can begin.";
        line.remedy = "Lift it with 'ulimit -n 1024' before you start iovlab.";
    }
    return line;
}

MachineLine cage_line(const char* id, const char* title, bool holds, const std::string& value,
                      const std::string& means, const std::string& remedy) {
    MachineLine line{id, title, value};
    if (!holds) {
        line.means = means;
        line.remedy = remedy;
    }
    return line;
}

void add_cage(std::vector<MachineLine>& lines, const MachineFacts& facts) {
    if (!facts.cage) {
        lines.push_back({"worker", "worker", "cannot be started",
                         "No experiment can run on this kernel: " + facts.no_worker + ".",
                         "'--kernel model' runs experiments without it."});
        return;
    }
    const Cage& cage = *facts.cage;
    lines.push_back({"worker", "worker", "starts"});
    lines.push_back(cage_line("no-new-privs", "no_new_privs", cage.no_new_privs, cage.no_new_privs ? "yes" : "no",
                              "The worker could start a program with more rights than it has.",
                              "It takes Linux 3.5."));
    lines.push_back(cage_line(
        "landlock-files", "Landlock", cage.files,
        facts.landlock > 0 ? fmt::format("version {}", facts.landlock) : std::string("none"),
        "The worker could still open files by their paths. It never does, but nothing but its own program and the "
        "filter of system calls stops it.",
        "It takes Linux 5.13 with 'landlock' in the lsm= list of the boot parameters; containers may forbid it."));
    lines.push_back(cage_line(
        "seccomp", "seccomp filter", cage.calls, cage.calls ? "yes" : "no",
        facts.seccomp && std::getenv("IOVLAB_SECCOMP") == nullptr
            ? "The worker's filter of system calls is there on request: with IOVLAB_SECCOMP=1 in the environment."
        : facts.seccomp
            ? "The worker goes without its filter of system calls. Builds with AddressSanitizer have none, "
              "nor have machines other than x86-64 and 64-bit Arm."
            : "This kernel has no filters of system calls, so that the worker could make any.",
        facts.seccomp ? "Use a release build, where this machine has one."
                      : "It takes a kernel with CONFIG_SECCOMP_FILTER; sandboxes may forbid it."));
    lines.push_back(
        cage_line("memory-limit", "memory limit (RLIMIT_AS)", cage.memory, cage.memory ? "yes" : "no",
                  "The worker could take all memory of the machine. Builds with AddressSanitizer have no "
                  "such limit.",
                  "Use a release build."));
}

void add_watching(std::vector<MachineLine>& lines, const MachineFacts& facts) {
    MachineLine sleep{"sees-sleep", "sleeping calls can be seen", facts.sees_sleep ? "yes" : "no"};
    if (!facts.sees_sleep) {
        sleep.means =
            "/proc/PID/syscall of the worker cannot be read, so that a call that sleeps looks like one "
            "that runs. A deadline still ends it; what waits for a sleeping call ([signal], the reader "
            "when-full) may not happen.";
        sleep.remedy = "Yama's ptrace_scope must be 0 or 1, and /proc must not hide processes (hidepid).";
    }
    lines.push_back(std::move(sleep));
    lines.push_back({"ptrace-scope", "Yama's ptrace_scope",
                     facts.ptrace_scope ? std::to_string(*facts.ptrace_scope) : "no Yama"});
}

void add_screen(std::vector<MachineLine>& lines, const Screenful& screen) {
    if (!screen.known) {
        lines.push_back({"display", "display", "this program has no window"});
        return;
    }
    MachineLine display{"display", "display", screen.display.empty() ? "yes" : "none"};
    if (!screen.display.empty()) {
        display.means = "No window can be opened: " + screen.display + ".";
        display.remedy = "'iovlab run', 'lessons', 'errno', 'bench' and 'shot' work without one.";
    }
    lines.push_back(std::move(display));
    MachineLine fonts{"fonts", "fonts", screen.fonts.empty() ? "Inter, JetBrains Mono" : "a plain one"};
    if (!screen.fonts.empty()) fonts.means = screen.fonts + (screen.fonts.ends_with('.') ? "" : ".");
    lines.push_back(std::move(fonts));
}

void add_targets(std::vector<MachineLine>& lines, const MachineFacts& facts) {
    for (const TargetKind& kind : target_kinds()) {
        if (!kind.runs) continue;
        const std::string& why = facts.targets.of(kind.name);
        lines.push_back({"target:" + kind.name, "target " + kind.name, why.empty() ? "yes" : "no", why});
    }
    lines.push_back(
        {"small-disk", "small disk for a file", facts.targets.disk.empty() ? "yes" : "no", facts.targets.disk});
}

void add_recipes(std::vector<MachineLine>& lines, const MachineFacts& facts) {
    if (facts.recipes_folder.empty()) {
        lines.push_back({"recipes", "recipes of the errno atlas", "not found",
                         "The experiments of the errno atlas are not installed here.",
                         "$IOVLAB_ASSETS may name the folder in which they are."});
        return;
    }
    const auto hold = std::count_if(facts.recipes.begin(), facts.recipes.end(),
                                    [](const RecipeResult& one) { return one.why_not.empty(); });
    lines.push_back(
        {"recipes", "recipes of the errno atlas", fmt::format("{} of {} hold", hold, facts.recipes.size())});
    for (const RecipeResult& one : facts.recipes) {
        if (one.why_not.empty()) continue;
        lines.push_back(
            {fmt::format("recipe:{}", one.recipe->file), fmt::format("recipe {}", one.recipe->file), "no",
             fmt::format("{} ({}) cannot be seen here: {}.", one.fact->name, one.recipe->cause, one.why_not)});
    }
}

}  // namespace

std::vector<MachineLine> machine_lines(const MachineFacts& facts) {
    std::vector<MachineLine> lines;
    lines.push_back({"kernel", "kernel", fmt::format("Linux {} on {}", facts.release, facts.architecture)});
    lines.push_back({"page-size", "page size", bytes_words(facts.page_size)});
    for (const KernelSetting& setting : facts.settings)
        lines.push_back({setting.name, setting.name, setting.value ? grouped(*setting.value) : "not told"});
    for (const ResourceLimit& limit : facts.limits) lines.push_back(limit_line(limit));
    add_cage(lines, facts);
    add_watching(lines, facts);
    add_screen(lines, facts.screen);
    add_targets(lines, facts);
    add_recipes(lines, facts);
    return lines;
}

std::string doctor_text(const MachineFacts& facts) {
    const std::vector<MachineLine> lines = machine_lines(facts);
    std::size_t width = 0;
    for (const MachineLine& line : lines) width = std::max(width, columns(line.title));
    std::string all = "This machine\n\n", missing;
    for (const MachineLine& line : lines) {
        all += fmt::format("{} {}  {}\n", line.missing() ? "!" : " ", padded(line.title, width), line.value);
        if (!line.missing()) continue;
        missing += fmt::format("\n{}: {}\n{}", line.title, line.value, wrapped(line.means, 2));
        if (!line.remedy.empty()) missing += wrapped(line.remedy, 2);
    }
    if (missing.empty()) return all + "\nNothing is missing: every experiment can run here.\n";
    return all + "\nWhat is missing here (!)\n" + missing;
}

}  // namespace iovlab
