#include "core/worker/program/memory.h"

#include "core/worker/sound.h"

#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <sys/uio.h>

namespace iovlab {

namespace {

constexpr std::size_t kArraySize = wire::kMaxIov * sizeof(iovec);

const std::byte* sheet = nullptr;
std::byte* array = nullptr;  // kArraySize bytes, then the arena's first page, which may not be read
std::uint64_t reserved_at = 0;
std::byte* copies = nullptr;  // room for what a caller copies before its call
std::size_t copies_size = 0;

template <typename Record>
Record sheet_record(std::uint32_t i) {
    Record record;
    std::memcpy(&record, sheet + i * sizeof(Record), sizeof record);
    return record;
}

void* at(std::uint64_t address) {
    return reinterpret_cast<void*>(address);
}

bool make_room(std::size_t size) {
    if (size <= copies_size) return true;
    if (copies) ::munmap(copies, copies_size);
    copies = nullptr;
    copies_size = 0;
    void* room = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) return false;
    copies = static_cast<std::byte*>(room);
    copies_size = size;
    return true;
}

int map_pieces(const wire::Setup& setup, int arena_fd) {
    // Without MAP_FIXED: the kernel must not put the reservation over something of ours.
    void* reserved = ::mmap(at(setup.reserve_at), setup.reserve_size, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (reserved == MAP_FAILED) return errno;
    if (reserved != at(setup.reserve_at)) return EEXIST;  // kernels before 4.17 take the flag for a hint
    const int protection = PROT_READ | (setup.reads != 0 ? PROT_WRITE : 0);
    for (std::uint32_t i = 0; i < setup.mappings; ++i) {
        const auto piece = sheet_record<wire::SheetMapping>(i);
        if (!wire::inside(setup, piece)) return EINVAL;
        void* mapped = ::mmap(at(piece.address), piece.size, protection, MAP_SHARED | MAP_FIXED, arena_fd,
                              static_cast<off_t>(piece.file_offset));
        if (mapped == MAP_FAILED) return errno;
    }
    return 0;
}

}  // namespace

int map_arena(const wire::Setup& setup, int arena_fd, int sheet_fd) {
    void* mapped = ::mmap(nullptr, wire::kSheetSize, PROT_READ, MAP_SHARED, sheet_fd, 0);
    if (mapped == MAP_FAILED) return errno;
    sheet = static_cast<const std::byte*>(mapped);
    // Right in front of the arena, whose first page may not be read: the same addresses in every run here too.
    void* const wanted = at(setup.reserve_at - kArraySize);
    void* area = ::mmap(wanted, kArraySize, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (area == MAP_FAILED) return errno;
    if (area != wanted) return EEXIST;  // kernels before 4.17 take the flag for a hint
    array = static_cast<std::byte*>(area);
    reserved_at = setup.reserve_at;
    return map_pieces(setup, arena_fd);
}

std::uint64_t address_space(const wire::Setup& setup) {
    constexpr std::uint64_t kProgram = 64u << 20;  // its code, its libraries where it has any, its stack
    constexpr std::uint64_t kMostTaken = 2ull << 30;
    return kProgram + kArraySize + wire::kSheetSize + setup.reserve_size + kMostTaken;
}

const iovec* iov_array(std::uint32_t n) {
    auto* first = reinterpret_cast<iovec*>(array + kArraySize) - n;
    for (std::uint32_t i = 0; i < n; ++i) {
        const auto record = sheet_record<wire::SheetIov>(i);
        first[i] = {at(record.base), record.length};
    }
    return first;
}

const iovec* unreadable_array() {
    return static_cast<const iovec*>(at(reserved_at));
}

const std::byte* join(std::uint32_t n, std::size_t& size) {
    const iovec* iov = iov_array(n);
    size = 0;
    for (std::uint32_t i = 0; i < n; ++i) size += iov[i].iov_len;
    if (!make_room(size)) return nullptr;
    std::size_t done = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        if (iov[i].iov_len > 0) std::memcpy(copies + done, iov[i].iov_base, iov[i].iov_len);
        done += iov[i].iov_len;
    }
    static std::byte nothing{};
    return copies ? copies : &nothing;
}

bool copy_first(std::uint32_t n, std::size_t size) {
    if (n == 0) return true;
    if (!make_room(size)) return false;
    auto* first = reinterpret_cast<iovec*>(array + kArraySize) - n;
    std::memcpy(copies, first->iov_base, size);
    first->iov_base = copies;
    return true;
}

}  // namespace iovlab
