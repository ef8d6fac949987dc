#include "app/widgets/results.h"

#include "app/widgets/layout.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <cerrno>
#include <csignal>

using namespace iovlab;

namespace {

Outcome returned(std::int64_t bytes) {
    Outcome outcome;
    outcome.result = bytes;
    return outcome;
}

}  // namespace

TEST_CASE("an outcome's meaning and words are those of strace's numbers", "[app][widgets]") {
    Outcome failed;
    failed.error = EAGAIN;
    Outcome killed;
    killed.signal = SIGPIPE;
    Outcome asleep;
    asleep.blocked = true;
    CHECK(ui::meaning_of(returned(70024), 70024) == Meaning::Complete);
    CHECK(ui::meaning_of(returned(0), 0) == Meaning::Complete);
    CHECK(ui::meaning_of(returned(65536), 70024) == Meaning::Short);
    CHECK(ui::meaning_of(returned(0), UINT64_MAX) == Meaning::Short);
    CHECK(ui::meaning_of(failed, 10) == Meaning::Errno);
    CHECK(ui::meaning_of(killed, 10) == Meaning::Signal);
    CHECK(ui::meaning_of(asleep, 10) == Meaning::Asleep);
    CHECK(ui::outcome_text(returned(65536), 70024) == "65536 short");
    CHECK(ui::outcome_text(returned(70024), 70024) == "70024");
    CHECK(ui::outcome_text(failed, 10) == "-1 EAGAIN");
    CHECK(ui::outcome_text(killed, 10) == "SIGPIPE");
    CHECK(ui::outcome_text(asleep, 10) == "asleep");
}

TEST_CASE("what the kernel did not say is named on its badge", "[app][widgets]") {
    Outcome injected;
    injected.error = EINTR;
    injected.origin = Origin::Injected;
    float foretold = 0;
    Driver driver(whole_window([&] {
        ui::result_badge("real", returned(5), 5);
        ui::result_badge("injected", injected, 5);
        ui::result_badge("verdict", Meaning::Complete, "intact", Origin::Kernel);
        foretold = ui::result_badge_width(injected, 5);
    }));
    CHECK(driver.text_of("real") == "5");
    CHECK(driver.text_of("injected") == "-1 EINTR \xC2\xB7 injected");
    CHECK(driver.text_of("verdict") == "intact");
    const ui::Control& badge = driver.control("injected");
    CHECK(badge.max.x - badge.min.x == foretold);
}

TEST_CASE("progress is a part for each call, however many there are", "[app][widgets]") {
    std::vector<ui::ProgressPart> parts{
        {600, Meaning::Short, "call 1"}, {0, Meaning::Errno, ""}, {200, Meaning::Complete, "3"}};
    std::uint64_t total = 1000;
    int under = -1;
    Driver driver(whole_window([&] { under = ui::progress_bar("progress", parts, total, {500, 20}); }));
    const ui::Control place = driver.control("progress");
    driver.hover_at(place.min.x + 100, place.centre().y);
    CHECK(under == 0);
    driver.hover_at(place.min.x + 350, place.centre().y);
    CHECK(under == 2);
    driver.hover_at(place.min.x + 450, place.centre().y);
    CHECK(under == -1);
    const int few = ImGui::GetDrawData()->TotalVtxCount;
    parts.assign(100000, {10, Meaning::Short, "call"});
    total = 1000000;
    driver.frames(2);
    CHECK(ImGui::GetDrawData()->TotalVtxCount < few + 500 * 12);
    parts = {{UINT64_MAX, Meaning::Short, ""}, {UINT64_MAX, Meaning::Errno, "x"}};
    total = 0;
    driver.frames(2);
    parts.clear();
    driver.frames(2);
    CHECK(under == -1);
}

TEST_CASE("a message stays until it is put away", "[app][widgets]") {
    bool shown = true;
    Driver driver(whole_window([&] {
        if (shown &&
            ui::message("fault", ui::MessageKind::Error, {"It failed.", "The **disk** is full.", "write(2)"}, true))
            shown = false;
        ui::message("why", Meaning::Short, {"Short write.", "", ""});
        ui::message("empty", ui::MessageKind::Note, {});
    }));
    CHECK(driver.text_of("fault") == "It failed. The **disk** is full.");
    CHECK(driver.text_of("why") == "Short write.");
    driver.click("fault.close");
    CHECK_FALSE(shown);
    CHECK_FALSE(driver.has("fault"));
}
