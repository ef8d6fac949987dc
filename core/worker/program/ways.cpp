#include "core/worker/program/ways.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

namespace iovlab {

namespace {

constexpr std::size_t kMaxEntries = IOV_MAX;

iovec as_iovec(const Piece& piece) {
    return {const_cast<std::byte*>(piece.base), piece.size};
}

/// After a call that returned less than zero: true when it is to be made again.
bool may_repeat(int fd, Tally& tally) {
    if (errno == EINTR) return true;
    if (errno == EAGAIN) {
        ++tally.shorts;
        pollfd room{fd, POLLOUT, 0};
        if (::poll(&room, 1, -1) >= 0 || errno == EINTR) return true;
    }
    tally.error = errno;
    return false;
}

/// Counts a call that returned `sent`. False when the sending is over: an error, or a call that takes nothing.
bool count_call(int fd, ssize_t sent, std::size_t asked, Tally& tally) {
    ++tally.calls;
    if (sent < 0) return may_repeat(fd, tally);
    tally.bytes += static_cast<std::size_t>(sent);
    if (static_cast<std::size_t>(sent) < asked) ++tally.shorts;
    if (sent == 0) tally.error = EIO;
    return sent != 0;
}

void write_all(int fd, Piece rest, Tally& tally) {
    while (rest.size > 0) {
        const ssize_t sent = ::write(fd, rest.base, rest.size);
        if (!count_call(fd, sent, rest.size, tally)) return;
        const std::size_t gone = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
        rest = {rest.base + gone, rest.size - gone};
    }
}

/// At most IOV_MAX entries, all of which go out.
void writev_all(int fd, std::span<iovec> array, std::size_t asked, Tally& tally) {
    while (!array.empty()) {
        const ssize_t result = ::writev(fd, array.data(), static_cast<int>(array.size()));
        if (!count_call(fd, result, asked, tally)) return;
        std::size_t sent = static_cast<std::size_t>(std::max<ssize_t>(result, 0));
        asked -= sent;
        while (!array.empty() && sent >= array.front().iov_len) {
            sent -= array.front().iov_len;
            array = array.subspan(1);
        }
        if (sent == 0) continue;
        iovec& cut = array.front();
        cut = {static_cast<std::byte*>(cut.iov_base) + sent, cut.iov_len - sent};
    }
}

void by_writev(int fd, std::span<const Piece> list, Tally& tally) {
    iovec array[kMaxEntries];
    while (!list.empty() && tally.error == 0) {
        const std::size_t entries = std::min(list.size(), kMaxEntries);
        std::size_t asked = 0;
        for (std::size_t i = 0; i < entries; ++i) {
            array[i] = as_iovec(list[i]);
            asked += list[i].size;
        }
        writev_all(fd, {array, entries}, asked, tally);
        list = list.subspan(entries);
    }
}

void by_writes(int fd, std::span<const Piece> list, Tally& tally) {
    for (const Piece& piece : list) {
        write_all(fd, piece, tally);
        if (tally.error != 0) return;
    }
}

void by_joining(int fd, std::span<const Piece> list, Tally& tally) {
    std::size_t size = 0;
    for (const Piece& piece : list) size += piece.size;
    const std::unique_ptr<std::byte, void (*)(void*)> joined(static_cast<std::byte*>(std::malloc(size)), std::free);
    if (!joined) {
        tally.error = ENOMEM;
        return;
    }
    std::byte* at = joined.get();
    for (const Piece& piece : list) {
        std::memcpy(at, piece.base, piece.size);
        at += piece.size;
    }
    write_all(fd, {joined.get(), size}, tally);
}

/// As `os.writev(fd, bufs)`, `bufs.pop(0)` and `bufs[0] = bufs[0][n:]` do it: an array for each call, the list's
/// references moved up for each entry that is gone, what is left of a cut entry copied.
void by_copying(int fd, std::span<const Piece> list, Tally& tally) {
    std::vector<const Piece*> rest;
    for (const Piece& piece : list) rest.push_back(&piece);
    std::vector<std::byte> copy;
    Piece cut;
    while (!rest.empty()) {
        std::vector<iovec> array;
        std::size_t asked = 0;
        for (std::size_t i = 0; i < std::min(rest.size(), kMaxEntries); ++i) {
            array.push_back(as_iovec(*rest[i]));
            asked += rest[i]->size;
        }
        const ssize_t result = ::writev(fd, array.data(), static_cast<int>(array.size()));
        if (!count_call(fd, result, asked, tally)) return;
        std::size_t sent = static_cast<std::size_t>(std::max<ssize_t>(result, 0));
        while (!rest.empty() && sent >= rest.front()->size) {
            sent -= rest.front()->size;
            rest.erase(rest.begin());
        }
        if (sent == 0) continue;
        std::vector<std::byte> left(rest.front()->base + sent, rest.front()->base + rest.front()->size);
        copy.swap(left);
        cut = {copy.data(), copy.size()};
        rest.front() = &cut;
    }
}

}  // namespace

void send_list(wire::Way way, int fd, std::span<const Piece> list, Tally& tally) {
    switch (way) {
        case wire::Way::Writev:
            return by_writev(fd, list, tally);
        case wire::Way::Writes:
            return by_writes(fd, list, tally);
        case wire::Way::CopyWrite:
            return by_joining(fd, list, tally);
        case wire::Way::Copying:
            return by_copying(fd, list, tally);
    }
    tally.error = EINVAL;
}

}  // namespace iovlab
