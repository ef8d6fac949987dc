#pragma once

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

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

/// Closes every descriptor that came with a message.
inline void close_received(msghdr& message) {
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        for (std::size_t at = 0; CMSG_LEN(at + sizeof(int)) <= header->cmsg_len; at += sizeof(int)) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(header) + at, sizeof fd);
            ::close(fd);
        }
    }
}

/// Waits for a message of exactly `size` bytes. `fds` are filled, and close on exec, only for WithDescriptors: when
/// just so many came along, and all of them arrived. Others are closed.
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
    if (got < 0) return Received::Nothing;
    const bool cut = (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) != 0;
    const bool whole = got == static_cast<ssize_t>(size) && !cut;
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (whole && header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof fds)) {
        std::memcpy(fds, CMSG_DATA(header), sizeof fds);
        return Received::WithDescriptors;
    }
    close_received(message);
    return whole ? Received::Bytes : Received::Nothing;
}

}  // namespace iovlab::wire
