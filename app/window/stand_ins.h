#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// A text field of Dear ImGui holds 16-bit characters up to the first NUL: it turns an emoji, or a byte that is no
/// UTF-8, into U+FFFD as soon as anything else in the text is edited. So it is given another character in place of
/// each such one, and what it gives back is turned again. None of this is seen outside of the field.
namespace iovlab {

/// `text` as a field can hold it. The same character always has the same stand-in.
std::string with_stand_ins(std::string_view text);
/// What a field holds, as it was meant.
std::string without_stand_ins(std::string_view text);
/// All of `text` can be held: else the field must not be edited. False only when very many different characters
/// were seen.
bool can_be_held(std::string_view text);

/// What is typed, as a field can take it.
std::uint32_t typed_as(std::uint32_t character);

/// While it lives, the clipboard gives and takes stand-ins: for a field that is cut from and pasted into.
class ClipboardStandIns {
public:
    ClipboardStandIns();
    ~ClipboardStandIns();
    ClipboardStandIns(const ClipboardStandIns&) = delete;
    ClipboardStandIns& operator=(const ClipboardStandIns&) = delete;
};

}  // namespace iovlab
