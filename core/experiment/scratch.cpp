#include "core/experiment/scratch.h"

#include "core/experiment/run.h"
#include "core/kernel/names.h"
#include "core/kernel/real/target.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iovlab {

namespace {

std::string why_not(int error) {
    switch (error) {
        case ENOENT:
            return "there is no such file there";
        case ELOOP:
        case EMLINK:
            return "it is a link, and those may lead outside";
        case EINVAL:
        case ENXIO:
            return "it is not a plain file";
        default:
            return errno_text(error);
    }
}

std::vector<std::byte> read_to_end(int fd, const std::string& name) {
    struct stat info {};
    if (::fstat(fd, &info) != 0 || static_cast<std::uint64_t>(info.st_size) > kMaxContent) {
        throw BadExperiment(fmt::format("the file '{}' is larger than the 64 MiB an experiment may hold", name));
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(info.st_size));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(fd, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw BadExperiment(fmt::format("the file '{}' cannot be read: {}", name, errno_text(errno)));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
}

}  // namespace

Scratch::Scratch(const std::string& keep) : folder_(keep) {
    if (keep.empty()) return;
    if (::mkdir(keep.c_str(), 0777) != 0 && errno != EEXIST) {
        throw BadExperiment(fmt::format("the folder '{}' cannot be made: {}", keep, errno_text(errno)));
    }
    fd_ = ::open(keep.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd_ < 0) throw BadExperiment(fmt::format("the folder '{}' cannot be used: {}", keep, errno_text(errno)));
}

Scratch::~Scratch() {
    if (fd_ >= 0) ::close(fd_);
}

std::optional<std::vector<std::byte>> Scratch::target_content(const TargetSpec& target) const {
    if (!target.content) return std::nullopt;
    return make_content(*target.content);
}

NamedFile Scratch::read_file(const std::string& name, const Experiment& experiment) const {
    const TargetSpec& target = experiment.target;
    if (target.kind == "file" && target.path == name && target.content) return {name, *target_content(target)};
    if (fd_ < 0) {
        throw BadExperiment(
            fmt::format("the buffer content file '{}' is not in the scratch folder: it starts empty. "
                        "Give a folder that holds the file with --keep",
                        name));
    }
    const int fd = open_plain(fd_, name.c_str(), O_RDONLY);
    if (fd < 0) {
        throw BadExperiment(fmt::format("the file '{}' in the scratch folder '{}' cannot be read: {}", name,
                                        folder_, why_not(errno)));
    }
    try {
        NamedFile file{name, read_to_end(fd, name)};
        ::close(fd);
        return file;
    } catch (...) {
        ::close(fd);
        throw;
    }
}

std::vector<NamedFile> Scratch::read_files(const Experiment& experiment) const {
    std::vector<NamedFile> files;
    std::uint64_t total = 0;
    for (const BufferSpec& buffer : experiment.buffers) {
        const bool owns = buffer.kind == BufferKind::Bytes || buffer.kind == BufferKind::Bytearray;
        if (!owns || buffer.content.kind != ContentKind::File) continue;
        files.push_back(read_file(buffer.content.text, experiment));
        total += files.back().bytes.size();
        if (total > kMaxContent) throw BadExperiment("the files of the buffers hold more than 64 MiB in all");
    }
    return files;
}

}  // namespace iovlab
