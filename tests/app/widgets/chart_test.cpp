// The benchmark's two pictures: lines with a mark, and a map of ratios; what is pointed at, and what is pressed.
#include "app/widgets/chart.h"

#include "app/widgets/heat_map.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <set>
#include <string>
#include <utility>

using namespace iovlab;

namespace {

ui::Chart two_lines() {
    ui::Chart chart;
    chart.lines = {
        {"join",
         0xff00ffff,
         {{16, 0.4, 0.35, 0.45, true}, {1024, 1.0, 0.9, 1.1, false}, {65536, 1.5, 1.4, 1.6, true}}},
        {"many", 0xffff00ff, {{16, 20, 18, 22, true}, {1024, 6, 5, 7, true}, {65536, 2, 1.9, 2.1, true}}}};
    chart.ticks = {{16, "16"}, {1024, "1K"}, {65536, "64K"}};
    chart.x_title = "bytes in one entry";
    chart.mark = ui::ChartMark{1024, 512, 2048, "about 1 KiB"};
    return chart;
}

struct MapPlace {
    std::size_t line, point;
    bool operator<(const MapPlace& other) const {
        return std::pair(line, point) < std::pair(other.line, other.point);
    }
};

ui::HeatMap small_map() {
    ui::HeatMap map;
    map.rows = map.row_names = {"1", "64"};
    map.columns = {"16", "4K", "64K"};
    map.column_names = {"16", "4096", "65536"};
    map.row = 1;
    for (const double ratio : {0.9, 1.0, 1.1, 0.4, 1.3, 0.0}) {
        ui::HeatCell cell;
        cell.there = ratio > 0;
        cell.ratio = ratio;
        cell.sure = ratio != 1.0;
        cell.text = std::to_string(ratio).substr(0, 4);
        map.cells.push_back(cell);
    }
    return map;
}

}  // namespace

TEST_CASE("a chart says its lines and its mark, and every point of it can be pointed at", "[app][widgets]") {
    ui::ChartUse use;
    Driver driver(whole_window([&use] { use = ui::chart("chart", two_lines(), {700, 420}); }));
    driver.frames(3);
    const std::string spoken = driver.text_of("chart");
    CHECK(spoken == "join: 0.40 1.00 1.50; many: 20.00 6.00 2.00; about 1 KiB");
    const ui::Control box = driver.control("chart");
    std::set<MapPlace> seen;
    std::pair<float, float> first{};
    for (float y = box.min.y + 4; y < box.max.y; y += 14) {
        for (float x = box.min.x + 4; x < box.max.x; x += 14) {
            driver.hover_at(x, y);
            if (!use.hovered) continue;
            if (use.hovered->line == 0 && use.hovered->point == 0) first = {x, y};
            seen.insert({use.hovered->line, use.hovered->point});
        }
    }
    CHECK(seen.size() == 6);
    // Farther left and lower is smaller and faster for the other way: the first point of "join" is at the left.
    CHECK(first.first < (box.min.x + box.max.x) / 2);
    CHECK_FALSE(use.pressed);
}

TEST_CASE("a chart is pressed on a point alone", "[app][widgets]") {
    ui::ChartUse use;
    std::size_t presses = 0;
    Driver driver(whole_window([&] {
        use = ui::chart("chart", two_lines(), {700, 420});
        if (use.pressed) ++presses;
    }));
    driver.frames(3);
    const ui::Control box = driver.control("chart");
    driver.drag({box.min.x + 2, box.min.y + 2}, {box.min.x + 3, box.min.y + 3});  // the empty corner
    CHECK(presses == 0);
    bool found = false;
    for (float y = box.min.y + 4; y < box.max.y && !found; y += 10) {
        for (float x = box.min.x + 4; x < box.max.x && !found; x += 10) {
            driver.hover_at(x, y);
            found = use.hovered.has_value();
            if (found) driver.drag({x, y}, {x, y});
        }
    }
    REQUIRE(found);
    CHECK(presses == 1);
}

TEST_CASE("a chart without lines, with one point, and with hostile numbers is drawn", "[app][widgets]") {
    ui::Chart chart;
    Driver driver(whole_window([&chart] { ui::chart("chart", chart, {300, 200}); }));
    driver.frames(2);
    chart.lines = {{"one", 0xffffffff, {{16, 1, 1, 1, true}}}};
    driver.frames(2);
    CHECK(driver.text_of("chart") == "one: 1.00");
    chart.lines = {{"wild", 0xffffffff, {{16, 0, 0, 1e12, true}, {17, 1e12, 1e-12, 1e15, false}}}};
    driver.frames(2);
    CHECK(driver.has("chart"));
}

TEST_CASE("a map has a name for every cell, and tells which one is pointed at and pressed", "[app][widgets]") {
    ui::HeatUse use;
    std::size_t pressed = 99, row = 99;
    ui::HeatMap map = small_map();
    map.tip = [](std::size_t index) { return "cell " + std::to_string(index); };
    Driver driver(whole_window([&] {
        use = ui::heat_map("map", map, 200);
        if (use.pressed) pressed = *use.pressed;
        if (use.row) row = *use.row;
    }));
    driver.frames(3);
    CHECK(driver.text_of("map.64.16") == "0.40");
    CHECK_FALSE(driver.enabled("map.64.65536"));  // was not measured
    driver.hover("map.1.4096");
    driver.until([&] { return driver.has("tooltip"); });
    CHECK(driver.text_of("tooltip") == "cell 1");
    CHECK(use.hovered == 1);
    driver.click("map.64.16");
    CHECK(pressed == 3);
    driver.click("map.64.65536");
    CHECK(pressed == 3);
    driver.click("map.1");
    CHECK(row == 0);
}
