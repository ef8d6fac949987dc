#include "core/experiment/problem.h"

namespace iovlab {

std::string to_string(const Path& path) {
    std::string text;
    for (const auto& part : path) {
        if (const auto* index = std::get_if<std::size_t>(&part)) {
            text += '[' + std::to_string(*index) + ']';
        } else {
            if (!text.empty()) text += '.';
            text += std::get<std::string>(part);
        }
    }
    return text;
}

}  // namespace iovlab
