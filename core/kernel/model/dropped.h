#pragma once

#include <string>
#include <string_view>

/// Rules that the running kernel was seen not to follow: news about the kernel, or a fault of the model. From then
/// on this process makes no claim by them, and says so once. Safe from any thread.
namespace iovlab {

/// True when the rule was not dropped before: now is the time to say it.
bool drop_rule(std::string_view name);
bool rule_dropped(std::string_view name);
/// For tests.
void forget_dropped_rules();

}  // namespace iovlab
