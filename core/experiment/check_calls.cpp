#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"
#include "core/experiment/two_writers.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <fmt/core.h>
#include <unordered_set>

namespace iovlab {

namespace {

bool takes_array(Op op) {
    return op != Op::Write && op != Op::Writes && op != Op::CopyWrite;
}
bool takes_offset(Op op) {
    return op == Op::Pwritev || op == Op::Pwritev2 || op == Op::Preadv;
}

class CallChecker {
public:
    CallChecker(const Experiment& experiment, Findings& findings) : experiment_(experiment), findings_(findings) {
        for (const BufferSpec& buffer : experiment.buffers) {
            names_.push_back(buffer.name);
            known_.insert(buffer.name);
        }
    }

    void run() {
        if (experiment_.calls.empty()) findings_.add({"call"}, "there is no call; at least one is needed");
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) check_call(i);
        // The second writer's call is the first's with entries of its own: the rest has been looked at.
        if (experiment_.second && !experiment_.calls.empty()) check_list(second_call(experiment_), {"second"});
    }

private:
    /// `where`: the section that the call's list stands in.
    void check_list(const CallSpec& call, const Path& where) {
        const auto at = [&](std::optional<std::size_t> k) {
            Path path = where;
            path.emplace_back("iov");
            if (k) path.emplace_back(*k);
            return path;
        };
        std::uint64_t entries = 0;
        for (std::size_t k = 0; k < call.iov.size(); ++k) {
            const EntrySpec& entry = call.iov[k];
            check_entry(entry, at(k));
            entries += std::min(entry.times, kMaxEntries + 1);
            count(entry.times, at(k));
        }
        if (call.op != Op::Write || entries == 1) return;
        findings_.add(at({}), fmt::format("write sends exactly one entry, and here are {}; use writev for a list, "
                                          "or writes for one write an entry",
                                          grouped(entries)));
    }

    void check_call(std::size_t i) {
        const CallSpec& call = experiment_.calls[i];
        const char* op = to_string(call.op);
        check_list(call, {"call", i});
        if (call.count && !takes_array(call.op)) {
            findings_.add({"call", i, "count"}, fmt::format("{} has no iovec count; leave \"count\" out", op));
        }
        if (call.bad_array && !takes_array(call.op)) {
            findings_.add({"call", i, "array"}, fmt::format("{} has no iovec array; leave \"array\" out", op));
        }
        if (call.offset != 0 && !takes_offset(call.op)) {
            findings_.add({"call", i, "offset"},
                          fmt::format("{} takes no offset; pwritev, pwritev2 and preadv do", op));
        }
        if (call.resize && experiment_.target.kind != "pipe") {
            findings_.add({"call", i, "resize"},
                          fmt::format("resize asks a pipe for another size, and the target is {}; leave it out",
                                      quoted(experiment_.target.kind)));
        } else if (call.resize) {
            findings_.in_range({"call", i, "resize"}, "resize", *call.resize, 0, UINT32_MAX);
        }
        check_flags(call, i);
        if (call.op == Op::CopyWrite) check_joined(call, i);
        if (experiment_.loop.kind == "copying") check_sliced(call, i);
    }

    // Only entries whose rest a program could really copy.
    void check_sliced(const CallSpec& call, std::size_t i) {
        for (std::size_t k = 0; k < call.iov.size(); ++k) {
            const EntrySpec& entry = call.iov[k];
            if (entry.bad == BadBase::Crossing) {
                findings_.add({"call", i, "iov", k, "bad"},
                              "the loop copying copies the rest of an entry that was cut, and reading what may not "
                              "be read would kill it; use write-all, which copies nothing");
            } else if (entry.bad == BadBase::None && entry.length.value_or(0) > kMaxContent) {
                findings_.add({"call", i, "iov", k, "length"},
                              fmt::format("{} bytes are too many for the loop copying, which copies the rest of an "
                                          "entry that was cut; it allows at most {} an entry",
                                          grouped(*entry.length), grouped(kMaxContent)));
            }
        }
    }

    // Only a list that a program could really copy together.
    void check_joined(const CallSpec& call, std::size_t i) {
        for (std::size_t k = 0; k < call.iov.size(); ++k) {
            const auto& length = call.iov[k].length;
            if (!length || *length <= kMaxRwCount) continue;
            findings_.add(
                {"call", i, "iov", k, "length"},
                fmt::format("{} bytes cannot be joined into one buffer; copy+write allows at most {} an entry",
                            grouped(*length), grouped(kMaxRwCount)));
        }
    }

    void check_flags(const CallSpec& call, std::size_t i) {
        // Only pwritev2 has flags; elsewhere they lie idle, so that one file can be tried with every operation.
        for (std::size_t k = 0; k < call.flags.names.size(); ++k) {
            const std::string& name = call.flags.names[k];
            if (rwf_from(name)) continue;
            findings_.add(
                {"call", i, "flags", k},
                fmt::format("no flag of pwritev2 is called {}{}; use {}, or a number for bits without a name",
                            quoted(name), findings_.suggest(name, rwf_names()), one_of(rwf_names())));
        }
    }

    void check_entry(const EntrySpec& entry, const Path& where) {
        const auto at = [&](const char* key) {
            Path path = where;
            path.emplace_back(key);
            return path;
        };
        if (entry.times == 0) findings_.add(at("times"), "times is 0; an entry stands at least once");
        if (entry.bad == BadBase::None) {
            check_buffer(entry, at("buffer"));
            if (entry.good != 0) findings_.add(at("good"), "\"good\" belongs to bad = \"crossing\" alone");
            return;
        }
        if (!entry.buffer.empty()) {
            findings_.add(at("buffer"), "an entry is of a buffer or at a bad address, not both");
        }
        if (!entry.length) {
            findings_.add(at("length"), "an entry at a bad address needs a length, such as length = 100");
        }
        if (entry.bad != BadBase::Crossing) {
            if (entry.good != 0) findings_.add(at("good"), "\"good\" belongs to bad = \"crossing\" alone");
        } else if (entry.length && entry.good > *entry.length) {
            findings_.add(at("good"),
                          fmt::format("{} bytes may be read, but the entry is {} long; good is at most the "
                                      "length",
                                      grouped(entry.good), grouped(*entry.length)));
        } else if (entry.good > kMaxContent) {
            findings_.in_range(at("good"), "good", entry.good, 0, kMaxContent);
        }
    }

    void check_buffer(const EntrySpec& entry, Path where) {
        if (known_.count(entry.buffer) > 0 && !entry.buffer.empty()) return;
        const std::string what = entry.buffer.empty()
                                     ? std::string("an entry needs a buffer's name (or a bad address)")
                                     : fmt::format("no buffer is called {}{}", quoted(entry.buffer),
                                                   findings_.suggest(entry.buffer, names_));
        findings_.add(std::move(where), what);
    }

    void count(std::uint64_t times, Path where) {
        const bool was_over = total_ > kMaxEntries;
        total_ += std::min(times, UINT64_MAX - total_);
        if (was_over || total_ <= kMaxEntries) return;  // said once, where the limit is passed
        findings_.add(std::move(where),
                      fmt::format("with this there are {} entries; at most {} are allowed in all, "
                                  "repeats counted",
                                  grouped(total_), grouped(kMaxEntries)));
    }

    const Experiment& experiment_;
    Findings& findings_;
    std::vector<std::string> names_;
    std::unordered_set<std::string> known_;
    std::uint64_t total_ = 0;  // entries so far
};

}  // namespace

void check_calls(const Experiment& experiment, Findings& findings) {
    CallChecker(experiment, findings).run();
}

}  // namespace iovlab
