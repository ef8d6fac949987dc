#pragma once

#include "core/report/report.h"

#include <string>
#include <vector>

namespace iovlab {

/// "bytes 24 to 4,119 of body lost", "header twice", "bytes 5 to 9 of a, b and c never sent". Bytes are counted
/// from 0 in their entry, both ends named. An entry whose name alone does not tell which is meant is named with its
/// place in the list: "body (iov[3])".
std::string damage_words(const Damage& damage, const ReportContext& context);
/// The same of every range, with a last one for those left out.
std::vector<std::string> damage_words(const DamageReport& report, const ReportContext& context);

}  // namespace iovlab
