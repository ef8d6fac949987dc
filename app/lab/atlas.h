#pragma once

#include "core/kernel/errno_facts.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace iovlab {

/// The errno that the atlas opens on: EAGAIN, which everybody meets first.
std::size_t first_errno();

/// What the errno atlas shows. Nothing of this is in the experiment.
struct AtlasLook {
    std::size_t chosen = first_errno();  ///< index into errno_facts()
    std::string filter;                  ///< text to be found in name, meaning or place; upper and lower case alike
    std::string group = "all";           ///< one of atlas_groups()
};

/// Kinds of targets by which the atlas can be thinned out, "all" first.
const std::vector<std::string_view>& atlas_groups();

/// The errnos that pass filter and group, as indices into errno_facts().
std::vector<std::size_t> shown_errnos(const AtlasLook& look);

/// After the filter or the group was changed: the chosen errno is one of those shown, if there is any.
void keep_choice_in_sight(AtlasLook& look);

}  // namespace iovlab
