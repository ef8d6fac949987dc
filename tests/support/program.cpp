#include "tests/support/program.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab::test {

namespace {

std::string read_all(int fd) {
    std::string text;
    std::array<char, 65536> piece{};
    for (;;) {
        const ssize_t got = ::pread(fd, piece.data(), piece.size(), static_cast<off_t>(text.size()));
        if (got <= 0) return text;
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
}

int status_of(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/// `fds` become descriptors 0, 1 and 2 of the new process; -1 leaves one closed.
pid_t spawn(const std::vector<std::string>& argv, const std::array<int, 3>& fds,
            const std::vector<std::string>& unset) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (int to = 0; to < 3; ++to) {
        const int from = fds[static_cast<std::size_t>(to)];
        if (from < 0) {
            ::posix_spawn_file_actions_addclose(&actions, to);
        } else {
            ::posix_spawn_file_actions_adddup2(&actions, from, to);
        }
    }
    std::vector<char*> words;
    std::vector<std::string> copies = argv;
    for (std::string& word : copies) words.push_back(word.data());
    words.push_back(nullptr);
    std::vector<char*> environment;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const bool dropped = std::any_of(unset.begin(), unset.end(), [&](const std::string& name) {
            return std::strncmp(*variable, (name + "=").c_str(), name.size() + 1) == 0;
        });
        if (!dropped) environment.push_back(*variable);
    }
    environment.push_back(nullptr);
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, words[0], &actions, nullptr, words.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error(argv[0] + ": " + std::strerror(error));
    return pid;
}

int broken_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    ::close(ends[0]);
    return ends[1];
}

}  // namespace

std::string program_folder() {
    std::array<char, 4096> self{};
    const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size() - 1);
    if (length <= 0) throw std::runtime_error("/proc/self/exe cannot be read");
    const std::string path(self.data(), static_cast<std::size_t>(length));
    return path.substr(0, path.rfind('/'));
}

Finished run_program(const std::vector<std::string>& argv, Stdout out, const std::vector<std::string>& unset) {
    std::FILE* stdout_file = std::tmpfile();
    std::FILE* stderr_file = std::tmpfile();
    if (stdout_file == nullptr || stderr_file == nullptr) throw std::runtime_error("no temporary file");
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    int opened = -1;
    int to = ::fileno(stdout_file);
    if (out == Stdout::Closed) to = -1;
    if (out == Stdout::Full) to = opened = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (out == Stdout::BrokenPipe) to = opened = broken_pipe();
    const pid_t pid = spawn(argv, {nothing, to, ::fileno(stderr_file)}, unset);
    Finished finished;
    finished.status = status_of(pid);
    finished.out = read_all(::fileno(stdout_file));
    finished.err = read_all(::fileno(stderr_file));
    ::close(nothing);
    if (opened >= 0) ::close(opened);
    std::fclose(stdout_file);
    std::fclose(stderr_file);
    return finished;
}

Running::Running(const std::vector<std::string>& argv) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    out_ = ends[0];
    pid_ = spawn(argv, {STDIN_FILENO, ends[1], STDERR_FILENO}, {});
    ::close(ends[1]);
}

Running::~Running() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        status_of(pid_);
    }
    ::close(out_);
}

bool Running::read_more() {
    std::array<char, 4096> piece{};
    const ssize_t got = ::read(out_, piece.data(), piece.size());
    if (got <= 0) return false;
    text_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

bool Running::wait_for(const std::string& text) {
    while (text_.find(text) == std::string::npos) {
        if (!read_more()) return false;
    }
    return true;
}

Finished Running::finish() {
    while (read_more()) {
    }
    Finished finished;
    finished.status = status_of(pid_);
    finished.out = text_;
    pid_ = -1;
    return finished;
}

std::string python_interpreter() {
    static const std::string path = [] {
        const std::string asked = run_program({"python3", "-c", "import sys; print(sys.executable)"}).out;
        return asked.substr(0, asked.find('\n'));
    }();
    return path;
}

void write_file(const std::string& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) throw std::runtime_error(path + ": " + std::strerror(errno));
    const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (std::fclose(file) != 0 || !whole) throw std::runtime_error(path + " could not be written");
}

std::string read_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw std::runtime_error(path + ": " + std::strerror(errno));
    std::string text = read_all(fd);
    ::close(fd);
    return text;
}

}  // namespace iovlab::test
