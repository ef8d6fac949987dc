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

/// A newline at the end stays outside: a terminal would colour the next line's background with it.
std::string in_code(const ReportContext& context, const std::string& code, const std::string& text) {
    const std::size_t end = text.find_last_not_of('\n') + 1;
    if (!context.colour || end == 0) return text;
    return fmt::format("\x1b[{}m{}\x1b[0m{}", code, text.substr(0, end), text.substr(end));
}

}  // namespace

std::string paint(const ReportContext& context, Ink ink, const std::string& text) {
    return ink == Ink::Plain ? text : in_code(context, ink_code(ink), text);
}

std::string paint_buffer(const ReportContext& context, int index, const std::string& text) {
    static constexpr const char* codes[] = {"230;159;0",  "86;180;233", "0;158;115", "204;121;167",
                                            "240;228;66", "0;114;178",  "213;94;0",  "153;153;153"};
    if (index < 0) return text;
    return in_code(context, fmt::format("38;2;{}", codes[static_cast<std::size_t>(index) % std::size(codes)]),
                   text);
}

}  // namespace iovlab
