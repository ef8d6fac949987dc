#include "core/kernel/names.h"
#include "core/report/export/export_parts.h"

#include <algorithm>
#include <fmt/format.h>

// Where the list goes, or comes from, in C and C++ alike.
namespace iovlab {
namespace {

class CTarget {
public:
    explicit CTarget(const ExportPlan& plan) : plan_(plan), target_(plan.experiment.target) {}

    std::string text() const { return plan_.pipe() ? open_pipe() : plan_.file() ? open_file() : open_socket(); }

private:
    std::string open_flags() const {
        const bool reads = plan_.reading() || target_.flags.has("O_RDONLY");
        std::string flags = reads ? "O_RDONLY" : "O_WRONLY";
        for (const std::string& name : target_.flags.names) {
            if (name != "O_RDONLY") flags += " | " + name;
        }
        return flags;
    }

    /// `content`, filled, and how many bytes it has: what lies there before the first call.
    std::string content(std::uint64_t& size) const {
        const std::optional<Content> there = waiting_content(plan_.experiment);
        size = there ? content_size(*there) : 0;
        if (size == 0) return {};
        if (const auto bytes = literal_bytes(*there)) {
            return fmt::format("    const char *content = {};\n", c_literal(*bytes));
        }
        if (there->kind != ContentKind::Fill)
            throw CannotExport("the target's random content is not carried over; use fill or text");
        return fmt::format("    static char content[{}];\n    repeat(content, sizeof content, {}, {});\n", size,
                           c_literal(there->text), there->text.size());
    }

    std::string open_file() const {
        const std::string path = c_literal(target_.path);
        std::string out = "static int open_target(void)\n{\n";
        out += fmt::format(
            "    int fd = open({}, O_WRONLY | O_CREAT | O_TRUNC, 0600);\n    if (fd < 0) return -1;\n", path);
        std::uint64_t size = 0;
        out += content(size);
        if (size > 0) out += fmt::format("    if (pwrite(fd, content, {}, 0) != {}) return -1;\n", size, size);
        out += fmt::format("    close(fd);\n    fd = open({}, {});\n", path, open_flags());
        if (target_.seek != 0) out += fmt::format("    if (fd >= 0) lseek(fd, {}, SEEK_SET);\n", target_.seek);
        return out + "    return fd;\n}\n\n";
    }

    std::string other_end(const char* ours) const {
        if (plan_.reader == ExportReader::None) return {};
        if (plan_.reader != ExportReader::Beside) return "    reading_end = ends[0];\n";
        // A datagram socket does not learn that its last writer has gone.
        return fmt::format(
            "    if (fork() == 0) {{  // the reader\n        static char bytes[1 << 16];\n        close({});\n"
            "        alarm(60);\n        while (read(ends[0], bytes, sizeof bytes) > 0) continue;\n        "
            "_exit(0);\n    }}\n",
            ours);
    }

    std::string open_pipe() const {
        const bool reads = plan_.reading();
        std::string flags = "0";
        for (const std::string& name : target_.flags.names) {
            if (!reads || name != "O_NONBLOCK") flags += " | " + name;
        }
        std::string out = "static int open_target(void)\n{\n    int ends[2];\n";
        out += fmt::format("    if (pipe2(ends, {}) != 0) return -1;\n", flags);
        out += fmt::format("    if (fcntl(ends[1], F_SETPIPE_SZ, {}) < 0) perror(\"F_SETPIPE_SZ\");\n",
                           target_.capacity);
        std::uint64_t size = 0;
        out += content(size);
        if (size > 0) out += fmt::format("    if (write(ends[1], content, {}) < 0) perror(\"preload\");\n", size);
        if (reads && target_.flags.has("O_NONBLOCK"))
            out += "    fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK);\n";
        if (reads && !target_.writer_open) out += "    close(ends[1]);\n";
        if (!reads && !target_.reader_open) out += "    close(ends[0]);\n";
        return out + other_end("ends[1]") + (reads ? "    return ends[0];\n}\n\n" : "    return ends[1];\n}\n\n");
    }

    /// ends[1] is the program's own, ends[0] the peer's.
    std::string connect() const {
        if (target_.kind == "tcp") {
            return "    struct sockaddr_in address;\n    struct sockaddr *any = (struct sockaddr *)&address;\n"
                   "    socklen_t length = sizeof address;\n    memset(&address, 0, sizeof address);\n"
                   "    address.sin_family = AF_INET;\n    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);\n"
                   "    const int listener = socket(AF_INET, SOCK_STREAM, 0);\n" +
                   size_of("listener", "SO_RCVBUF", target_.rcvbuf) +
                   "    if (bind(listener, any, length) != 0 || listen(listener, 1) != 0) return -1;\n"
                   "    if (getsockname(listener, any, &length) != 0) return -1;\n"
                   "    ends[1] = socket(AF_INET, SOCK_STREAM, 0);\n" +
                   size_of("ends[1]", "SO_SNDBUF", target_.sndbuf) +
                   "    if (connect(ends[1], any, length) != 0) return -1;\n"
                   "    ends[0] = accept(listener, NULL, NULL);\n    close(listener);\n";
        }
        const char* type = target_.kind == "unix-stream"     ? "SOCK_STREAM"
                           : target_.kind == "unix-datagram" ? "SOCK_DGRAM"
                                                             : "SOCK_SEQPACKET";
        const std::string make =
            target_.peer == "none"
                ? fmt::format("    ends[0] = -1;\n    ends[1] = socket(AF_UNIX, {}, 0);\n", type)
                : fmt::format("    if (socketpair(AF_UNIX, {}, 0, ends) != 0) return -1;\n", type);
        return make + size_of("ends[1]", "SO_SNDBUF", target_.sndbuf);
    }

    static std::string size_of(const char* end, const char* option, const std::optional<std::uint64_t>& asked) {
        if (!asked) return {};
        return fmt::format(
            "    {{\n        const int size = {};\n        setsockopt({}, SOL_SOCKET, {}, &size, sizeof size);\n   "
            " }}\n",
            std::min<std::uint64_t>(*asked, 1u << 30), end, option);
    }

    std::string open_socket() const {
        std::string out = "static int open_target(void)\n{\n    int ends[2];\n" + connect();
        out += "    if (ends[1] < 0) return -1;\n";
        if (target_.timeout_s) {
            const auto whole = static_cast<std::int64_t>(*target_.timeout_s);
            const auto rest = static_cast<std::int64_t>((*target_.timeout_s - static_cast<double>(whole)) * 1e6);
            out += fmt::format(
                "    struct timeval most;\n    most.tv_sec = {};\n    most.tv_usec = {};\n"
                "    setsockopt(ends[1], SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);\n",
                whole, whole == 0 ? std::max<std::int64_t>(rest, 1) : rest);
        }
        if (target_.peer == "closed-unread")
            out += "    if (send(ends[1], \".\", 1, MSG_NOSIGNAL) != 1) return -1;\n";
        std::uint64_t size = 0;
        out += content(size);
        if (size > 0)
            out += fmt::format("    if (send(ends[0], content, {}, MSG_NOSIGNAL) < 0) return -1;\n", size);
        if (target_.flags.has("O_NONBLOCK"))
            out += "    fcntl(ends[1], F_SETFL, fcntl(ends[1], F_GETFL) | O_NONBLOCK);\n";
        if (target_.peer.starts_with("closed")) out += "    close(ends[0]);\n" + wait_for_news();
        return out + other_end("ends[1]") + "    return ends[1];\n}\n\n";
    }

    // The peer's end takes a moment to travel, even on one machine.
    std::string wait_for_news() const {
        if (target_.kind != "tcp") return {};
        return "    struct pollfd news;\n    news.fd = ends[1];\n    news.events = POLLRDHUP;\n    poll(&news, 1, "
               "1000);\n";
    }

    const ExportPlan& plan_;
    const TargetSpec& target_;
};

}  // namespace

std::string c_target(const ExportPlan& plan) {
    return CTarget(plan).text();
}

std::string c_target_includes(const ExportPlan& plan) {
    if (plan.pipe() || plan.file()) return {};
    return "#include <netinet/in.h>\n#include <sys/socket.h>\n#include <sys/time.h>\n";
}

}  // namespace iovlab
