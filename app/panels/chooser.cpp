// The file chooser: declared in panels/notices.h.
#include "app/lab/call_text.h"
#include "app/panels/notices.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <string>

namespace iovlab {

namespace {

std::string parent_of(const std::string& folder) {
    const std::size_t slash = folder.rfind('/');
    return slash == std::string::npos || slash == 0 ? "/" : folder.substr(0, slash);
}

std::string inside(const std::string& folder, const std::string& name) {
    return (folder == "/" ? "" : folder) + "/" + name;
}

void draw_item(const Chooser& chooser, const ListingItem& item, std::size_t index, Intents& out) {
    const std::string label = item.folder ? item.name + "/" : item.name;
    const std::string path = inside(chooser.listing.folder, item.name);
    const ui::Hint hint{item.folder                           ? "Looks into this folder."
                        : chooser.mode == Chooser::Mode::Open ? "Opens this experiment."
                                                              : "Takes this name.",
                        "", "", ""};
    if (!ui::selectable("chooser.item." + std::to_string(index), label, false, hint)) return;
    if (item.folder) {
        out.push_back(ChooseFolder{path});
    } else if (chooser.mode == Chooser::Mode::Open) {
        out.push_back(OpenFile{path});
    } else {
        out.push_back(ChooserText{item.name});
    }
}

void draw_listing(const Chooser& chooser, Intents& out) {
    const ui::Hint up{"Looks into the folder above.", "", "",
                      chooser.listing.folder == "/" ? "This is the topmost folder." : ""};
    const ui::ButtonStyle style{ui::ButtonKind::Quiet, ui::Icon::ChevronUp, 0};
    if (ui::button("chooser.up", "Folder above", up, style))
        out.push_back(ChooseFolder{parent_of(chooser.listing.folder)});
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ui::dim_text(ui::fit(chooser.reading ? "reading…" : chooser.listing.folder, ImGui::GetContentRegionAvail().x));
    ui::registry().record_item("chooser.folder", chooser.listing.folder, true);
    if (!chooser.listing.problem.empty())
        ui::wrapped_text(chooser.listing.problem, readable(theme().error, theme().panel));
    const float rows = static_cast<float>(std::clamp<std::size_t>(chooser.listing.items.size(), 1, 7));
    const float row = ImGui::GetTextLineHeight() + ui::px(8) + ImGui::GetStyle().ItemSpacing.y;
    if (cx::begin_part("chooser.items", {0, rows * row})) {
        if (chooser.listing.items.empty() && chooser.listing.problem.empty()) {
            ui::dim_text(chooser.reading ? "" : "No folders and no .toml files here.");
        }
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(chooser.listing.items.size()));
        while (clipper.Step()) {
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                draw_item(chooser, chooser.listing.items[static_cast<std::size_t>(i)], static_cast<std::size_t>(i),
                          out);
            }
        }
    }
    ImGui::EndChild();
}

}  // namespace

void draw_chooser(const LabState& state, Intents& out) {
    const Chooser& chooser = state.chooser;
    if (chooser.mode == Chooser::Mode::Closed) return;
    const bool open = chooser.mode == Chooser::Mode::Open;
    const bool picture = chooser.mode == Chooser::Mode::Picture;
    ui::heading(open      ? "Open an experiment"
                : picture ? "Export a picture of the window"
                          : "Save the experiment as",
                picture ? "a .png file, twice as large as the window" : "a .toml file");
    const bool replaces = chooser.mode == Chooser::Mode::SaveAs && replaces_file(chooser);
    const std::string verb = open ? "Open" : picture ? "Write" : replaces ? "Replace it" : "Save";
    const std::string busy = open && state.opening   ? "It is being opened."
                             : !open && state.saving ? "It is being saved."
                                                     : "";
    const std::string why = chooser.text.empty() ? "Type a file's name first." : busy;
    const ui::Hint go{open ? "Opens the file." : "Writes the file.", "", "", why};
    const ui::ButtonStyle primary{replaces ? ui::ButtonKind::Danger : ui::ButtonKind::Primary, ui::Icon::None, 0};
    const ui::Hint leave{"Folds the chooser away.", "", "", ""};
    const float buttons = ui::button_width(verb, go, primary) + ui::button_width("Cancel", leave) + 3 * ui::px(8);
    std::string text = chooser.text;
    ui::InputStyle style;
    style.width = std::max(ui::em(8), ImGui::GetContentRegionAvail().x - buttons);
    style.typing = ui::Typing::Live;
    style.placeholder = open ? "a path, or choose below" : "a name or a path";
    style.focus = ImGui::IsWindowAppearing();
    bool entered = false;
    style.entered = &entered;
    if (ui::input_text("chooser.path", text, {"A name in the folder below, or a whole path.", "", "", ""}, style))
        out.push_back(ChooserText{text});
    ui::flow(ui::button_width(verb, go, primary));
    const bool clicked = ui::button("chooser.go", verb, go, primary);
    const bool pressed = clicked || (entered && why.empty());
    if (pressed && open) out.push_back(OpenFile{chosen_path(chooser)});
    if (pressed && picture) out.push_back(PictureTo{chosen_path(chooser)});
    // Enter in the field asks first: only who pressed "Replace it" has read it.
    if (pressed && !open && !picture) out.push_back(SaveTo{chosen_path(chooser), clicked && replaces});
    ui::flow(ui::button_width("Cancel", leave));
    if (ui::button("chooser.cancel", "Cancel", leave)) out.push_back(CloseChooser{});
    if (replaces)
        ui::wrapped_text("There is a file of this name. Saving replaces it.",
                         readable(theme().short_write, theme().panel));
    draw_listing(chooser, out);
}

}  // namespace iovlab
