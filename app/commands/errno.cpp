#include "app/commands/errno.h"

#include "app/commands/output.h"
#include "core/experiment/assets.h"
#include "core/kernel/names.h"
#include "core/report/atlas.h"

#include <charconv>
#include <fmt/format.h>

namespace iovlab {
namespace {

const ErrnoFact* find(const std::string& text) {
    if (const ErrnoFact* fact = errno_fact(text)) return fact;
    int number = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc() || parsed.ptr != end) return nullptr;
    return errno_fact(errno_name(number));
}

}  // namespace

int errno_command(const std::string& name) {
    std::string text;
    if (name.empty()) {
        text = atlas_table();
    } else if (const ErrnoFact* fact = find(name)) {
        const std::string assets = assets_folder();
        text = atlas_page(*fact, assets.empty() ? assets : assets + "/examples/errno");
    } else {
        return failed(fmt::format("'{}' is no errno of the atlas: none that a write is known to give.\n"
                                  "'iovlab errno' lists them all.",
                                  name),
                      2);
    }
    Output output;
    output.print(text);
    return output.finish(0);
}

}  // namespace iovlab
