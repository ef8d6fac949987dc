#include "tests/golden/client.h"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <variant>

namespace iovlab::test {

namespace {

/// 0 while nobody listens.
std::uint16_t port_of(const Run& run) {
    Trace trace;
    run.steps_since(0, trace);
    for (const Step& step : trace) {
        const auto* serve = std::get_if<ServeStep>(&step.what);
        if (serve && serve->what == ServeStep::What::Listening) return serve->port;
    }
    return 0;
}

void ask(std::uint16_t port) {
    const std::string request = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::array<char, 4096> part{};
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
        ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
        while (::recv(fd, part.data(), part.size(), 0) > 0) {
        }
    }
    ::close(fd);
}

}  // namespace

Client::Client(Run& run, const Experiment& experiment) {
    if (!serves(experiment.target)) return;
    thread_ = std::thread([this, &run] {
        std::uint16_t port = 0;
        while (!over_ && (port = port_of(run)) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (port != 0) ask(port);
    });
}

Client::~Client() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
}

}  // namespace iovlab::test
