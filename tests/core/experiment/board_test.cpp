#include "core/experiment/board.h"

#include "tests/catch.h"

#include <atomic>
#include <poll.h>
#include <thread>
#include <variant>

using namespace iovlab;

namespace {

bool readable(int fd) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, 0) == 1;
}

Step read_step(std::uint64_t bytes) {
    Step step;
    step.what = ReadStep{bytes, false};
    return step;
}

std::uint64_t bytes_of(const Step& step) {
    return std::get<ReadStep>(step.what).bytes;
}

}  // namespace

TEST_CASE("Board: steps come out in order, each as often as it is asked for", "[experiment][board]") {
    Board board(false);
    for (std::uint64_t i = 0; i < 5; ++i) board.publish(read_step(i));
    Trace trace;
    board.steps_since(2, trace);
    REQUIRE(trace.size() == 3);
    CHECK(bytes_of(trace[0]) == 2);
    board.steps_since(5, trace);
    CHECK(trace.size() == 3);
    board.steps_since(9, trace);  // past the end: nothing
    CHECK(trace.size() == 3);
    board.publish(read_step(5));
    board.steps_since(5, trace);
    REQUIRE(trace.size() == 4);
    CHECK(bytes_of(trace[3]) == 5);
    CHECK(board.step_count() == 6);
}

TEST_CASE("Board: commands come in order, and wake", "[experiment][board]") {
    Board board(false);
    CHECK_FALSE(readable(board.wake_fd()));
    CHECK_FALSE(board.take());
    board.post({Command::Read, 7});
    board.post({Command::CloseReader, 0});
    board.post({Command::Signal, 10});
    CHECK(readable(board.wake_fd()));
    board.clear_wake();
    CHECK_FALSE(readable(board.wake_fd()));
    const auto first = board.take();
    REQUIRE(first);
    CHECK(first->kind == Command::Read);
    CHECK(first->number == 7);
    CHECK(board.take()->kind == Command::CloseReader);
    CHECK(board.take()->kind == Command::Signal);
    CHECK_FALSE(board.take());
    CHECK_FALSE(board.stopping());
}

TEST_CASE("Board: stopping is known before the command is taken", "[experiment][board]") {
    Board board(false);
    board.post({Command::Read, 1});
    board.post({Command::Stop, 0});
    CHECK(board.stopping());
    CHECK(board.take()->kind == Command::Read);
    CHECK(board.take()->kind == Command::Stop);
    CHECK(board.stopping());
}

TEST_CASE("Board: a pace in steps", "[experiment][board]") {
    SECTION("paused from the start") {
        Board board(true);
        CHECK_FALSE(board.may_go_on());
        board.allow(2);
        CHECK(readable(board.wake_fd()));
        CHECK(board.may_go_on());
        CHECK(board.may_go_on());
        CHECK_FALSE(board.may_go_on());
    }
    SECTION("without end, until it is paused") {
        Board board(false);
        for (int i = 0; i < 1000; ++i) REQUIRE(board.may_go_on());
        board.allow(0);
        CHECK_FALSE(board.may_go_on());
        board.allow(UINT64_MAX);
        for (int i = 0; i < 1000; ++i) REQUIRE(board.may_go_on());
    }
}

TEST_CASE("Board: somebody is told of every change, from the thread that made it", "[experiment][board]") {
    Board board(false);
    int changes = 0;
    board.on_change([&] {
        ++changes;
        (void)board.step_count();  // looking at the board from there must not lock up
        (void)board.state();
    });
    board.publish(read_step(1));
    CHECK(changes == 1);
    board.set_state(Run::State::Asleep);
    CHECK(changes == 2);
    CHECK(board.state() == Run::State::Asleep);
    board.set_state(Run::State::Asleep);  // no change
    CHECK(changes == 2);
    board.on_change(nullptr);
    board.publish(read_step(2));
    CHECK(changes == 2);
}

TEST_CASE("Board: two threads, no step lost and no leave lost", "[experiment][board]") {
    constexpr std::uint64_t steps = 5000;
    Board board(true);
    std::thread runner([&] {
        for (std::uint64_t i = 0; i < steps; ++i) {
            while (!board.may_go_on()) {
                board.sleep_until_woken();
                board.clear_wake();
            }
            board.publish(read_step(i));
        }
        board.set_state(Run::State::Over);
    });
    Trace trace;
    while (board.state() != Run::State::Over || trace.size() < steps) {
        if (board.step_count() == trace.size()) board.allow(1 + trace.size() % 3);
        board.steps_since(trace.size(), trace);
    }
    runner.join();
    REQUIRE(trace.size() == steps);
    for (std::uint64_t i = 0; i < steps; ++i) {
        if (bytes_of(trace[i]) != i) FAIL("step " << i << " is out of place");
    }
}
