#include "app/window/imgui_compat.h"

#include <imgui_internal.h>

namespace iovlab::cx {

bool input_pending() {
#if IMGUI_VERSION_NUM >= 18700
    return GImGui->InputEventsQueue.Size > 0;
#else
    return false;
#endif
}

bool nav_highlights_last_item() {
    const ImGuiContext& g = *GImGui;
#if IMGUI_VERSION_NUM >= 19140
    return g.NavId == g.LastItemData.ID && g.NavCursorVisible && g.NavId != 0;
#else
    return g.NavId == g.LastItemData.ID && !g.NavDisableHighlight && g.NavId != 0;
#endif
}

}  // namespace iovlab::cx
