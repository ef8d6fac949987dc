#include "core/kernel/names.h"
#include "core/report/export/export_parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

class PythonWriter {
public:
    explicit PythonWriter(const ExportPlan& plan) : plan_(plan), experiment_(plan.experiment) {}

    std::string program() {
        const std::string from = experiment_.loop.kind == "eintr-fatal" ? " writev(" : "os.writev(";
        const std::string to = experiment_.loop.kind == "eintr-fatal" ? " offer(" : "offer(";
        std::string out = "#!/usr/bin/env python3\n" + heading_comment(plan_, "#") + imports() + "\n\n";
        out += memory() + reader() + offers() + loop(from, to) + target() + main();
        return out;
    }

private:
    std::string imports() const {
        std::string out;
        const std::string text = plan_.loop_text("", "");
        if (text.find("ctypes.") != std::string::npos) out += "import ctypes\n";
        out += "import errno\nimport fcntl\nimport os\n";
        if (experiment_.limits.file_size) out += "import resource\n";
        if (text.find("select.") != std::string::npos) out += "import select\n";
        return out + "import signal\nimport sys\nimport termios\n";
    }

    // eintr-fatal defines a writev of its own, which the calls go through: only the loop's use of it is replaced.
    std::string loop(const std::string& from, const std::string& to) const {
        std::string text;
        for (std::size_t i = plan_.loop.loop_begin; i < plan_.loop.loop_end; ++i) {
            std::string line = plan_.loop.lines[i];
            const std::size_t at = line.find(from);
            if (at != std::string::npos && line.find("def ") == std::string::npos)
                line.replace(at, from.size(), to);
            text += line + "\n";
        }
        return text + "\n\n";
    }

    std::string value(const BufferSpec& spec, const Buffer& buffer) {
        if (spec.kind == BufferKind::Slice || spec.kind == BufferKind::View) {
            const std::string of = plan_.names[plan_.index_of(spec.of)];
            const std::string whole = spec.kind == BufferKind::View ? "memoryview(" + of + ")" : of;
            return fmt::format("{}[{}:{}]", whole, buffer.range.begin, buffer.range.end);
        }
        return wrap(spec.kind, content(spec.content));
    }

    static std::string wrap(BufferKind kind, const std::string& bytes) {
        return kind == BufferKind::Bytearray ? "bytearray(" + bytes + ")" : bytes;
    }

    std::string content(const Content& content) {
        if (const auto bytes = literal_bytes(content)) return hex_literal(*bytes);
        if (content.kind == ContentKind::Fill) {
            const std::size_t length = content.text.size();
            if (content.size % length == 0)
                return fmt::format("{} * {}", hex_literal(content.text), content.size / length);
            return fmt::format("({} * {})[:{}]", hex_literal(content.text), content.size / length + 1,
                               content.size);
        }
        random_ = true;
        return fmt::format("random_bytes({}, {})", content.size, content.seed);
    }

    std::string memory() {
        std::string out;
        for (std::size_t i = 0; i < plan_.buffers.all.size(); ++i) {
            out += fmt::format("{} = {}\n", plan_.names[i], value(experiment_.buffers[i], plan_.buffers.all[i]));
        }
        std::string helper;
        if (random_) {
            helper =
                "def random_bytes(size, state):\n    \"\"\"SplitMix64: eight bytes a number, the lowest "
                "first.\"\"\"\n"
                "    mask = (1 << 64) - 1\n    made = bytearray()\n    while len(made) < size:\n"
                "        state = (state + 0x9E3779B97F4A7C15) & mask\n"
                "        number = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & mask\n"
                "        number = (number ^ (number >> 27)) * 0x94D049BB133111EB & mask\n"
                "        made += (number ^ (number >> 31)).to_bytes(8, \"little\")\n    return "
                "bytes(made[:size])\n\n\n";
        }
        return helper + out + "\n\n";
    }

    std::string reader() const {
        if (plan_.reader == ExportReader::None || plan_.reader == ExportReader::Beside) return {};
        std::string out = "def let_reader_read():\n    \"\"\"The reader's turn, right after a call.\"\"\"\n";
        const bool all = plan_.reader == ExportReader::All;
        out += fmt::format(
            "    {} int.from_bytes(fcntl.ioctl(reading_end, termios.FIONREAD, b\"\\0\" * 4), \"little\"){}\n",
            all ? "while" : "if", " > 0:");
        out +=
            fmt::format("        os.read(reading_end, {})\n\n\n",
                        all ? std::uint64_t{1} << 20 : std::min<std::uint64_t>(experiment_.reader.bytes, 1u << 20));
        return out;
    }

    std::string the_call(std::size_t i) const {
        const CallSpec& call = plan_.call(i);
        std::uint32_t flags = call.flags.number.value_or(0);
        for (const std::string& name : call.flags.names) flags |= rwf_from(name).value_or(0);
        switch (call.op) {
            case Op::Pwritev:
                return "os.pwritev(fd, buffers, position)";
            case Op::Pwritev2:
                return fmt::format("os.pwritev(fd, buffers, position, {:#x})", flags);
            case Op::Write:
            case Op::Writes:
                return "os.write(fd, buffers[0]) if buffers else 0";
            case Op::CopyWrite:
                return "os.write(fd, b\"\".join(buffers))";
            default:
                return experiment_.loop.kind == "eintr-fatal" ? "writev(fd, buffers)" : "os.writev(fd, buffers)";
        }
    }

    std::string offer(std::size_t i, const std::string& name) const {
        std::string out;
        const bool own = plan_.call(i).op == Op::Pwritev2 && !plan_.positional(i);
        const bool position = plan_.positional(i) || own;
        if (position) out += fmt::format("position = {}\n\n\n", plan_.call(i).offset);
        out += fmt::format(
            "def {}(fd, buffers):\n    global calls{}\n    calls += 1\n    if calls > {}:\n"
            "        sys.exit(\"stopped after {} calls\")\n"
            "    signal.alarm({})  # a call that sleeps on ends the program\n",
            name, plan_.positional(i) ? ", position" : "", experiment_.loop.max_calls, experiment_.loop.max_calls,
            deadline_seconds(experiment_));
        if (plan_.reader == ExportReader::WhenFull) {
            out += fmt::format(
                "    try:\n        sent = {}\n    except BlockingIOError:\n        let_reader_read()\n"
                "        raise\n",
                the_call(i));
        } else if (plan_.reader == ExportReader::All || plan_.reader == ExportReader::AfterCall) {
            out +=
                fmt::format("    try:\n        sent = {}\n    finally:\n        let_reader_read()\n", the_call(i));
        } else {
            out += fmt::format("    sent = {}\n", the_call(i));
        }
        if (plan_.positional(i)) out += "    position += sent\n";
        return out + "    return sent\n\n\n";
    }

    std::string offers() const {
        std::string out =
            "# The call, as the experiment makes it. No more than max_calls of them.\ncalls = 0\n\n\n";
        if (experiment_.calls.size() == 1) return out + offer(0, "offer");
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) out += offer(i, fmt::format("offer_{}", i + 1));
        return out;
    }

    std::string flags(const char* first) const {
        std::string all = first;
        for (const std::string& name : experiment_.target.flags.names) {
            if (name == "O_RDONLY") continue;
            all += (all.empty() ? "os." : " | os.") + name;
        }
        return all.empty() ? "0" : all;
    }

    std::string open_pipe() {
        const TargetSpec& target = experiment_.target;
        std::string out = fmt::format("reading_end, fd = os.pipe2({})\n", flags(""));
        out += fmt::format("fcntl.fcntl(fd, 1031, {})  # F_SETPIPE_SZ\n", target.capacity);
        if (target.preload > 0) out += fmt::format("os.write(fd, b\".\" * {})\n", target.preload);
        if (!target.reader_open) out += "os.close(reading_end)\n";
        if (plan_.reader == ExportReader::Beside) {
            out +=
                "if os.fork() == 0:  # the reader\n    os.close(fd)\n    while os.read(reading_end, 65536):\n      "
                "  pass\n"
                "    os._exit(0)\n";
        }
        return out + "\n";
    }

    std::string target() {
        if (plan_.pipe()) return open_pipe();
        const TargetSpec& target = experiment_.target;
        const std::string path = hex_literal(target.path);
        std::string out = fmt::format("fd = os.open({}, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)\n", path);
        if (target.content) out += fmt::format("os.pwrite(fd, {}, 0)\n", content(*target.content));
        out += "os.close(fd)\n";
        const bool read_only = target.flags.has("O_RDONLY");
        out += fmt::format("fd = os.open({}, {})\n", path, flags(read_only ? "os.O_RDONLY" : "os.O_WRONLY"));
        if (target.seek != 0) out += fmt::format("os.lseek(fd, {}, os.SEEK_SET)\n", target.seek);
        return out + "\n";
    }

    std::string list(std::size_t i) const {
        std::string out;
        for (const EntrySpec& entry : plan_.call(i).iov) {
            const std::string name = plan_.names[plan_.index_of(entry.buffer)];
            out += out.empty() ? "" : " + ";
            out += entry.times == 1 ? "[" + name + "]" : fmt::format("[{}] * {}", name, entry.times);
        }
        if (out.empty()) return "[]";
        // The loops trim memoryviews, which copies nothing; the one that slices wants bytes.
        const char* form =
            experiment_.loop.kind == "copying" ? "[bytes(one) for one in {}]" : "[memoryview(one) for one in {}]";
        return fmt::format(fmt::runtime(form), out);
    }

    std::string main() const {
        std::string out;
        const auto disposition = [](Disposition what) {
            return what == Disposition::Ignore ? "SIG_IGN" : "SIG_DFL";
        };
        out += fmt::format("signal.signal(signal.SIGPIPE, signal.{})\n", disposition(experiment_.limits.sigpipe));
        out += fmt::format("signal.signal(signal.SIGXFSZ, signal.{})\n", disposition(experiment_.limits.sigxfsz));
        if (experiment_.limits.file_size) {
            out += fmt::format("resource.setrlimit(resource.RLIMIT_FSIZE, ({}, {}))\n",
                               *experiment_.limits.file_size, *experiment_.limits.file_size);
        }
        out += "try:\n";
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) {
            if (experiment_.calls.size() > 1) out += fmt::format("    offer = offer_{}\n", i + 1);
            out += fmt::format("    send_list(fd, {})\n", list(i));
        }
        return out +
               "except OSError as error:\n    sys.exit(f\"the loop gave up: {errno.errorcode.get(error.errno, "
               "error)}\")\n";
    }

    const ExportPlan& plan_;
    const Experiment& experiment_;
    bool random_ = false;
};

}  // namespace

std::string export_python(const ExportPlan& plan) {
    return PythonWriter(plan).program();
}

}  // namespace iovlab
