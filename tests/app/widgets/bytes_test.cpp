#include "app/widgets/byte_bar.h"
#include "app/widgets/hex_view.h"
#include "app/widgets/layout.h"
#include "app/widgets/slot_map.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

constexpr std::uint64_t kHuge = UINT64_MAX;

/// Whether every vertex of the frame is a number near the screen: hostile sizes must not reach the renderer.
bool vertices_are_sane() {
    const ImDrawData& data = *ImGui::GetDrawData();
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        for (const ImDrawVert& vertex : list.VtxBuffer)
            if (!(vertex.pos.x > -1e5F && vertex.pos.x < 1e5F && vertex.pos.y > -1e5F && vertex.pos.y < 1e5F))
                return false;
    }
    return true;
}

}  // namespace

TEST_CASE("a bar of any length is drawn, and tells the byte under the pointer", "[app][widgets]") {
    ui::ByteBar bar{.fill = buffer_fill(0), .length = 1000, .label = "label"};
    ui::BarHover hover;
    Driver driver(whole_window([&] { hover = ui::byte_bar("bar", bar, {500, 20}); }));
    const ui::Control place = driver.control("bar");
    driver.hover_at(place.min.x + 0.5F, place.centre().y);
    CHECK(hover.byte == 0U);
    driver.hover_at(place.min.x + 250, place.centre().y);
    CHECK(hover.byte == 500U);
    driver.hover_at(place.max.x - 0.5F, place.centre().y);
    CHECK(hover.byte == 998U);  // two bytes a pixel
    driver.hover_at(place.max.x + 50, place.centre().y);
    CHECK_FALSE(hover.byte.has_value());
    bar.scale = 4000;  // the bar is a quarter of its place: the rest is nothing
    driver.hover_at(place.min.x + 250, place.centre().y);
    CHECK_FALSE(hover.byte.has_value());
    bar.length = 0;
    driver.hover_at(place.min.x + 1, place.centre().y);
    CHECK_FALSE(hover.byte.has_value());
}

TEST_CASE("hostile bars reach the renderer as sane numbers", "[app][widgets]") {
    const std::uint64_t length =
        GENERATE(std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{65536}, kHuge - 1, kHuge);
    const std::uint64_t scale = GENERATE(std::uint64_t{0}, std::uint64_t{1}, kHuge);
    const std::uint64_t point = GENERATE(std::uint64_t{0}, std::uint64_t{5}, kHuge);
    const bool bad = GENERATE(false, true);
    CAPTURE(length, scale, point, bad);
    const std::vector<ui::LitRange> lit{{point, kHuge, true, bad}};
    Driver driver(whole_window([&] {
        ui::byte_bar("bar", {.fill = buffer_fill(9),
                             .length = length,
                             .scale = scale,
                             .consumed = point,
                             .cut = point,
                             .readable = point,
                             .lit = lit,
                             .label = std::string(1000, 'x'),
                             .bad = bad});
        ui::byte_bar("thin", {.length = length, .scale = scale, .lit = lit}, {1, 1});
        ui::share_bracket(buffer_fill(1), point, length, scale);
    }));
    driver.hover("bar");
    CHECK(vertices_are_sane());
}

TEST_CASE("a call of 1,025 entries is a list of 1,025 bars", "[app][widgets]") {
    Driver driver(whole_window([&] {
        ui::card_begin("entries", "", "", {0, 0});
        for (std::size_t i = 0; i < 1025; ++i)
            ui::byte_bar("entry." + std::to_string(i),
                         {.fill = buffer_fill(i), .length = i, .scale = 1025, .consumed = i / 2});
        ui::card_end();
    }));
    CHECK(driver.has("entry.1024"));
    CHECK(vertices_are_sane());
    // What is scrolled out of sight costs nothing to paint.
    CHECK(ImGui::GetDrawData()->TotalVtxCount < 20000);
}

TEST_CASE("a pipe's slots are shown in rows, and tell the byte under the pointer", "[app][widgets]") {
    const std::vector<ui::SlotView> slots{{{{4096, buffer_fill(0), 0}}},
                                          {{{1024, buffer_fill(1), 4096}, {3072, buffer_fill(2), 5120}}}};
    ui::SlotHover hover;
    Driver driver(whole_window([&] { hover = ui::slot_map("slots", {.slots = slots, .capacity = 16}, 800); }));
    CHECK(driver.text_of("slots") == "2 of 16 slots in use");
    const ui::Control place = driver.control("slots");
    driver.hover_at(place.min.x + 3, place.max.y - 1);
    CHECK(hover.slot == 0U);
    REQUIRE(hover.at.has_value());
    CHECK(*hover.at < 200);
    const float second = place.min.x + (place.max.x - place.min.x) / 16 + 20;
    driver.hover_at(second, place.max.y - 2);
    CHECK(hover.slot == 1U);
    REQUIRE(hover.at.has_value());
    CHECK(*hover.at >= 4096);
    CHECK(*hover.at < 5120);
    driver.hover_at(place.max.x - 10, place.centre().y);
    CHECK(hover.slot == 15U);
    CHECK_FALSE(hover.at.has_value());
}

TEST_CASE("hostile pipes are drawn in bounded room", "[app][widgets]") {
    const std::uint64_t capacity =
        GENERATE(std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{256}, std::uint64_t{1} << 20, kHuge);
    const std::uint64_t page = GENERATE(std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{65536});
    const float width = GENERATE(1.0F, 300.0F, 3000.0F);
    CAPTURE(capacity, page, width);
    const ui::SlotView slot{{{0, buffer_fill(1), 0}, {kHuge, buffer_fill(2), 0}, {1, {}, kHuge}}, 5000, true};
    const std::vector<ui::SlotView> slots(300, slot);
    const std::vector<ui::LitRange> lit{{7, 8}, {9, kHuge, true}};
    Driver driver(
        [&] { ui::slot_map("slots", {.slots = slots, .capacity = capacity, .page = page, .lit = lit}, width); });
    driver.hover("slots");
    CHECK(vertices_are_sane());
    CHECK(driver.control("slots").max.y - driver.control("slots").min.y < 400);
}

TEST_CASE("a hex view paints only what is in sight, whatever its size", "[app][widgets]") {
    std::vector<std::byte> bytes(64);
    std::vector<ui::HexRun> runs{
        {0, 24, buffer_fill(0)}, {24, 24, buffer_fill(1)}, {48, 8, {}, ui::HexKind::Guard}};
    ui::HexHover hover;
    std::optional<std::uint64_t> show;
    const std::vector<ui::LitRange> lit{{3, 4}};
    Driver driver(whole_window([&] {
        ui::card_begin("sink", "Sink", "", {500, 400});
        hover = ui::hex_view("hex", {.bytes = bytes, .size = bytes.size(), .runs = runs, .lit = lit, .show = show});
        ui::card_end();
    }));
    CHECK(driver.text_of("hex") == "64 B");
    bytes.resize(64u << 10);
    driver.frames(3);
    const int small = ImGui::GetDrawData()->TotalVtxCount;
    bytes.resize(16u << 20);
    driver.frames(3);
    CHECK(ImGui::GetDrawData()->TotalVtxCount < small + 500);
    show = (16u << 20) - 1;
    driver.frames(3);
    show.reset();
    const ui::Control place = driver.control("hex");
    driver.hover_at(place.min.x + 100, place.max.y - 30);
    REQUIRE(hover.at.has_value());
    CHECK(*hover.at > (16u << 20) - 1000);
    CHECK(vertices_are_sane());
}

TEST_CASE("pointing at a byte tells which it is, in both columns", "[app][widgets]") {
    std::vector<std::byte> bytes(128, std::byte{'a'});
    ui::HexHover hover;
    Driver driver(whole_window([&] {
        hover = ui::hex_view("hex", {.bytes = bytes, .first = 1000, .size = 5000}, {700, 300});
    }));
    const ui::Control place = driver.control("hex");
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> last;
    for (float x = place.min.x; x < place.max.x; x += 4) {
        driver.hover_at(x, place.min.y + 3);
        if (!hover.at) continue;
        if (!first) first = hover.at;
        last = hover.at;
    }
    CHECK(first == 1000U);
    CHECK(last == 1015U);
    driver.hover_at(place.min.x + 700 / 4.0F, place.max.y - 5);
    CHECK_FALSE(hover.at.has_value());  // below the last row
}

TEST_CASE("an empty sink says what to do next, and hostile runs are survived", "[app][widgets]") {
    const std::vector<std::byte> bytes(100);
    const std::vector<ui::LitRange> lit{{kHuge - 150, kHuge}};
    const std::vector<ui::HexRun> runs{{0, 0, {}}, {5, kHuge, buffer_fill(3)}, {kHuge, kHuge, {}}};
    Driver driver(whole_window([&] {
        ui::hex_view("empty", {}, {0, 100}, "Press F5: what arrives is shown here.");
        ui::hex_view("hostile",
                     {.bytes = bytes, .first = kHuge - 200, .size = kHuge, .runs = runs, .lit = lit, .show = kHuge},
                     {0, 200});
        ui::hex_view("tiny", {.bytes = bytes, .size = 100}, {1, 1});
    }));
    driver.hover("hostile");
    CHECK(driver.text_of("empty") == "Press F5: what arrives is shown here.");
    CHECK(vertices_are_sane());
}
