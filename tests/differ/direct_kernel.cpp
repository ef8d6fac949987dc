#include "tests/differ/direct_kernel.h"

#include <cerrno>
#include <csignal>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <system_error>
#include <unistd.h>

namespace iovlab::differ {

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kArraySize = 2048 * sizeof(iovec);

void* at(std::uint64_t address) {
    return reinterpret_cast<void*>(address);
}

// Room for the array, ending at a page that may not be read, as in the worker.
iovec* array_end() {
    static std::byte* area = [] {
        void* mapped = ::mmap(nullptr, kArraySize + kPage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ::mprotect(mapped, kArraySize, PROT_READ | PROT_WRITE);
        return static_cast<std::byte*>(mapped);
    }();
    return reinterpret_cast<iovec*>(area + kArraySize);
}

void limit_files(rlim_t soft) {
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = soft;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

DirectKernel::DirectKernel(const Arena& arena, std::unique_ptr<Target> target,
                           std::optional<std::uint64_t> file_size, bool reads)
    : arena_(arena), target_(std::move(target)) {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    void* reserved = ::mmap(at(kArenaBase), arena.reserve(), PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (reserved != at(kArenaBase)) throw std::system_error(errno, std::generic_category(), "the arena's address");
    for (const Mapping& piece : arena.mappings()) {
        ::mmap(at(piece.address), piece.size, reads ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED | MAP_FIXED,
               arena.fd(), static_cast<off_t>(piece.file_offset));
    }
    if (file_size) limit_files(*file_size);
}

DirectKernel::~DirectKernel() {
    limit_files(RLIM_INFINITY);
    ::munmap(at(kArenaBase), arena_.reserve());
}

Outcome DirectKernel::call(const Call& call) {
    const std::size_t n = call.list.size();
    iovec* first = array_end() - n;
    for (std::size_t i = 0; i < n; ++i) first[i] = {at(call.list[i].base), call.list[i].length};
    const void* array = call.bad_array ? at(arena_.unmapped()) : first;
    const int fd = target_->given() == Given::Open ? target_->fd() : -1;
    long result = -1;
    switch (call.op) {
        case Op::Pwritev:
            result = ::syscall(SYS_pwritev, fd, array, call.iovcnt(), call.offset, 0L);
            break;
        case Op::Pwritev2:
            result = ::syscall(SYS_pwritev2, fd, array, call.iovcnt(), call.offset, 0L, call.flags);
            break;
        case Op::Write:
            result = ::syscall(SYS_write, fd, first[0].iov_base, first[0].iov_len);
            break;
        case Op::Readv:
            result = ::syscall(SYS_readv, fd, array, call.iovcnt());
            break;
        case Op::Preadv:
            result = ::syscall(SYS_preadv, fd, array, call.iovcnt(), call.offset, 0L);
            break;
        default:
            result = ::syscall(SYS_writev, fd, array, call.iovcnt());
            break;
    }
    Outcome outcome;
    if (result >= 0) {
        outcome.result = result;
    } else {
        outcome.error = errno;
    }
    return outcome;
}

}  // namespace iovlab::differ
