#include "core/bytes/entry.h"
#include "core/kernel/names.h"
#include "core/report/export/export_parts.h"

#include <algorithm>
#include <fmt/format.h>

// C and C++ share everything but their headers, their constants and how the loop is called.
namespace iovlab {
namespace {

constexpr std::uint64_t kMostGuard = 16u << 20;

std::string number(std::uint64_t value) {
    return value > INT64_MAX ? fmt::format("{:#x}u", value) : fmt::format("{}", value);
}

class CWriter {
public:
    CWriter(const ExportPlan& plan, bool cpp) : plan_(plan), experiment_(plan.experiment), cpp_(cpp) {}

    std::string program() {
        const std::string loop = plan_.loop_text("writev(", "offer(");
        std::string rest =
            memory() + bad_addresses() + reader() + offers() + "\n" + loop + lists() + c_target(plan_) + main();
        return heading_comment(plan_, "//") + includes() + "\n" + rest;
    }

private:
    std::string includes() const {
        std::string out = "#ifndef _GNU_SOURCE\n#define _GNU_SOURCE\n#endif\n";
        if (cpp_)
            out +=
                "#include <algorithm>\n#include <cerrno>\n#include <cstdio>\n#include <cstdlib>\n#include "
                "<cstring>\n"
                "#include <span>\n#include <string>\n#include <vector>\n";
        else
            out += "#include <errno.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n";
        return out +
               "#include <fcntl.h>\n#include <poll.h>\n#include <signal.h>\n#include <sys/ioctl.h>\n"
               "#include <sys/mman.h>\n#include <sys/resource.h>\n" +
               c_target_includes(plan_) + "#include <sys/uio.h>\n#include <unistd.h>\n";
    }

    /// How far beyond its end the entries of a root reach; what lies there is filled as iovlab fills it.
    std::uint64_t guard_of(std::size_t root) const {
        std::uint64_t most = 0;
        for (const CallSpec& call : experiment_.calls) {
            for (const EntrySpec& entry : call.iov) {
                if (entry.bad != BadBase::None || !entry.length) continue;
                const Buffer& buffer = *plan_.buffers.find(entry.buffer);
                const std::uint64_t end = plan_.buffers.all[root].size;
                if (buffer.root != root || *entry.length > kMostGuard || buffer.offset + *entry.length <= end)
                    continue;
                most = std::max(most, buffer.offset + *entry.length - end);
            }
        }
        return most;
    }

    std::string fill_call(const std::string& name, const BufferSpec& spec, const Buffer& buffer) {
        if (spec.kind == BufferKind::Slice) {
            return fmt::format("    memcpy({}, {} + {}, {});\n", name, plan_.root(spec.of),
                               plan_.offset(spec.of) + buffer.range.begin, buffer.size);
        }
        if (const auto bytes = literal_bytes(spec.content)) {
            return fmt::format("    memcpy({}, {}, {});\n", name, c_literal(*bytes), bytes->size());
        }
        if (spec.content.kind == ContentKind::Fill) {
            repeats_ = true;
            return fmt::format("    repeat({}, {}, {}, {});\n", name, buffer.size, c_literal(spec.content.text),
                               spec.content.text.size());
        }
        random_ = true;
        return fmt::format("    random_bytes({}, {}, {}u);\n", name, buffer.size, spec.content.seed);
    }

    std::string memory() {
        std::string declared, filled;
        for (std::size_t i = 0; i < plan_.buffers.all.size(); ++i) {
            const Buffer& buffer = plan_.buffers.all[i];
            if (buffer.root != i) continue;  // a view has no bytes of its own
            const std::uint64_t guard = guard_of(i);
            declared += fmt::format("static char {}[{}];\n", plan_.names[i],
                                    std::max<std::uint64_t>(buffer.size + guard, 1));
            if (buffer.size > 0) filled += fill_call(plan_.names[i], experiment_.buffers[i], buffer);
            if (guard > 0) {
                filled +=
                    fmt::format("    memset({} + {}, 0xa5, {});  // behind the buffer: an entry claims more\n",
                                plan_.names[i], buffer.size, guard);
            }
        }
        std::string helpers;
        if (repeats_ || target_repeats()) {
            helpers +=
                "static void repeat(char *to, size_t size, const char *pattern, size_t length)\n{\n"
                "    for (size_t i = 0; i < size; ++i) to[i] = pattern[i % length];\n}\n\n";
        }
        if (random_) {
            helpers +=
                "// SplitMix64: eight bytes a number, the lowest first.\n"
                "static void random_bytes(char *to, size_t size, unsigned long long state)\n{\n"
                "    unsigned long long number = 0;\n"
                "    for (size_t i = 0; i < size; ++i) {\n"
                "        if (i % 8 == 0) {\n"
                "            state += 0x9e3779b97f4a7c15u;\n"
                "            number = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;\n"
                "            number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;\n"
                "            number ^= number >> 31;\n"
                "        }\n"
                "        to[i] = (char)(number >> (8 * (i % 8)));\n"
                "    }\n}\n\n";
        }
        return declared + "\n" + helpers + "static void fill_memory(void)\n{\n" + filled + "}\n\n";
    }

    bool target_repeats() const {
        const std::optional<Content> content = waiting_content(experiment_);
        return content && content->kind == ContentKind::Fill;
    }

    bool has_bad(BadBase bad) const {
        for (const CallSpec& call : experiment_.calls) {
            for (const EntrySpec& entry : call.iov) {
                if (entry.bad == bad) return true;
            }
        }
        return false;
    }

    std::string bad_addresses() const {
        const bool array = std::any_of(experiment_.calls.begin(), experiment_.calls.end(),
                                       [](const CallSpec& call) { return call.bad_array; });
        std::string out;
        if (has_bad(BadBase::Unmapped) || array) {
            out +=
                "// An address that may not be read.\nstatic void *unreadable(void)\n{\n"
                "    return mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, "
                "0);\n}\n\n";
        }
        if (has_bad(BadBase::Crossing)) {
            out +=
                "// The first `good` bytes may be read, those behind them may not.\n"
                "static void *crossing(size_t good)\n{\n"
                "    const size_t page = (size_t)sysconf(_SC_PAGESIZE);\n"
                "    const size_t pages = (good + page - 1) / page * page;\n"
                "    char *area = (char *)mmap(NULL, pages + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | "
                "MAP_ANONYMOUS, -1, 0);\n"
                "    if (area == MAP_FAILED) abort();\n"
                "    memset(area, 'x', pages);\n"
                "    mprotect(area + pages, page, PROT_NONE);\n"
                "    return area + pages - good;\n}\n\n";
        }
        return out;
    }

    std::string reader() const {
        if (plan_.reader == ExportReader::None || plan_.reader == ExportReader::Beside) return {};
        const bool all = plan_.reader == ExportReader::All;
        std::string out =
            "static int reading_end;\n\n// The reader's turn, right after a call.\nstatic void let_reader_read(";
        out += plan_.reader == ExportReader::WhenFull ? "ssize_t result, int error" : "void";
        out += ")\n{\n    static char bytes[1 << 20];\n    int queued = 0;\n";
        if (plan_.reader == ExportReader::WhenFull) out += "    if (result >= 0 || error != EAGAIN) return;\n";
        const std::string most =
            all ? "sizeof bytes" : fmt::format("{}", std::min<std::uint64_t>(experiment_.reader.bytes, 1u << 20));
        if (all) {
            out +=
                "    while (ioctl(reading_end, FIONREAD, &queued) == 0 && queued > 0) {\n"
                "        if (read(reading_end, bytes, " +
                most + ") <= 0) break;\n    }\n";
        } else {
            out +=
                "    if (ioctl(reading_end, FIONREAD, &queued) != 0 || queued == 0) return;\n"
                "    if (read(reading_end, bytes, " +
                most + ") < 0) perror(\"read\");\n";
        }
        return out + "}\n\n";
    }

    std::string the_call(std::size_t i) const {
        const CallSpec& call = plan_.call(i);
        const std::string array = call.bad_array ? "(const struct iovec *)unreadable()" : "iov";
        const std::string count = call.count ? fmt::format("first ? {} : n", *call.count) : "n";
        std::uint32_t flags = call.flags.number.value_or(0);
        for (const std::string& name : call.flags.names) flags |= rwf_from(name).value_or(0);
        switch (call.op) {
            case Op::Pwritev:
                return fmt::format("pwritev(fd, {}, {}, position)", array, count);
            case Op::Pwritev2:
                return fmt::format("pwritev2(fd, {}, {}, position, {:#x})", array, count, flags);
            case Op::Write:
            case Op::Writes:
                return "write(fd, iov[0].iov_base, iov[0].iov_len)";
            case Op::CopyWrite:
                return "write(fd, joined, size)";
            case Op::Readv:
                return fmt::format("readv(fd, {}, {})", array, count);
            case Op::Preadv:
                return fmt::format("preadv(fd, {}, {}, position)", array, count);
            default:
                return fmt::format("writev(fd, {}, {})", array, count);
        }
    }

    std::string offer(std::size_t i, const std::string& name) const {
        const CallSpec& call = plan_.call(i);
        std::string out = fmt::format("static ssize_t {}(int fd, const struct iovec *iov, int n)\n{{\n", name);
        if (call.op == Op::Pwritev || call.op == Op::Pwritev2 || call.op == Op::Preadv) {
            out += fmt::format("    static off_t position = {};\n", call.offset);
        }
        if (call.count) out += "    static int first = 1;\n";
        if (call.bad_array) out += "    (void)iov;\n";
        out += fmt::format(
            "    if (calls++ == {}) {{\n        fprintf(stderr, \"stopped after {} calls\\n\");\n"
            "        exit(0);\n    }}\n",
            experiment_.loop.max_calls, experiment_.loop.max_calls);
        if (call.op == Op::CopyWrite) {
            out +=
                "    size_t size = 0, done = 0;\n    for (int i = 0; i < n; ++i) size += iov[i].iov_len;\n"
                "    char *joined = (char *)malloc(size + 1);\n    if (joined == NULL) return -1;\n"
                "    for (int i = 0; i < n; ++i) {\n        memcpy(joined + done, iov[i].iov_base, "
                "iov[i].iov_len);\n"
                "        done += iov[i].iov_len;\n    }\n";
        } else if (call.op == Op::Write || call.op == Op::Writes) {
            out += "    if (n == 0) return 0;\n";
        }
        out += fmt::format(
            "    alarm({});  // a call that sleeps on ends the program\n"
            "    const ssize_t result = {};\n    const int error = errno;\n",
            deadline_seconds(experiment_), the_call(i));
        if (call.op == Op::CopyWrite) out += "    free(joined);\n";
        if (plan_.positional(i)) out += "    if (result > 0) position += result;\n";
        if (plan_.reading()) out += "    show(iov, result);\n";
        if (call.count) out += "    first = 0;\n";
        if (plan_.reader == ExportReader::WhenFull) out += "    let_reader_read(result, error);\n";
        if (plan_.reader == ExportReader::All || plan_.reader == ExportReader::AfterCall)
            out += "    let_reader_read();\n";
        return out + "    errno = error;\n    return result;\n}\n\n";
    }

    static std::string show() {
        return "// What has come in goes to standard output.\nstatic void show(const struct iovec *iov, ssize_t "
               "got)\n{\n"
               "    for (; got > 0; ++iov) {\n"
               "        const size_t part = (size_t)got < iov->iov_len ? (size_t)got : iov->iov_len;\n"
               "        fwrite(iov->iov_base, 1, part, stdout);\n        got -= (ssize_t)part;\n    }\n}\n\n";
    }

    std::string offers() const {
        std::string out =
            (plan_.reading() ? show() : "") +
            "static long calls;\n\n// The call, as the experiment makes it. No more than max_calls of them.\n";
        if (experiment_.calls.size() == 1) return out + offer(0, "offer");
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) out += offer(i, fmt::format("offer_{}", i + 1));
        return out + "static ssize_t (*offer)(int fd, const struct iovec *iov, int n);\n";
    }

    std::string entry(const EntrySpec& spec) const {
        std::string base = "NULL";
        std::uint64_t length = spec.length.value_or(0);
        switch (spec.bad) {
            case BadBase::None:
                base = plan_.root(spec.buffer);
                if (plan_.offset(spec.buffer) > 0) base += fmt::format(" + {}", plan_.offset(spec.buffer));
                if (!spec.length) length = plan_.size(spec.buffer);
                break;
            case BadBase::Unmapped:
                base = "unreadable()";
                break;
            case BadBase::Crossing:
                base = fmt::format("crossing({})", spec.good);
                break;
            case BadBase::Null:
                break;
            case BadBase::Kernel:
                base = "(void *)-1L";
                break;
        }
        return fmt::format("add({}, {}, {})", base, number(length), spec.times);
    }

    std::string lists() const {
        std::uint64_t most = 1;
        for (const CallSpec& call : experiment_.calls) {
            std::uint64_t entries = 0;
            for (const EntrySpec& spec : call.iov) entries += spec.times;
            most = std::max(most, entries);
        }
        std::string out = fmt::format(
            "\nstatic struct iovec list[{}];\nstatic int entries;\n\n"
            "static void add(void *base, size_t length, int times)\n{{\n"
            "    for (int i = 0; i < times; ++i, ++entries) {{\n        list[entries].iov_base = base;\n"
            "        list[entries].iov_len = length;\n    }}\n}}\n\n",
            most);
        return out;
    }

    std::string send(std::size_t i) const {
        std::string out = "\n    entries = 0;\n";
        for (const EntrySpec& spec : plan_.call(i).iov) out += "    " + entry(spec) + ";\n";
        if (experiment_.calls.size() > 1) out += fmt::format("    offer = offer_{};\n", i + 1);
        const std::string argument =
            cpp_ ? "std::span<iovec>(list, static_cast<std::size_t>(entries))" : "list, entries";
        out += fmt::format(
            "    if ({}(fd, {}) != 0) {{\n        fprintf(stderr, \"the loop gave up: %s\\n\", "
            "strerror(errno));\n"
            "        return 1;\n    }}\n",
            plan_.reading() ? "read_list" : "send_list", argument);
        return out;
    }

    std::string main() const {
        std::string out = std::string("int main(") + (cpp_ ? "" : "void") + ")\n{\n    fill_memory();\n";
        const auto disposition = [](Disposition what) {
            return what == Disposition::Ignore ? "SIG_IGN" : "SIG_DFL";
        };
        out += fmt::format("    signal(SIGPIPE, {});\n", disposition(experiment_.limits.sigpipe));
        out += fmt::format("    signal(SIGXFSZ, {});\n", disposition(experiment_.limits.sigxfsz));
        out +=
            "    const int fd = open_target();\n    if (fd < 0) {\n        perror(\"target\");\n        return "
            "2;\n    }\n";
        if (experiment_.limits.file_size) {
            out += fmt::format(
                "    struct rlimit limit;\n    limit.rlim_cur = limit.rlim_max = {}u;\n"
                "    setrlimit(RLIMIT_FSIZE, &limit);\n",
                *experiment_.limits.file_size);
        }
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) out += send(i);
        return out + "    return 0;\n}\n";
    }

    const ExportPlan& plan_;
    const Experiment& experiment_;
    bool cpp_;
    bool repeats_ = false;
    bool random_ = false;
};

}  // namespace

std::string export_c(const ExportPlan& plan, bool cpp) {
    return CWriter(plan, cpp).program();
}

}  // namespace iovlab
