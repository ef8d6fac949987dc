// The arena against memory mapped as the worker maps it, and against a slow model of what lies where. A failure
// prints the seed that makes it again.
#include "core/bytes/arena.h"

#include "tests/catch.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace iovlab;
using namespace iovlab::test;

namespace {

constexpr std::uint64_t kPage = 4096;
using List = std::vector<EntrySpec>;
using Bytes = std::vector<std::byte>;

BufferSpec part_of(const std::string& name, BufferKind kind, const std::string& of, std::int64_t from,
                   std::int64_t to) {
    return {.name = name, .kind = kind, .content = {}, .of = of, .range = SliceRange{from, to}};
}

EntrySpec lying(const std::string& buffer, std::uint64_t length) {
    EntrySpec spec = entry(buffer);
    spec.length = length;
    return spec;
}

/// The arena's pieces, mapped as the worker maps them but elsewhere.
class Mapped {
public:
    explicit Mapped(const Arena& arena) : size_(arena.reserve()) {
        void* all = ::mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        REQUIRE(all != MAP_FAILED);
        base_ = static_cast<std::byte*>(all);
        for (const Mapping& piece : arena.mappings()) {
            void* at = ::mmap(base_ + (piece.address - kArenaBase), piece.size, PROT_READ, MAP_SHARED | MAP_FIXED,
                              arena.fd(), static_cast<off_t>(piece.file_offset));
            REQUIRE(at != MAP_FAILED);
        }
        file_ = ::memfd_create("iovlab-test", MFD_CLOEXEC);
        REQUIRE(file_ >= 0);
    }
    ~Mapped() {
        ::munmap(base_, size_);
        ::close(file_);
    }
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;

    /// The readable bytes from `address` on, `n` at most: the kernel copies up to the first that may not be read.
    Bytes read(std::uint64_t address, std::size_t n) const {
        const ssize_t put = ::pwrite(file_, base_ + (address - kArenaBase), n, 0);
        Bytes out(put > 0 ? static_cast<std::size_t>(put) : 0);
        REQUIRE(::pread(file_, out.data(), out.size(), 0) == static_cast<ssize_t>(out.size()));
        return out;
    }

private:
    std::uint64_t size_;
    std::byte* base_ = nullptr;
    int file_ = -1;
};

/// One stretch that the model knows of: everything else may not be read.
struct Stretch {
    std::uint64_t address = 0;
    Bytes bytes;
    PlaceKind kind = PlaceKind::Buffer;
    std::size_t buffer = 0;
};

std::uint64_t pages(std::uint64_t n) {
    return (n + kPage - 1) / kPage * kPage;
}

/// Where everything must lie, from the addresses of `lists[0]`, which has one entry for each buffer.
std::vector<Stretch> model_of(const Arena& arena, const Buffers& buffers, const std::vector<List>& lists) {
    std::vector<Stretch> all;
    for (std::size_t i = 0; i < buffers.all.size(); ++i) {
        if (buffers.all[i].root != i) continue;
        const std::uint64_t size = buffers.all[i].size;
        std::uint64_t reach = size;
        for (const List& list : lists) {
            for (const EntrySpec& entry : list) {
                const Buffer* of = buffers.find(entry.buffer);
                if (of && of->root == i) reach = std::max(reach, of->offset + entry.length.value_or(of->size));
            }
        }
        const std::uint64_t base = arena.list(0)[i].base;
        all.push_back({base, buffers.bytes[i], PlaceKind::Buffer, i});
        all.push_back({base + size, Bytes(pages(reach) - size, kGuardByte), PlaceKind::Guard, i});
    }
    for (std::size_t call = 0; call < lists.size(); ++call) {
        for (std::size_t k = 0; k < lists[call].size(); ++k) {  // no repeats here: entry k is line k
            const EntrySpec& entry = lists[call][k];
            if (entry.bad != BadBase::Crossing) continue;
            all.push_back({arena.list(call)[k].base, Bytes(entry.good, kCrossingByte), PlaceKind::Crossing, 0});
        }
    }
    return all;
}

const Stretch* stretch_at(const std::vector<Stretch>& model, std::uint64_t address) {
    for (const Stretch& stretch : model) {
        if (address >= stretch.address && address - stretch.address < stretch.bytes.size()) return &stretch;
    }
    return nullptr;
}

/// The readable bytes from `address` on.
Bytes model_bytes(const std::vector<Stretch>& model, std::uint64_t address, std::size_t n) {
    Bytes out;
    while (out.size() < n) {
        const Stretch* here = stretch_at(model, address + out.size());
        if (!here) break;
        out.push_back(here->bytes[address + out.size() - here->address]);
    }
    return out;
}

std::string compare(const Arena& arena, const Mapped& mapped, const std::vector<Stretch>& model,
                    std::uint64_t address, std::size_t n) {
    const Bytes expected = model_bytes(model, address, n);
    Bytes copied(n);
    copied.resize(arena.copy(address, copied));
    if (copied != expected) return "copy() gives " + std::to_string(copied.size()) + " bytes, or others";
    if (arena.readable(address, n) != expected.size())
        return "readable() says " + std::to_string(arena.readable(address, n));
    if (mapped.read(address, n) != expected) return "the worker would read something else";
    const Place place = arena.place(address);
    const Stretch* here = stretch_at(model, address);
    if (!here) return place.kind == PlaceKind::Unreadable ? "" : "place() of what may not be read";
    const bool same = place.kind == here->kind && place.offset == address - here->address &&
                      place.run == here->bytes.size() - place.offset &&
                      (here->kind == PlaceKind::Crossing || place.buffer == here->buffer);
    return same ? "" : "place()";
}

struct Made {
    std::vector<BufferSpec> specs;
    std::vector<List> lists;
};

Made random_made(std::mt19937_64& random) {
    const auto below = [&](std::uint64_t n) { return random() % n; };
    const auto size = [&] { return below(4) == 0 ? kPage * below(3) + below(3) : below(9000); };
    Made made;
    List all;
    for (std::uint64_t i = 0, count = 1 + below(8); i < count; ++i) {
        const std::string name = "b" + std::to_string(i);
        if (i > 0 && below(2) == 0) {
            const auto kind = below(2) == 0 ? BufferKind::View : BufferKind::Slice;
            made.specs.push_back(part_of(name, kind, "b" + std::to_string(below(i)),
                                         static_cast<std::int64_t>(below(6000)),
                                         static_cast<std::int64_t>(below(12000)) - 3000));
        } else {
            BufferSpec spec = bytes(name, 0);
            spec.content = Content{.kind = ContentKind::Random, .text = {}, .seed = random(), .size = size()};
            made.specs.push_back(spec);
        }
        all.push_back(entry(name));
    }
    List second;
    for (std::uint64_t i = 0, count = below(6); i < count; ++i) {
        const std::string name = "b" + std::to_string(below(made.specs.size()));
        switch (below(4)) {
            case 0:
                second.push_back(bad(BadBase::Crossing, 20000, below(3) == 0 ? kPage * below(3) : below(9000)));
                break;
            case 1:
                second.push_back(entry(name));
                break;
            default:
                second.push_back(lying(name, below(30000)));
        }
    }
    made.lists = {all, second};
    return made;
}

}  // namespace

TEST_CASE("Arena: place, readable, copy and the worker's view, against a slow model", "[bytes][arena]") {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        std::mt19937_64 random(seed);
        const Made made = random_made(random);
        const Buffers buffers = resolve_buffers(made.specs);
        const Arena arena(buffers, made.lists);
        const Mapped mapped(arena);
        const auto model = model_of(arena, buffers, made.lists);
        for (int i = 0; i < 60; ++i) {
            const Stretch& near = model[random() % model.size()];
            const std::uint64_t edge = random() % 2 == 0 ? near.address : near.address + near.bytes.size();
            // In front of a crossing's good bytes lies the rest of their page, which no call reaches.
            const std::uint64_t before = near.kind == PlaceKind::Crossing ? 0 : random() % 3;
            const std::uint64_t address = std::max(edge - before, near.address) + random() % 3;
            if (near.kind == PlaceKind::Crossing && address < near.address) continue;
            const std::string wrong = compare(arena, mapped, model, address, random() % 12000);
            if (!wrong.empty()) FAIL("seed " << seed << ", at " << std::hex << address << ": " << wrong);
        }
    }
    SUCCEED();
}

TEST_CASE("Arena: views share their bytes, slices have their own", "[bytes][arena]") {
    const Buffers buffers = resolve_buffers({
        bytes("body", 100),
        part_of("view", BufferKind::View, "body", 10, 60),
        part_of("inner", BufferKind::View, "view", 5, 20),
        part_of("slice", BufferKind::Slice, "body", 10, 60),
    });
    const Arena arena(buffers, {{entry("body"), entry("view"), entry("inner"), entry("slice")}});
    const IovList list = arena.list(0);
    CHECK(list[1].base == list[0].base + 10);
    CHECK(list[1].length == 50);
    CHECK(list[2].base == list[0].base + 15);
    CHECK(list[2].length == 15);
    CHECK(list[3].length == 50);
    CHECK((list[3].base >= list[0].base + kPage || list[3].base + kPage <= list[0].base));
    CHECK(arena.place(list[2].base).buffer == 0);  // a view's bytes belong to their owner
    CHECK(arena.place(list[2].base).offset == 15);
    CHECK(arena.place(list[3].base).buffer == 3);
    Bytes shared(50), own(50);
    CHECK(arena.copy(list[1].base, shared) == 50);
    CHECK(arena.copy(list[3].base, own) == 50);
    CHECK(shared == own);
}

TEST_CASE("Arena: bad addresses", "[bytes][arena]") {
    const Buffers buffers = resolve_buffers({bytes("b", 10)});
    const Arena arena(buffers, {{bad(BadBase::Null, 8), bad(BadBase::Unmapped, 8), bad(BadBase::Kernel, 8),
                                 bad(BadBase::Crossing, 9, 0), bad(BadBase::Crossing, 4096, 4096),
                                 bad(BadBase::Crossing, 50, 1), bad(BadBase::Crossing, 70, 1)}});
    const IovList list = arena.list(0);
    CHECK(list[0].base == 0);
    CHECK(list[1].base == arena.unmapped());
    CHECK(list[2].base == UINT64_MAX);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(arena.readable(list[i].base, 8) == 0);
        CHECK(arena.place(list[i].base).kind == PlaceKind::Unreadable);
        Bytes out(8);
        CHECK(arena.copy(list[i].base, out) == 0);
    }
    CHECK(arena.readable(list[4].base, 5000) == 4096);
    CHECK(list[5].base % kPage == kPage - 1);  // its good byte is the page's last
    CHECK(list[5].base == list[6].base);       // the same good bytes serve both
    CHECK(arena.readable(list[5].base, 50) == 1);
}

TEST_CASE("Arena: a lie of 2 GiB is mapped and marked, and costs no memory", "[bytes][arena]") {
    const Buffers buffers = resolve_buffers({bytes("b", 10)});
    const Arena arena(buffers, {{lying("b", UINT64_MAX)}});
    const std::uint64_t base = arena.list(0)[0].base;
    CHECK(arena.list(0)[0].length == UINT64_MAX);
    CHECK(arena.readable(base, UINT64_MAX) == kMaxRwCount);  // no call moves more
    CHECK(arena.place(base + 10).kind == PlaceKind::Guard);
    CHECK(arena.place(base + 10).run == kMaxRwCount - 10);
    struct stat info {};
    REQUIRE(::fstat(arena.fd(), &info) == 0);
    CHECK(info.st_blocks * 512 <= 4 << 20);
    const Mapped mapped(arena);
    for (const std::uint64_t at : {std::uint64_t{10}, kMaxRwCount / 2, kMaxRwCount - 4096}) {
        CHECK(mapped.read(base + at, 4096) == Bytes(at + 4096 > kMaxRwCount ? 0 : 4096, kGuardByte));
    }
    CHECK(mapped.read(base + kMaxRwCount - 1, 100).size() == 1);
}

TEST_CASE("Arena: lies of more than 16 GiB are refused", "[bytes][arena]") {
    std::vector<BufferSpec> specs;
    List list;
    for (int i = 0; i < 9; ++i) {
        specs.push_back(bytes("b" + std::to_string(i), 1));
        list.push_back(lying(specs.back().name, UINT64_MAX));
    }
    CHECK_THROWS_AS(Arena(resolve_buffers(specs), {list}), std::length_error);
    list.pop_back();
    CHECK_NOTHROW(Arena(resolve_buffers(specs), {list}));
}

TEST_CASE("Arena: neither side can shrink or grow the shared memory", "[bytes][arena]") {
    const Arena arena(resolve_buffers({bytes("b", 10)}), {{entry("b")}});
    CHECK(::ftruncate(arena.fd(), 0) == -1);
    CHECK(::ftruncate(arena.fd(), 1 << 20) == -1);
}

TEST_CASE("Arena: 65,536 entries, and the line that each comes from", "[bytes][arena]") {
    EntrySpec many = entry("b");
    many.times = kMaxEntries - 2;
    const Arena arena(resolve_buffers({bytes("a", 3), bytes("b", 10)}),
                      {{entry("a"), many, entry("a")}, {entry("b")}});
    const IovList list = arena.list(0);
    REQUIRE(list.size() == kMaxEntries);
    CHECK(list[65535].entry == 65535);
    CHECK(list.total() == 6 + 10 * (kMaxEntries - 2));
    CHECK(arena.line(0, 0) == 0);
    CHECK(arena.line(0, 1) == 1);
    CHECK(arena.line(0, 65534) == 1);
    CHECK(arena.line(0, 65535) == 2);
    CHECK(arena.line(1, 0) == 0);
}

TEST_CASE("Arena: 64 MiB go out whole", "[bytes][arena][run]") {
    Experiment experiment = into_file({1, 1});
    experiment.buffers[0].content = {.kind = ContentKind::Random, .text = {}, .seed = 7, .size = kMaxContent / 2};
    experiment.buffers[1] = part_of("b1", BufferKind::Slice, "b0", 0, INT64_MAX);
    const Ran ran = run(experiment);
    CHECK(ran.result() == static_cast<std::int64_t>(kMaxContent));
    CHECK(ran.end.verdict == Verdict::Intact);
}

TEST_CASE("Arena: many buffers", "[bytes][arena][run]") {
    Experiment experiment = into_file({});
    const std::size_t count = GENERATE(20000u, 100000u);
    for (std::size_t i = 0; i < count; ++i) {
        experiment.buffers.push_back(
            bytes("b" + std::to_string(i), 1 + i % 20, static_cast<char>('a' + static_cast<int>(i % 26))));
        if (i >= count - 1024) experiment.calls[0].iov.push_back(entry(experiment.buffers.back().name));
    }
    if (count > 30000) {  // more pieces of memory than the kernel gives a process: said, not a fault of the program
        CHECK_THROWS_AS(run(experiment), CannotRun);
        return;
    }
    const Ran ran = run(experiment);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.end.delivered == ran.end.expected);
}
