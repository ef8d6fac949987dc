// Where a machine stands after an outcome, and the line of its program that is lit for it: every loop, every
// outcome, every language. The line is the one of the branch that this outcome takes.
#include "core/loops/listing.h"
#include "tests/core/loops/fake_kernel.h"

#include <cerrno>

using namespace iovlab;
using namespace iovlab::test;

namespace {

const std::string kListings = IOVLAB_SOURCE_DIR "/assets/loops";

bool any_in(const std::string& line, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return line.find(word) != std::string::npos; });
}

/// 3 and 4 bytes; the first call answers so.
std::unique_ptr<Loop> after(const std::string& name, std::int64_t answer) {
    const IovList list = list_of({3, 4});
    std::unique_ptr<Loop> loop = make_loop(name, list);
    FakeKernel kernel([=](std::size_t, const IovList&) { return answer; });
    loop->returned(kernel.call(loop->list()));
    return loop;
}

void hold(const std::string& line, const Loop& loop, std::int64_t answer) {
    const std::string place = loop.place();
    const bool gives_up = any_in(line, {"return -1", "return errno", "raise", "return Err(error)"});
    const bool no_progress = any_in(line, {"EIO", "no progress", "Ok(0)"});
    if (place == "stuck") CHECK(no_progress);
    if (place == "failed") CHECK((gives_up && !no_progress));
    if (place == "done") CHECK(any_in(line, {"return 0", "return None", "Ok(())"}));
    if (place == "wait" || place == "restart") CHECK(any_in(line, {"wait_for_room"}));
    if (place == "retry" || place == "spin") CHECK(any_in(line, {"continue"}));
    CHECK((place == "stuck") == (answer == 0 && loop.want() == Want::Fail));
    CHECK((place == "failed") == (answer < 0 && loop.want() == Want::Fail));
}

}  // namespace

TEST_CASE("loops: the lit line is of the branch that was taken, whatever came back", "[loops][listings]") {
    for (const LoopInfo& info : loops()) {
        for (const std::int64_t answer : {2, 3, 7, 0, -EINTR, -EAGAIN, -EIO, -EPIPE}) {
            const auto loop = after(info.name, answer);
            REQUIRE(has_place(info, loop->place()));
            for (const Language language : kLanguages) {
                CAPTURE(info.name, answer, title_of(language), loop->place());
                const Listing listing = read_listing(kListings, info.name, language);
                const auto lines = listing.lines_of(loop->place());
                REQUIRE_FALSE(lines.empty());
                hold(listing.lines[lines.front()], *loop, answer);
            }
        }
    }
}

TEST_CASE("loops: one that cannot wait gives up where it waited", "[loops][listings]") {
    for (const LoopInfo& info : loops()) {
        const auto loop = after(info.name, -EAGAIN);
        if (loop->want() != Want::Wait) continue;
        CAPTURE(info.name);
        const std::string place = loop->place();
        loop->woke({.result = {}, .error = ENOMEM});
        CHECK(loop->want() == Want::Fail);
        CHECK(loop->failure() == ENOMEM);
        CHECK(loop->place() == place);
    }
}

TEST_CASE("loops: what is left is known whether it goes on, is done or gives up", "[loops]") {
    for (const char* name : {"once", "write-all", "write-all-poll", "chunked", "copying"}) {
        CAPTURE(name);
        CHECK(make_loop(name, list_of({3, 4}))->left() == 7);
        CHECK(after(name, 2)->left() == 5);
        CHECK(after(name, 7)->left() == 0);
        for (const int error : {EAGAIN, EINTR, EIO}) CHECK(after(name, -error)->left() == 7);
        CHECK(after(name, 0)->left() == 7);
    }
    CHECK(after("ignore-short", 2)->left() == 0);
    CHECK(after("skip-entry", 2)->left() == 4);
    CHECK(after("eagain-fatal", -EAGAIN)->left() == 7);
    // Each call offers a part: what is left is all the same all that is left.
    CHECK(make_loop("chunked", list_of(Lengths(1500, 2)))->left() == 3000);
    CHECK(make_loop("write-all", list_of({3, 4}), true)->left() == 7);
}

TEST_CASE("loops: a copy of a machine goes on as the machine does", "[loops]") {
    for (const LoopInfo& info : loops()) {
        CAPTURE(info.name);
        const auto loop = after(info.name, 2);
        const auto copy = loop->clone();
        CHECK(copy->left() == loop->left());
        CHECK(std::string(copy->place()) == loop->place());
        if (loop->want() != Want::Call) continue;
        loop->returned({.result = 1});
        CHECK(copy->left() != loop->left());
        copy->returned({.result = 1});
        CHECK(copy->left() == loop->left());
        CHECK(copy->believed() == loop->believed());
    }
}
