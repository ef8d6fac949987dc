#include "app/panels/bench.h"

#include "app/panels/atlas.h"
#include "app/panels/belief.h"
#include "app/panels/benchmark.h"
#include "app/panels/calls.h"
#include "app/panels/check.h"
#include "app/panels/entries.h"
#include "app/panels/faults.h"
#include "app/panels/header.h"
#include "app/panels/kernel.h"
#include "app/panels/lesson.h"
#include "app/panels/lessons.h"
#include "app/panels/memory.h"
#include "app/panels/notices.h"
#include "app/panels/palette.h"
#include "app/panels/playback.h"
#include "app/panels/prediction.h"
#include "app/panels/present.h"
#include "app/panels/setup.h"
#include "app/panels/status.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/scrollbar.h"
#include "app/widgets/splitter.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace iovlab {

namespace {

constexpr float kThreeColumns = 74;  // em: narrower than this the hex view or the bars would be cut
constexpr float kTwoColumns = 42;
constexpr float kTall = 50;  // em: room for all that the middle column may hold

float between() {
    return ui::px(10);
}

/// A part of the window that scrolls by itself.
class Column {
public:
    /// `fits`: all of it is known to have room. Without a scrollbar then, which would make the texts wrap and come
    /// and go with the line that they wrap by.
    Column(const char* name, ImVec2 size, bool fits = false) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {between(), between()});
        ImGui::PushStyleColor(ImGuiCol_ChildBg, 0);  // the window's own shows between the cards
        cx::begin_part(name, size, fits ? ImGuiWindowFlags_NoScrollbar : 0);
        ImGui::PopStyleColor();
    }
    ~Column() {
        ImGui::EndChild();
        ImGui::PopStyleVar();
    }
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;
};

/// A card whose insides have the theme's own spacing, whatever the column's.
class Card {
public:
    Card(const char* name, ImVec2 size) : spacing_(inner()), fits_content_(size.y < 0) {
        visible_ = ui::card_begin(name, "", "", size);
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, spacing_);
    }
    ~Card() {
        // The card takes its height from its content less the column's spacing, which is wider than the content's
        // own.
        if (fits_content_ && visible_) ImGui::Dummy({0, 0});
        ImGui::PopStyleVar();
        ui::card_end();
    }
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;
    /// False when it is out of sight: nothing need be drawn.
    explicit operator bool() const { return visible_; }

private:
    static ImVec2 inner() { return {ui::px(8), ui::px(6)}; }
    ImVec2 spacing_;
    bool fits_content_ = false;
    bool visible_ = false;
};

/// `chosen` em, or `otherwise` pixels; never so wide that the rest has no room, nor too narrow for what is in it.
float column_width(float chosen, float otherwise, float room) {
    return chosen > 0 ? std::clamp(ui::em(chosen), ui::em(15), std::max(ui::em(15), room * 0.36F)) : otherwise;
}

/// The gap beside the left column, or before the right one.
void split(bool left, float width, ImVec2 room, Intents& out) {
    ImGui::SameLine(0, 0);
    const ui::Split moved = ui::splitter(left ? "split.left" : "split.right", between(), room.y);
    ImGui::SameLine(0, 0);
    if (moved.reset) out.push_back(SetColumn{left, 0});
    if (!moved.moved) return;
    const float now = column_width((width + (left ? moved.by : -moved.by)) / ui::em(1), width, room.x);
    out.push_back(SetColumn{left, now / ui::em(1)});
}

bool in_lesson(const LabState& state) {
    return state.look.screen == Screen::Lessons && state.course.lesson;
}

}  // namespace

Intents Bench::draw(const LabState& state) {
    Intents out;
    if (state.shell.present) {
        if (state.look.screen == Screen::Benchmark) {
            draw_on_stage(state, [&](ImVec2 at, ImVec2 size) { draw_benchmark_stage(state, at, size); });
        } else {
            draw_present(state);
        }
        draw_over_stage(state, out);
        settled_ = true;
        return out;
    }
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport->Pos);
    // The line takes the window's own margin.
    const float status = state.look.screen == Screen::Bench || in_lesson(state) ? status_height() : 0;
    const float margin = status > 0 ? ui::px(7) : 0;
    ImGui::SetNextWindowSize({viewport->Size.x, viewport->Size.y - status + margin});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {between(), ui::px(8)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::Begin("##bench", nullptr, kFlags);
    ImGui::PopStyleVar(3);
    draw_header(state, out);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float line = std::floor(ImGui::GetCursorScreenPos().y);
    draw.PushClipRectFullScreen();
    draw.AddRectFilled({viewport->Pos.x, line}, {viewport->Pos.x + viewport->Size.x, line + ui::line_width()},
                       theme().line);
    draw.PopClipRect();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + between());
    draw_top(state, out);
    const float measured = upper_ + check_ + buttons_;
    draw_screen(state, out);
    ImGui::End();
    if (status > 0) draw_status(state, out);
    draw_palette(state, out);
    settled_ = measured == upper_ + check_ + buttons_ && loop_.settled;
    return out;
}

/// A screen of the table in lab/screens.cpp is drawn here.
void Bench::draw_screen(const LabState& state, Intents& out) {
    switch (state.look.screen) {
        case Screen::Bench:
            return lab(state, out);
        case Screen::Lessons:
            return lessons(state, out);
        case Screen::Atlas:
            return atlas(state, out);
        case Screen::Benchmark:
            return benchmark(state, out);
    }
}

void Bench::lab(const LabState& state, Intents& out) {
    const float width = ImGui::GetContentRegionAvail().x / ui::em(1);
    if (width >= kThreeColumns) {
        three_columns(state, out);
    } else if (width >= kTwoColumns) {
        two_columns(state, out);
    } else {
        one_column(state, out);
    }
}

/// The list; or a lesson beside the bench, where the settings stand otherwise.
void Bench::lessons(const LabState& state, Intents& out) {
    if (state.course.lesson) {
        lab(state, out);
        return draw_pointers(state);
    }
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float width = std::min(room.x, ui::em(58));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::floor((room.x - width) / 2));
    if (const Card card("lessons", {width, room.y}); card) draw_lessons(state, out);
}

void Bench::left_cards(const LabState& state, float height, Intents& out) {
    if (!in_lesson(state)) return setup_card(state, height, out);
    const bool both = state.course.setup;
    const float upper = height > 0 && both ? std::floor((height - between()) * 0.55F) : height;
    if (const Card card("lesson", {0, upper}); card) draw_lesson(state, upper > 0, out);
    if (both) setup_card(state, height > 0 ? height - upper - between() : height, out);
}

void Bench::draw_top(const LabState& state, Intents& out) {
    if (has_notices(state)) draw_notices(state, out);
    if (state.look.help) {
        const float most = std::max(ImGui::GetContentRegionAvail().y - ui::em(12), ui::em(14));
        const Card card("help", {0, help_ > most ? most : -1});
        if (card) draw_help(state, out);
        help_ = ImGui::GetCursorPosY() + ImGui::GetStyle().WindowPadding.y;
    }
    if (state.chooser.mode != Chooser::Mode::Closed) {
        if (const Card card("chooser", {0, -1}); card) draw_chooser(state, out);
    }
}

void Bench::atlas(const LabState& state, Intents& out) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const bool side_by_side = room.x >= ui::em(kTwoColumns);
    const float page = side_by_side ? std::clamp(room.x * 0.36F, ui::em(20), ui::em(36)) : room.x;
    const float table = side_by_side ? room.x - page - between() : room.x;
    const float height = side_by_side ? room.y : std::floor((room.y - between()) / 2);
    if (const Card card("atlas.table", {table, height}); card) draw_atlas_table(state, out);
    if (side_by_side) ImGui::SameLine(0, between());
    if (const Card card("atlas.page", {page, height}); card) draw_atlas_page(state, out);
}

void Bench::benchmark(const LabState& state, Intents& out) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const bool side_by_side = room.x >= ui::em(kTwoColumns + 12);  // or the map would be cut
    const float left = side_by_side ? std::clamp(room.x * 0.23F, ui::em(21), ui::em(26)) : 0;
    std::optional<Column> all;
    if (side_by_side) {
        if (const Card card("benchmark.setup", {left, room.y}); card) draw_benchmark_setup(state, out);
        ImGui::SameLine(0, between());
        all.emplace("pictures", ImVec2(room.x - left - between(), room.y));
    } else {
        all.emplace("only", room);
        if (const Card card("benchmark.setup", {0, -1}); card) draw_benchmark_setup(state, out);
    }
    const float rows = static_cast<float>(std::max<std::size_t>(state.benchmark.result.plan.counts.size(), 4));
    const float map = std::max(room.y * 0.34F, ui::em(8) + rows * ui::em(1.75F));
    const float chart = side_by_side ? std::max(room.y - map - between(), ui::em(15)) : ui::em(20);
    if (const Card card("benchmark.lines", {0, chart}); card)
        draw_benchmark_chart(state, ImGui::GetContentRegionAvail().y, out);
    const float rest = side_by_side ? std::max(ImGui::GetContentRegionAvail().y, map) : map;
    if (const Card card("benchmark.cells", {0, rest}); card)
        draw_benchmark_map(state, ImGui::GetContentRegionAvail().y, out);
}

void Bench::three_columns(const LabState& state, Intents& out) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const Settings& chosen = state.shell.settings;
    const float settings = column_width(chosen.left, std::clamp(room.x * 0.23F, ui::em(19), ui::em(26)), room.x);
    const float left =
        in_lesson(state) ? std::max(settings, std::min(ui::em(lesson_width(state)), room.x * 0.31F)) : settings;
    const float right = column_width(chosen.right, std::clamp(room.x * 0.26F, ui::em(24.6F), ui::em(38)), room.x);
    const float middle = room.x - left - right - 2 * between();
    {
        const Column column("left", {left, room.y});
        left_cards(state, room.y, out);
    }
    split(true, left, room, out);
    {
        const Column column("middle", {middle, room.y});
        ui::Scrollbar scrollbar("upper");
        const float rows = ui::em(3.4F) + static_cast<float>(state.run.steps.size()) * ui::em(1.8F);
        const float least = std::clamp(std::min(room.y * 0.18F, rows), ui::em(6.5F), ui::em(13)) + buttons_;
        const float most = room.y - least - between();
        {
            const float height = std::max(std::min(upper_, most), ui::em(10));
            const Column upper("upper", {0, height}, upper_ <= most);
            const bool tall = room.y >= ui::em(kTall);
            entries_card(state, room.y * 0.3F, tall, out);
            kernel_card(state, most, out);
            upper_ = ImGui::GetCursorPosY() + ImGui::GetScrollY() - between();
            scrollbar.look();
        }
        calls_card(state, std::max(ImGui::GetContentRegionAvail().y, ui::em(8)), true, out);
    }
    split(false, right, room, out);
    const Column column("right", {right, room.y});
    // A few lines of the loop's code come first, then the sink's; the rest of the code can scroll.
    const float sink = std::clamp(room.y * 0.3F - ui::em(4), ui::em(9), ui::em(18));
    const float above = room.y - check_ - 2 * between();
    loop_card(state, std::max(above - sink, std::min(above - ui::em(9), loop_.rest + ui::em(9))), out);
    const float rest = std::floor(ImGui::GetContentRegionAvail().y - check_ - between());
    sink_card(state, std::max(rest, ui::em(9)), out);
    const Card card("check", {0, -1});
    if (!card) {  // out of sight: it makes room for itself
        check_ = std::max(check_, ui::em(8));
        return;
    }
    draw_check(state);
    // As high as it will be in the next frame: if its height lagged behind its text, the column's scrollbar would
    // come and go for ever, and with it a line of the text.
    const ImGuiStyle& style = ImGui::GetStyle();
    check_ = std::ceil(ImGui::GetCursorPosY() + ImGui::GetScrollY() + style.ItemSpacing.y - between() +
                       style.WindowPadding.y);
}

void Bench::two_columns(const LabState& state, Intents& out) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float left =
        column_width(state.shell.settings.left, std::clamp(room.x * 0.34F, ui::em(18), ui::em(22)), room.x);
    {
        const Column column("left", {left, room.y});
        left_cards(state, room.y, out);
    }
    split(true, left, room, out);
    const Column column("right", {room.x - left - between(), room.y});
    ui::Scrollbar scrollbar("rest");
    buttons_card(state, out);
    const Column rest("rest", {0, ImGui::GetContentRegionAvail().y});
    scrollbar.look();
    entries_card(state, ui::em(14), true, out);
    kernel_card(state, 0, out);
    calls_card(state, ui::em(13), false, out);
    loop_card(state, ui::em(36), out);
    sink_card(state, ui::em(17), out);
    if (const Card card("check", {0, -1}); card) draw_check(state);
}

void Bench::one_column(const LabState& state, Intents& out) {
    ui::Scrollbar scrollbar("only");
    buttons_card(state, out);
    const Column column("only", ImGui::GetContentRegionAvail());
    scrollbar.look();
    left_cards(state, -1, out);
    entries_card(state, ui::em(14), true, out);
    kernel_card(state, 0, out);
    calls_card(state, ui::em(13), false, out);
    loop_card(state, ui::em(36), out);
    sink_card(state, ui::em(17), out);
    if (const Card card("check", {0, -1}); card) draw_check(state);
}

void Bench::setup_card(const LabState& state, float height, Intents& out) {
    const Card card("setup", {0, height});
    if (!card) return;
    draw_memory(state, out);
    ui::separator();
    draw_call(state, out);
    ui::separator();
    draw_target(state, out);
    draw_reader(state, out);
    draw_second_writer(state, out);
    ui::separator();
    draw_faults(state, out);
    ui::separator();
    draw_surroundings(state, out);
}

void Bench::buttons_card(const LabState& state, Intents& out) {
    const Card card("buttons", {-std::max(ui::Scrollbar("rest").width(), ui::Scrollbar("only").width()), -1});
    if (!card) return;
    draw_run_buttons(state, out);
    draw_playback(state, out);
    draw_looking_back(state);
}

void Bench::entries_card(const LabState& state, float max_rows, bool tall, Intents& out) {
    // In a low window a result needs the room; the cut can still be dragged, and once it is set it is in words.
    const bool cut_line = tall || !state.run.exists;
    if (const Card card("entries", {0, -1}); card) draw_entries(state, max_rows, cut_line, out);
}

void Bench::kernel_card(const LabState& state, float room, Intents& out) {
    const Card card("kernel", {0, -1});
    if (!card) return;
    draw_kernel(state, out);
    draw_belief(state, out);
    draw_prediction(state, out);
    // Where all of it does not fit, the bar goes: the calls below say what each took.
    const float without = upper_ - (bar_drawn_ ? bar_ : 0);
    bar_drawn_ = room == 0 || without + bar_ <= room;
    if (!bar_drawn_) return;
    const float before = ImGui::GetCursorPosY();
    draw_accepted(state, out);
    bar_ = ImGui::GetCursorPosY() - before;
}

void Bench::calls_card(const LabState& state, float height, bool buttons, Intents& out) {
    const Card card("calls", {buttons ? -ui::Scrollbar("upper").width() : 0, height});
    if (card && !buttons) draw_calls(state, seen_, out);
    if (!card || !buttons) return;
    const float rows = ImGui::GetContentRegionAvail().y - buttons_ - ImGui::GetStyle().ItemSpacing.y;
    if (cx::begin_part("calls.rows", {0, std::max(rows, ui::em(4))})) draw_calls(state, seen_, out);
    ImGui::EndChild();
    const float before = ImGui::GetCursorPosY();
    draw_playback(state, out);
    draw_run_buttons(state, out);
    buttons_ = ImGui::GetCursorPosY() - before - ImGui::GetStyle().ItemSpacing.y;
}

void Bench::loop_card(const LabState& state, float room, Intents& out) {
    if (const Card card("loop", {0, -1}); card) draw_loop(state, loop_, room, out);
}

void Bench::sink_card(const LabState& state, float height, Intents& out) {
    if (const Card card("sink", {0, height}); card) draw_sink(state, sink_, 0, out);
}

}  // namespace iovlab
