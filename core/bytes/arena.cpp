#include "core/bytes/arena.h"

#include "core/bytes/page_size.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace iovlab {

namespace {

constexpr std::uint64_t kGuardChunk = 1u << 20;  // mapped again and again for long guards: they cost no memory
constexpr std::uint64_t kMaxGuard = 16ull << 30;
constexpr std::size_t kMaxAreas = 65000;          // vm.max_map_count is 65530, and the worker has some of its own
constexpr std::uint64_t kHighestAddress = ~0ull;  // outside user space on every Linux

std::uint64_t pages(std::uint64_t size) {
    return pages_for(size, page_size()) * page_size();
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::size_t index_of(const Buffers& buffers, const std::string& name) {
    const Buffer* buffer = buffers.find(name);
    if (!buffer) throw std::logic_error("an entry names no buffer: " + name);
    return static_cast<std::size_t>(buffer - buffers.all.data());
}

// How far past each root's first byte the kernel may read: it never moves more than MAX_RW_COUNT in one call.
std::vector<std::uint64_t> reach_of(const Buffers& buffers, const std::vector<std::vector<EntrySpec>>& lists) {
    std::vector<std::uint64_t> reach(buffers.all.size());
    for (const auto& list : lists) {
        for (const EntrySpec& entry : list) {
            if (entry.bad != BadBase::None || !entry.length) continue;
            const Buffer& buffer = buffers.all[index_of(buffers, entry.buffer)];
            const std::uint64_t end = buffer.offset + std::min(*entry.length, kMaxRwCount);
            reach[buffer.root] = std::max(reach[buffer.root], end);
        }
    }
    return reach;
}

}  // namespace

Arena::Arena(const Buffers& buffers, const std::vector<std::vector<EntrySpec>>& lists) {
    unmapped_ = kArenaBase;  // the first page stays unreadable
    next_ = kArenaBase + page_size();
    lay_out_buffers(buffers, reach_of(buffers, lists));
    lay_out_crossings(lists);
    if (mappings_.size() + regions_.size() > kMaxAreas) {  // an unreadable page behind each
        throw std::length_error(
            "so many buffers and lying lengths need more pieces of memory than Linux gives a process; "
            "about 32,000 buffers are the most");
    }
    reserve_ = next_ - kArenaBase;
    for (const auto& list : lists) resolve(buffers, list);
    try {
        make_file(buffers);
    } catch (...) {
        if (map_) ::munmap(map_, file_size_);
        if (fd_ >= 0) ::close(fd_);
        throw;
    }
}

Arena::~Arena() {
    if (map_) ::munmap(map_, file_size_);
    if (fd_ >= 0) ::close(fd_);
}

std::uint64_t Arena::map_data(std::uint64_t size) {
    const std::uint64_t file_offset = file_size_;
    if (size > 0) {
        mappings_.push_back({next_, size, file_offset});
        file_size_ += size;
        next_ += size;
    }
    return file_offset;
}

void Arena::map_guard(std::uint64_t address, std::uint64_t size) {
    while (size > 0) {
        const std::uint64_t part = std::min(size, kGuardChunk);
        guard_maps_.push_back(mappings_.size());
        mappings_.push_back({address, part, 0});
        address += part;
        size -= part;
    }
}

void Arena::lay_out_buffers(const Buffers& buffers, const std::vector<std::uint64_t>& reach) {
    base_of_.resize(buffers.all.size());
    std::uint64_t guard_in_all = 0;
    for (std::size_t i = 0; i < buffers.all.size(); ++i) {
        const Buffer& buffer = buffers.all[i];
        if (buffer.root != i) continue;
        Region region{.address = next_, .data = buffer.size, .buffer = i};
        base_of_[i] = next_;
        const std::uint64_t data = pages(buffer.size);
        region.file_offset = map_data(data);
        const std::uint64_t guard = pages(reach[i] > data ? reach[i] - data : 0);
        guard_in_all += guard;
        if (guard_in_all > kMaxGuard) {
            throw std::length_error("the lying lengths reach more than 16 GiB past their buffers' ends");
        }
        map_guard(next_, guard);
        region.guard = data - buffer.size + guard;
        next_ += guard + page_size();  // then a page that may not be read
        regions_.push_back(region);
    }
}

void Arena::lay_out_crossings(const std::vector<std::vector<EntrySpec>>& lists) {
    for (const auto& list : lists) {
        for (const EntrySpec& entry : list) {
            if (entry.bad != BadBase::Crossing || crossings_.count(entry.good)) continue;
            const std::uint64_t data = pages(entry.good);
            const std::uint64_t before = data - entry.good;  // the good bytes lie flush against the unreadable page
            Region region{.address = next_ + before, .data = entry.good, .kind = PlaceKind::Crossing};
            region.file_offset = map_data(data) + before;
            crossings_[entry.good] = region.address;
            next_ += page_size();
            regions_.push_back(region);
        }
    }
}

void Arena::make_file(const Buffers& buffers) {
    guard_chunk_ = file_size_;
    if (!guard_maps_.empty()) file_size_ += kGuardChunk;
    for (std::size_t i : guard_maps_) mappings_[i].file_offset = guard_chunk_;
    file_size_ = std::max(file_size_, page_size());

    fd_ = ::memfd_create("iovlab-arena", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd_ < 0) fail("no shared memory for the buffers (memfd_create)");
    if (::ftruncate(fd_, static_cast<off_t>(file_size_)) != 0) fail("no room for the buffers in shared memory");
    void* map = ::mmap(nullptr, file_size_, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0);
    if (map == MAP_FAILED) fail("the buffers' shared memory cannot be mapped");
    map_ = static_cast<std::byte*>(map);
    if (::fcntl(fd_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        fail("the buffers' shared memory cannot be sealed");
    }
    for (const Region& region : regions_) {
        std::byte* data = map_ + region.file_offset;
        if (region.kind == PlaceKind::Crossing) {
            std::fill_n(data, region.data, kCrossingByte);
            continue;
        }
        const auto& bytes = buffers.bytes[region.buffer];
        if (!bytes.empty()) std::memcpy(data, bytes.data(), bytes.size());
        std::fill_n(data + region.data, pages(region.data) - region.data, kGuardByte);
    }
    if (!guard_maps_.empty()) std::fill_n(map_ + guard_chunk_, kGuardChunk, kGuardByte);
}

void Arena::resolve(const Buffers& buffers, const std::vector<EntrySpec>& list) {
    std::vector<Iov> iov;
    std::vector<std::uint64_t> ends;
    for (const EntrySpec& entry : list) {
        Iov one;
        switch (entry.bad) {
            case BadBase::None: {
                const Buffer& buffer = buffers.all[index_of(buffers, entry.buffer)];
                one.base = base_of_[buffer.root] + buffer.offset;
                one.length = entry.length.value_or(buffer.size);
                break;
            }
            case BadBase::Unmapped:
                one.base = unmapped_;
                break;
            case BadBase::Crossing:
                one.base = crossings_.at(entry.good);
                break;
            case BadBase::Null:
                one.base = 0;
                break;
            case BadBase::Kernel:
                one.base = kHighestAddress;
                break;
        }
        if (entry.bad != BadBase::None) one.length = entry.length.value_or(0);
        for (std::uint64_t t = 0; t < entry.times; ++t) {
            one.entry = static_cast<std::uint32_t>(iov.size());
            iov.push_back(one);
        }
        ends.push_back(iov.size());
    }
    lists_.emplace_back(std::move(iov));
    line_ends_.push_back(std::move(ends));
}

std::size_t Arena::line(std::size_t call, std::uint32_t entry) const {
    const auto& ends = line_ends_[call];
    return static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), entry) - ends.begin());
}

const Arena::Region* Arena::region_of(std::uint64_t address) const {
    auto next = std::upper_bound(regions_.begin(), regions_.end(), address,
                                 [](std::uint64_t value, const Region& region) { return value < region.address; });
    if (next == regions_.begin()) return nullptr;
    const Region& region = *std::prev(next);
    return address < region.address + region.data + region.guard ? &region : nullptr;
}

Place Arena::place(std::uint64_t address) const {
    const Region* region = region_of(address);
    if (!region) return {};
    const std::uint64_t at = address - region->address;
    if (at < region->data) return {region->kind, region->buffer, at, region->data - at};
    return {PlaceKind::Guard, region->buffer, at - region->data, region->data + region->guard - at};
}

std::uint64_t Arena::readable(std::uint64_t address, std::uint64_t length) const {
    const Region* region = region_of(address);
    if (!region) return 0;
    return std::min(length, region->address + region->data + region->guard - address);
}

std::span<std::byte> Arena::memory_at(std::uint64_t address) const {
    const Region* region = region_of(address);
    if (!region) return {};
    const std::uint64_t at = address - region->address;
    // A buffer's last page holds the beginning of its guard; the rest of that shows the one chunk again and again.
    const std::uint64_t own = region->kind == PlaceKind::Crossing ? region->data : pages(region->data);
    if (at < own) return {map_ + region->file_offset + at, std::min(own, region->data + region->guard) - at};
    const std::uint64_t in_chunk = (at - own) % kGuardChunk;
    return {map_ + guard_chunk_ + in_chunk, std::min(kGuardChunk - in_chunk, region->data + region->guard - at)};
}

std::size_t Arena::copy(std::uint64_t address, std::span<std::byte> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
        const std::span<std::byte> here = memory_at(address + done);
        if (here.empty()) break;
        const std::size_t n = std::min(out.size() - done, here.size());
        std::memcpy(out.data() + done, here.data(), n);
        done += n;
    }
    return done;
}

std::size_t Arena::fill(std::uint64_t address, std::span<const std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const std::span<std::byte> here = memory_at(address + done);
        if (here.empty()) break;
        const std::size_t n = std::min(bytes.size() - done, here.size());
        std::memcpy(here.data(), bytes.data() + done, n);
        done += n;
    }
    return done;
}

}  // namespace iovlab
