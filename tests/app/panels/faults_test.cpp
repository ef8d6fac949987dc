// The fault script as chips.
#include "app/lab/faults.h"

#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

/// A window that is high enough for the whole column of settings.
WindowOptions high() {
    WindowOptions options;
    options.height = 1500;
    return options;
}

void set_script(TestWindow& test, const char* script, bool repeat = false) {
    test.window->lab().apply(SetFaults{{script, repeat}, "set", false});
    test.driver.frames(6);
}

}  // namespace

TEST_CASE("chips are added, edited, and removed") {
    TestWindow test(high());
    REQUIRE_FALSE(test.driver.has("fault.0"));
    test.driver.click("faults.add.short");
    test.driver.frames(4);
    CHECK(test.driver.text_of("fault.0") == "short 35,012");
    test.driver.enter("fault.bytes", "24");
    CHECK(test.experiment().faults.script == "short 24");
    test.driver.click("faults.add.errno");
    test.driver.click("faults.add.errno.0");
    test.driver.frames(4);
    CHECK(test.experiment().faults.script == "short 24 -> EAGAIN");
    test.driver.enter("fault.errno", "ENOSPC");
    test.driver.enter("fault.times", "3");
    test.driver.enter("fault.percent", "20");
    CHECK(test.experiment().faults.script == "short 24 -> 3*20%ENOSPC");
    CHECK(test.driver.text_of("fault.1") == "3 × 20 % ENOSPC");
    test.driver.click("faults.add.real");
    test.driver.frames(4);
    CHECK(test.experiment().faults.script == "short 24 -> 3*20%ENOSPC -> real");
    test.driver.click("fault.remove");
    test.driver.click("faults.repeat");
    test.driver.enter("faults.seed", "42");
    CHECK(test.experiment().faults == FaultSpec{"short 24 -> 3*20%ENOSPC", true});
    CHECK(test.experiment().seed == 42);
    test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK_FALSE(test.experiment().seed);
}

TEST_CASE("an errno that is none is explained and keeps Run waiting") {
    TestWindow test(high());
    set_script(test, "EAGAIN");
    test.driver.click("fault.0");
    test.driver.frames(4);
    test.driver.enter("fault.errno", "EGAIN");
    test.driver.frames(4);
    CHECK(test.driver.has("problem.faults.script"));
    CHECK_FALSE(test.driver.enabled("run"));
    test.driver.enter("fault.errno", "EPIPE");
    test.driver.frames(4);
    CHECK(test.experiment().faults.script == "EPIPE");
    CHECK(test.driver.enabled("run"));
}

TEST_CASE("chips are dragged, and moved and removed by keys") {
    TestWindow test(high());
    set_script(test, "short 3 -> EAGAIN -> real -> EINTR");
    const ui::Control to = test.driver.control("fault.2");
    test.driver.drag(test.driver.control("fault.0").centre(), {to.max.x - 2, to.centre().y});
    CHECK(test.experiment().faults.script == "EAGAIN -> real -> short 3 -> EINTR");
    const ui::Control first = test.driver.control("fault.0");
    test.driver.drag(test.driver.control("fault.3").centre(), {first.min.x + 2, first.centre().y});
    CHECK(test.experiment().faults.script == "EINTR -> EAGAIN -> real -> short 3");
    test.driver.click("fault.1");
    test.driver.frames(4);
    test.driver.key({.key = Key::Right, .ctrl = true});
    CHECK(test.experiment().faults.script == "EINTR -> real -> EAGAIN -> short 3");
    test.driver.key({.key = Key::Right, .ctrl = true});
    CHECK(test.experiment().faults.script == "EINTR -> real -> short 3 -> EAGAIN");
    test.driver.key({.key = Key::Right, .ctrl = true});
    test.driver.key({.key = Key::Left, .ctrl = true});
    CHECK(test.experiment().faults.script == "EINTR -> real -> EAGAIN -> short 3");
    test.driver.click("fault.earlier");
    test.driver.frames(4);
    CHECK(test.experiment().faults.script == "EINTR -> EAGAIN -> real -> short 3");
    test.driver.click("fault.0");
    test.driver.key({.key = Key::Delete});
    CHECK(test.experiment().faults.script == "EAGAIN -> real -> short 3");
}

TEST_CASE("the chip that decided the call on show is marked") {
    TestWindow test(high());
    set_script(test, "short 10 -> EINTR -> real");
    CHECK_FALSE(test.driver.control("fault.0").on);
    test.run_to_end();
    for (std::size_t call = 0; call < 3; ++call) {
        test.window->lab().apply(SelectStep{test.run().calls[call]});
        test.driver.frames(4);
        for (std::size_t chip = 0; chip < 3; ++chip) {
            CAPTURE(call, chip);
            CHECK(test.driver.control("fault." + std::to_string(chip)).on == (chip == call));
        }
    }
}

TEST_CASE("a script that makes no sense stays as text, with what is wrong, and can be mended") {
    TestWindow test(high());
    set_script(test, "shrt 3 -> EAGAIN");
    CHECK(test.driver.text_of("faults.script") == "shrt 3 -> EAGAIN");
    CHECK(test.driver.has("problem.faults.script"));
    CHECK_FALSE(test.driver.enabled("run"));
    CHECK_FALSE(test.driver.has("cut"));
    test.driver.enter("faults.script", "short 3 -> EAGAIN");
    test.driver.frames(4);
    CHECK(test.driver.text_of("fault.1") == "EAGAIN");
    CHECK(test.driver.enabled("run"));
    test.driver.key({.key = Key::Z, .ctrl = true});
    test.driver.frames(4);
    test.driver.click("faults.clear");
    CHECK(test.experiment().faults == FaultSpec{});
}

TEST_CASE("Del takes away what has the keyboard, and nothing else that is chosen") {
    TestWindow test(high());
    set_script(test, "short 24 -> EAGAIN");
    test.window->lab().apply(ChooseRow{Rows::Of::Entries, 1, ChooseRow::How::Only});
    const std::size_t entries = test.experiment().calls.front().iov.size();
    test.driver.click("fault.0");
    test.driver.frames(4);
    test.driver.key({.key = Key::Delete});
    test.driver.frames(4);
    CHECK(test.experiment().faults.script == "EAGAIN");
    CHECK(test.experiment().calls.front().iov.size() == entries);
    // Without anything that has a use for it, the key is about the rows.
    test.driver.click("entry.1");
    test.driver.frames(4);
    test.driver.key({.key = Key::Delete});
    test.driver.frames(4);
    CHECK(test.experiment().faults.script == "EAGAIN");
    CHECK(test.experiment().calls.front().iov.size() == entries - 1);
}
