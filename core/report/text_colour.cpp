#include "core/report/text_parts.h"

#include <fmt/format.h>
#include <iterator>

namespace iovlab {
namespace {

const char* ink_code(Ink ink) {
    switch (ink) {
        case Ink::Bold:
            return "1";
        case Ink::Dim:
            return "2";
        case Ink::Complete:
            return "38;2;62;207;142";
        case Ink::Short:
            return "38;2;240;180;41";
        case Ink::Errno:
            return "38;2;255;107;74";
        case Ink::Signal:
            return "38;2;197;138;249";
        case Ink::Plain:
            break;
    }
    return "";
}

}  // namespace

std::string paint(const ReportContext& context, Ink ink, const std::string& text) {
    if (!context.colour || ink == Ink::Plain) return text;
    return fmt::format("\x1b[{}m{}\x1b[0m", ink_code(ink), text);
}

std::string paint_buffer(const ReportContext& context, int index, const std::string& text) {
    static constexpr const char* codes[] = {"230;159;0",  "86;180;233", "0;158;115", "204;121;167",
                                            "240;228;66", "0;114;178",  "213;94;0",  "153;153;153"};
    if (!context.colour || index < 0) return text;
    return fmt::format("\x1b[38;2;{}m{}\x1b[0m", codes[static_cast<std::size_t>(index) % std::size(codes)], text);
}

}  // namespace iovlab
