// Pages that are not 4,096 bytes long, as other machines have them.
#include "core/bytes/page_size.h"

#include "core/kernel/model/tmpfs_pages.h"
#include "core/kernel/pipe_slots.h"
#include "tests/catch.h"

#include <unistd.h>

using namespace iovlab;

TEST_CASE("a page is what this machine says", "[page]") {
    CHECK(page_size() == static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
    CHECK(pages_for(0, 16384) == 0);
    CHECK(pages_for(1, 16384) == 1);
    CHECK(pages_for(16384, 16384) == 1);
    CHECK(pages_for(16385, 16384) == 2);
    CHECK(pages_for(UINT64_MAX, 4096) == UINT64_MAX / 4096 + 1);
}

TEST_CASE("a pipe's slots are pages of any size", "[page][pipe]") {
    for (const std::uint64_t page : {4096, 16384, 65536}) {
        CAPTURE(page);
        PipeSlots slots(4 * page, page);
        CHECK(slots.capacity() == 4);
        CHECK(slots.page() == page);
        slots.begin_write(page + 10, false);
        slots.put(page + 10);
        REQUIRE(slots.slots().size() == 2);
        CHECK(slots.slots()[0].length == page);
        slots.begin_write(page - 10, false);  // fits behind the ten bytes
        slots.put(page - 10);
        CHECK(slots.slots().size() == 2);
        slots.begin_write(1, false);
        slots.put(1);
        CHECK(slots.slots().size() == 3);
        slots.set_capacity(8 * page);
        CHECK(slots.capacity() == 8);
    }
}

TEST_CASE("a tmpfs counts in pages of any size", "[page][disk]") {
    TmpfsPages pages({.room = 2, .page = 16384}, 0);
    CHECK(pages.write(0, 40000, 40000, 0).n == 32768);
    TmpfsPages sealed({.page = 65536, .sealed_grow = true}, 100000);
    CHECK(sealed.write(0, 200000, 200000, 100000).n == 65536);
}
