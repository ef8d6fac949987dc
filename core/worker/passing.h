#pragma once

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

/// One message with descriptors on it, over the wire: how main program and worker hand each other open files
/// (unix(7), SCM_RIGHTS). In a header, because the worker links nothing of the library.
namespace iovlab::wire {

/// Sends `size` bytes with `count` descriptors (at least one). False, and errno, when nobody takes them.
template <std::size_t Count>
bool send_with(int socket, const void* bytes, std::size_t size, const int (&fds)[Count]) {
    iovec piece{const_cast<void*>(bytes), size};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof fds)] = {};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fds);
    std::memcpy(CMSG_DATA(header), fds, sizeof fds);
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) >= 0;
}

enum class Received { Nothing, Bytes, WithDescriptors };

/// Waits for a message of exactly `size` bytes. `fds` are filled, and close on exec, only for WithDescriptors: when
/// just so many came along.
template <std::size_t Count>
Received receive_with(int socket, void* bytes, std::size_t size, int (&fds)[Count]) {
    iovec piece{bytes, size};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof fds)] = {};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got != static_cast<ssize_t>(size)) return Received::Nothing;
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(sizeof fds))
        return Received::Bytes;
    std::memcpy(fds, CMSG_DATA(header), sizeof fds);
    return Received::WithDescriptors;
}

}  // namespace iovlab::wire
