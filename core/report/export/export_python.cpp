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
        const bool waits = experiment_.target.kind == "tcp" && experiment_.target.peer.starts_with("closed");
        if (waits || text.find("select.") != std::string::npos) out += "import select\n";
        out += "import signal\n";
        if (!plan_.pipe() && !plan_.file()) out += "import socket\n";
        if (experiment_.target.timeout_s) out += "import struct\n";
        return out + "import sys\nimport termios\n";
    }

    // eintr-fatal defines a writev of its own, which the calls go through: only the loop's use of it is replaced.
    std::string loop(const std::string& from, const std::string& to) const {
        std::string text;
        for (std::size_t i = plan_.loop.loop_begin; i < plan_.loop.loop_end; ++i) {
            std::string line = plan_.loop.lines[i];
            const std::size_t at = line.find(from);
            if (at != std::string::npos && line.find("def ") == std::string::npos)
                line.replace(at, from.size(), to);
            text += (plan_.reading() ? read_instead(line) : line) + "\n";
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
            case Op::Readv:
                return "os.readv(fd, buffers)";
            case Op::Preadv:
                return "os.preadv(fd, buffers, position)";
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
            "def {}(fd, buffers):\n    global calls{}{}\n    calls += 1\n    if calls > {}:\n"
            "        sys.exit(\"stopped after {} calls\")\n"
            "    signal.alarm({})  # a call that sleeps on ends the program\n",
            name, plan_.positional(i) ? ", position" : "", counts_whole(i) ? ", whole" : "",
            experiment_.loop.max_calls, experiment_.loop.max_calls, deadline_seconds(experiment_));
        if (counts_whole(i)) out += "    whole = False\n";
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
        if (counts_whole(i)) out += "    whole = sent == len(buffers[0])\n";
        if (plan_.reading()) out += "    show(buffers, sent)\n";
        return out + "    return sent\n\n\n";
    }

    bool counts_whole(std::size_t i) const { return plan_.entry_by_entry(i) && plan_.until_short(); }

    static std::string show() {
        return "def show(buffers, got):\n    \"\"\"What has come in goes to standard output.\"\"\"\n"
               "    for one in buffers:\n        sys.stdout.buffer.write(one[:got])\n"
               "        got -= min(got, len(one))\n\n\n";
    }

    std::string offers() const {
        std::string out = plan_.reading() ? show() : "";
        out += "# The call, as the experiment makes it. No more than max_calls of them.\ncalls = 0\n";
        if (plan_.any_entry_by_entry() && plan_.until_short()) out += "whole = False\n";
        out += "\n\n";
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

    std::string beside(const char* ours) const {
        if (plan_.reader != ExportReader::Beside) return {};
        // A datagram socket does not learn that its last writer has gone.
        return fmt::format(
            "if os.fork() == 0:  # the reader\n    os.close({})\n    signal.alarm(60)\n"
            "    while os.read(reading_end, 65536):\n        pass\n    os._exit(0)\n",
            ours);
    }

    std::string waiting(const char* put) {
        const std::optional<Content> there = waiting_content(experiment_);
        if (!there || content_size(*there) == 0) return {};
        return fmt::format("{}, {})\n", put, content(*there));
    }

    std::string open_pipe() {
        const TargetSpec& target = experiment_.target;
        const bool reads = plan_.reading();
        std::string made = flags("");
        if (reads) made = target.flags.has("O_DIRECT") ? "os.O_DIRECT" : "0";
        const char* other = reads ? "writing_end" : "fd";
        std::string out = fmt::format("{} = os.pipe2({})\n", reads ? "fd, writing_end" : "reading_end, fd", made);
        out += fmt::format("fcntl.fcntl({}, 1031, {})  # F_SETPIPE_SZ\n", other, target.capacity);
        out += waiting(reads ? "os.write(writing_end" : "os.write(fd");
        if (reads && target.flags.has("O_NONBLOCK")) out += "os.set_blocking(fd, False)\n";
        if (reads && !target.writer_open) out += "os.close(writing_end)\n";
        if (!reads && !target.reader_open) out += "os.close(reading_end)\n";
        return out + beside("fd") + "\n";
    }

    std::string connect() const {
        const TargetSpec& target = experiment_.target;
        std::string out;
        if (target.kind == "tcp") {
            out = "listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n";
            if (target.rcvbuf) out += size_of("listener", "SO_RCVBUF", *target.rcvbuf);
            out +=
                "listener.bind((\"127.0.0.1\", 0))\nlistener.listen(1)\n"
                "ours = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n";
            if (target.sndbuf) out += size_of("ours", "SO_SNDBUF", *target.sndbuf);
            return out + "ours.connect(listener.getsockname())\ntheirs, _ = listener.accept()\nlistener.close()\n";
        }
        const char* type = target.kind == "unix-stream"     ? "SOCK_STREAM"
                           : target.kind == "unix-datagram" ? "SOCK_DGRAM"
                                                            : "SOCK_SEQPACKET";
        out = target.peer == "none"
                  ? fmt::format("ours = socket.socket(socket.AF_UNIX, socket.{})\n", type)
                  : fmt::format("theirs, ours = socket.socketpair(socket.AF_UNIX, socket.{})\n", type);
        return target.sndbuf ? out + size_of("ours", "SO_SNDBUF", *target.sndbuf) : out;
    }

    static std::string size_of(const char* end, const char* option, std::uint64_t asked) {
        return fmt::format("{}.setsockopt(socket.SOL_SOCKET, socket.{}, {})\n", end, option,
                           std::min<std::uint64_t>(asked, 1u << 30));
    }

    std::string open_socket() {
        const TargetSpec& target = experiment_.target;
        std::string out = connect();
        if (target.timeout_s) {
            const auto whole = static_cast<std::int64_t>(*target.timeout_s);
            const auto rest = static_cast<std::int64_t>((*target.timeout_s - static_cast<double>(whole)) * 1e6);
            out +=
                fmt::format("ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack(\"ll\", {}, {}))\n",
                            whole, whole == 0 ? std::max<std::int64_t>(rest, 1) : rest);
        }
        out += "fd = ours.fileno()\n";
        if (target.peer == "closed-unread") out += "ours.send(b\".\")\n";
        out += waiting("os.write(theirs.fileno()");
        if (target.flags.has("O_NONBLOCK")) out += "os.set_blocking(fd, False)\n";
        if (target.peer.starts_with("closed")) {
            out += "theirs.close()\n";
            if (target.kind == "tcp") {
                out +=
                    "news = select.poll()\nnews.register(fd, 0x2000)  # "
                    "POLLRDHUP\nnews.poll(1000)\n";
            }
        } else if (plan_.reader != ExportReader::None) {
            out += "reading_end = theirs.fileno()\n";
        }
        return out + beside("fd") + "\n";
    }

    std::string target() {
        if (plan_.pipe()) return open_pipe();
        if (!plan_.file()) return open_socket();
        const TargetSpec& target = experiment_.target;
        const std::string path = hex_literal(target.path);
        std::string out = fmt::format("fd = os.open({}, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)\n", path);
        if (target.content) out += fmt::format("os.pwrite(fd, {}, 0)\n", content(*target.content));
        out += "os.close(fd)\n";
        const bool read_only = plan_.reading() || target.flags.has("O_RDONLY");
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
            if (plan_.entry_by_entry(i)) {
                out += fmt::format("    for entry in {}:\n", list(i));
                if (!plan_.until_short()) out += "        if len(entry) == 0:\n            continue\n";
                out += "        send_list(fd, [entry])\n";
                if (plan_.until_short()) out += "        if not whole:\n            break\n";
                continue;
            }
            out += fmt::format("    {}(fd, {})\n", plan_.reading() ? "read_list" : "send_list", list(i));
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
