#include "tests/app/widgets/gallery.h"

#include "app/widgets/byte_bar.h"
#include "app/widgets/layout.h"
#include "app/window/fonts.h"

#include <array>
#include <cmath>

namespace iovlab {
namespace {

constexpr std::uint64_t kHeader = 24;
constexpr std::uint64_t kBody = 30000;
constexpr std::uint64_t kWindow = 24000;
constexpr std::uint64_t kPage = 4096;
constexpr std::array<ui::LitRange, 1> kLitSlot{{{5000, 5001}}};

struct Row {
    const char *name, *base, *length, *left;
    std::uint64_t bytes, consumed;
};
constexpr std::array<Row, 4> kRows{{{"entry.0", "header", "24", "0", kHeader, kHeader},
                                    {"entry.1", "body", "30,000", "0", kBody, kBody},
                                    {"entry.2", "window", "24,000", "0", kWindow, kWindow},
                                    {"entry.3", "tail", "16,000", "4,488", 16000, 11512}}};

Outcome result(std::int64_t bytes, Origin origin = Origin::Kernel) {
    Outcome outcome;
    outcome.result = bytes;
    outcome.origin = origin;
    return outcome;
}

Outcome failure(int error, Origin origin = Origin::Kernel) {
    Outcome outcome;
    outcome.error = error;
    outcome.origin = origin;
    return outcome;
}

}  // namespace

Gallery::Gallery() {
    const std::string text = "HTTP/1.1 200 OK\r\nX: 1\r\n\r\n";
    for (char c : text.substr(0, kHeader)) bytes_.push_back(static_cast<std::byte>(c));
    bytes_.resize(65536, std::byte{'b'});
    runs_ = {{0, kHeader, buffer_fill(0), ui::HexKind::Buffer},
             {kHeader, 200, buffer_fill(1), ui::HexKind::Buffer},
             {kHeader + 200, 40, buffer_fill(8), ui::HexKind::Buffer},
             {kHeader + 240, 32, {}, ui::HexKind::Guard},
             {kHeader + 272, 32, {}, ui::HexKind::Before},
             {kHeader + 320, 65536 - kHeader - 320, buffer_fill(5), ui::HexKind::Buffer}};
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        ui::SlotView slot;
        if (i == 0) slot.parts = {{kHeader, buffer_fill(0), 0}, {kPage - kHeader, buffer_fill(1), kHeader}};
        if (i > 0) slot.parts = {{kPage, buffer_fill(i < 7 ? 1 : (i < 13 ? 2 : 3)), at}};
        if (i == 7) slot.parts = {{1352, buffer_fill(1), at}, {kPage - 1352, buffer_fill(2), at + 1352}};
        slots_.push_back(slot);
        at += kPage;
    }
}

void Gallery::draw_bar_at_top() {
    {
        const ui::FontScope font(Font::BodyStrong);
        ImGui::AlignTextToFramePadding();
        ui::text("iov");
        ImGui::SameLine(0, 0);
        ui::colored_text("lab", theme().accent);
    }
    ImGui::SameLine(0, ui::px(24));
    ui::tab("tab.lab", "Lab", true, {.tip = "The bench."});
    for (const char* tab : {"Lessons", "errno atlas", "Benchmark"}) {
        ImGui::SameLine(0, ui::px(4));
        ui::tab(tab, tab, false);
    }
    const float widths = ui::pill_width("real kernel 6.1", true) + ui::pill_width("seed 42", false) + ui::px(10);
    ui::right_align(widths);
    ui::pill("kernel", "real kernel 6.1", theme().complete, true, {.tip = "Every result comes from this machine."});
    ImGui::SameLine(0, ui::px(10));
    ui::pill("seed", "seed 42", theme().dim, false);
}

void Gallery::draw_memory() {
    ui::card_begin("memory", "Memory", "3 buffers · 1 view · 46,024 B", {0, -1});
    const std::array<ui::ByteBar, 2> bars{
        ui::ByteBar{.fill = buffer_fill(0), .length = kHeader, .scale = 60, .label = "HTTP/1.1 200"},
        ui::ByteBar{.fill = buffer_fill(1), .length = kBody, .scale = kBody, .label = "bbbbbbbbbbbbbbbbbbbbbb"}};
    const std::array<const char*, 2> names{"header", "body"};
    for (std::size_t i = 0; i < bars.size(); ++i) {
        ui::icon(ui::Icon::Stop, bars[i].fill.color);
        ImGui::SameLine(0, ui::px(6));
        ui::text(names[i]);
        ui::right_align(ui::text_size("bytes · 24 B").x);
        ui::dim_text("bytes · 24 B");
        ui::byte_bar(std::string("buffer.") + names[i], bars[i]);
    }
    ui::share_bracket(buffer_fill(2), 6000, kBody, kBody);
    ui::wrapped_text("shares body's bytes; nothing is copied", theme().dim);
    ui::byte_bar("buffer.ninth", {.fill = buffer_fill(8), .length = 100, .scale = 200, .label = "ninth"});
    ui::byte_bar("buffer.lying",
                 {.fill = buffer_fill(3), .length = 500, .scale = 500, .readable = 300, .label = "lies"});
    ui::byte_bar("buffer.bad", {.length = SIZE_MAX, .scale = 500, .bad = true});
    for (const char* label : {"Bytes", "Slice", "View", "A long one"}) {
        const ui::ButtonStyle style{.icon = ui::Icon::Plus};
        if (label != std::string("Bytes")) ui::flow(ui::button_width(label, {}, style));
        if (ui::button(std::string("add.") + label, label, {.tip = "Adds a buffer.", .page = "os.writev"}, style))
            ++presses;
    }
    ui::card_end();
}

void Gallery::draw_target() {
    constexpr std::array<std::string_view, 3> kKinds{"file", "pipe", "unix-stream"};
    ui::card_begin("target", "Target", "", {0, 0});
    ui::combo("target.kind", kKinds, kind, {.tip = "What is written to.", .page = "pipe(7)"});
    ui::checkbox("target.nonblock", "O_NONBLOCK", nonblocking, {.tip = "Never sleep.", .page = "open(2)"});
    ui::input_text("target.name", name, {.tip = "Its name."});
    ui::input_int("target.length", length, 0, 65536, {.tip = "Bytes."});
    ui::button("target.off", "Not now",
               {.tip = "Does something.", .disabled = "The list is empty: add an entry first."});
    ui::flow(ui::button_width("Remove"));
    ui::button("target.remove", "Remove", {}, {.kind = ui::ButtonKind::Danger, .icon = ui::Icon::Cross});
    ui::separator();
    ui::heading("Faults", "off");
    ui::check_row("check.1", ui::Icon::Check, theme().complete, "every byte arrived, in order");
    ui::check_row("check.2", ui::Icon::Ring, theme().dim, "4,488 B still to send");
    ui::check_row("check.3", ui::Icon::Cross, theme().error, "one byte was written twice");
    for (int i = 1; i <= static_cast<int>(ui::Icon::Asleep); ++i) {
        ui::icon(static_cast<ui::Icon>(i), theme().text);
        if (i % 9 != 0) ImGui::SameLine();
    }
    ui::card_end();
}

void Gallery::draw_entries() {
    ui::card_begin("entries", "", "70,024 B asked · drag rows to reorder", {0, -1});
    const float columns = ui::px(220);
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        const Row& row = kRows[i];
        const ImVec2 start = ImGui::GetCursorPos();
        ui::selectable(row.name, "", i == 3, {.tip = "Drag to reorder."}, {0, ui::px(28)});
        const ImVec2 after = ImGui::GetCursorPos();
        ImGui::SetCursorPos({start.x + ui::px(8), start.y + ui::px(5)});
        const ui::FontScope font(Font::Mono);
        ui::text(row.base);
        ImGui::SetCursorPos({start.x + ui::px(120), start.y + ui::px(5)});
        ui::text(row.length);
        ImGui::SetCursorPos({start.x + columns, start.y + ui::px(6)});
        ui::byte_bar(std::string(row.name) + ".bar",
                     {.fill = buffer_fill(i),
                      .length = row.bytes,
                      .scale = 36000,
                      .consumed = row.consumed,
                      .cut = i == 3 ? std::optional<std::uint64_t>(row.consumed) : std::nullopt},
                     {ImGui::GetContentRegionAvail().x - ui::px(70), ui::px(16)});
        ImGui::SetCursorPos({start.x + ImGui::GetContentRegionAvail().x - ui::px(50), start.y + ui::px(5)});
        ui::dim_text(row.left);
        ImGui::SetCursorPos(after);
    }
    ui::card_end();
}

void Gallery::draw_kernel() {
    ui::card_begin("kernel.card", "Kernel: pipe, 16 slots of 4,096 B", "", {0, -1});
    ui::right_align(ui::badge_width("full · 65,536 B"));
    ui::badge("kernel.state", "full · 65,536 B", theme().short_write,
              {.tip = "FIONREAD says so.", .page = "pipe(7)"});
    ui::slot_map("kernel.slots", {.slots = slots_, .capacity = 16, .page = kPage, .lit = kLitSlot});
    ui::slot_map("kernel.many", {.slots = slots_, .capacity = 256, .page = kPage}, 0, 2);
    for (const char* label : {"Read 4,096", "Drain", "Close reader"}) {
        if (label != std::string("Read 4,096")) ui::flow(ui::button_width(label));
        ui::button(std::string("reader.") + label, label, {.tip = "The reader acts now.", .page = "read(2)"});
    }
    ui::message(
        "why", Meaning::Short,
        {"Short write: 65,536 of 70,024.",
         "All 16 page slots are taken, and O_NONBLOCK tells the kernel to return what it has instead of sleeping. "
         "The cut falls inside **iov[3]**, so the next call must start at `tail+11,512`.",
         "pipe(7), write(2)"});
    ui::message("closable", ui::MessageKind::Error,
                {"The file could not be saved.", "The disk is full: free some room."}, true);
    const std::array<ui::ProgressPart, 3> parts{
        {{65536, Meaning::Short, "call 1: 65,536"}, {0, Meaning::Errno, "call 2"}, {4096, Meaning::Short, "3"}}};
    {
        const ui::FontScope font(Font::Small);
        ui::dim_text("bytes accepted, call by call");
    }
    ui::progress_bar("progress", parts, 70024);
    ui::card_end();
}

void Gallery::draw_calls() {
    ui::card_begin("calls", "Calls", "5 calls", {0, 0});
    Outcome killed;
    killed.signal = 13;
    Outcome asleep;
    asleep.blocked = true;
    const std::array<Outcome, 7> outcomes{result(65536),
                                          failure(11),
                                          result(70024),
                                          killed,
                                          asleep,
                                          result(100, Origin::Capped),
                                          failure(4, Origin::Injected)};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (i > 0) ui::flow(ui::result_badge_width(outcomes[i], 70024));
        ui::result_badge("result." + std::to_string(i), outcomes[i], 70024);
    }
    const ui::Hint run{.tip = "Makes the calls.", .page = "writev(2)", .keys = "F5"};
    if (ui::button("run", "Run", run, {.kind = ui::ButtonKind::Primary, .icon = ui::Icon::Play})) ++presses;
    ImGui::SameLine();
    ui::button("step", "Step", {.tip = "Makes one call.", .keys = "F10"});
    ImGui::SameLine();
    ui::button("rewind", "Rewind", {.keys = "Home"});
    const ui::ButtonStyle quiet{.kind = ui::ButtonKind::Quiet, .icon = ui::Icon::StepBack};
    ui::right_align(ui::button_width("step", {}, quiet));
    ui::button("back", "step", {.tip = "One step back."}, quiet);
    ui::card_end();
}

void Gallery::draw_sink() {
    ui::card_begin("sink", "Sink", "65,536 B · each byte coloured by its buffer", {0, 0});
    const std::uint64_t at = hex.at.value_or(9);
    const std::vector<ui::LitRange> lit{{at, at + 1}};
    hex = ui::hex_view("sink.hex", {.bytes = bytes_, .size = 70000, .runs = runs_, .lit = lit});
    ui::card_end();
}

void Gallery::draw() {
    const ImGuiIO& io = ImGui::GetIO();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
    ImGui::Begin("gallery", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleVar();
    draw_bar_at_top();
    const float left = ui::px(310);
    const float right = ui::px(360);
    const float middle = std::max(ui::px(300), ImGui::GetContentRegionAvail().x - left - right - 2 * ui::px(10));
    const ImVec2 top = ImGui::GetCursorPos();
    auto column = [&](float x, float width, auto&& draw) {
        ImGui::SetCursorPos({x, top.y});
        ImGui::BeginGroup();
        ImGui::PushStyleColor(ImGuiCol_ChildBg, 0U);
        ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0.0F);
        ImGui::BeginChild(ImGui::GetID(&draw), {width, 0});
        ImGui::PopStyleVar();
        ImGui::PopStyleColor();
        draw();
        ImGui::EndChild();
        ImGui::EndGroup();
    };
    ImGui::PushID("left");
    column(top.x, left, [&] { draw_memory(), draw_target(); });
    ImGui::PopID();
    ImGui::PushID("middle");
    column(top.x + left + ui::px(10), middle, [&] { draw_entries(), draw_kernel(), draw_calls(); });
    ImGui::PopID();
    ImGui::PushID("right");
    column(top.x + left + middle + 2 * ui::px(10), right, [&] { draw_sink(); });
    ImGui::PopID();
    ImGui::End();
}

}  // namespace iovlab
