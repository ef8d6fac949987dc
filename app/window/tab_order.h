#pragma once

/// Going round the window by the keyboard: Tab comes to every control that can be used, in the order in which they
/// are drawn, and Ctrl+Tab to the first one of the next panel. Dear ImGui 1.86 by itself knows only text fields.
namespace iovlab::cx {

/// The last item takes its turn. For items with an ID; others are passed over. `text`: a field, which is typed in
/// at once.
void join_tab_order(bool text = false);
/// The keyboard's cursor goes to the first control of the next panel (or of the one before), in the next frame.
void request_panel(bool back);
/// For Gui: after NewFrame() and before anything is drawn.
void go_by_tab();

}  // namespace iovlab::cx
