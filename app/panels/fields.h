#pragma once

#include "app/lab/problems.h"
#include "app/widgets/controls.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Rows of "label, control" that the panels with settings share. Not a panel.
namespace iovlab::ui {

/// A dim label; the next control stands beside it, up to the right edge, or below it where the panel is too narrow.
void field(std::string_view label);
/// The same for a checkbox, which is lower than other controls and as wide as its text.
void checkbox_field(std::string_view label, std::string_view text);
/// The width of the column of labels.
float field_column();

/// What is wrong at `where` or inside it, in words, under the control that stands there. Nothing if all is well.
void problem_at(const Problems& problems, std::string_view where);
/// The same for this place alone, where what is inside it is said elsewhere.
void problem_exactly_at(const Problems& problems, std::string_view where);
bool wrong(const Problems& problems, std::string_view where);

/// A field with a whole number that is never negative. True when it changed.
bool number_field(std::string_view name, std::string_view label, std::uint64_t& value, std::uint64_t max,
                  const Hint& hint);
/// The same where an empty field means "not set": true when it changed. A text that is no number is refused: then
/// `problem` says why and the value stays.
bool optional_number_field(std::string_view name, std::string_view label, std::optional<std::uint64_t>& value,
                           std::string_view placeholder, const Hint& hint, std::string& problem);

struct Choice {
    std::string_view value;           ///< as the experiment file has it
    std::string_view label;           ///< for people; empty: the value
    std::string_view hindrance = {};  ///< why it cannot be chosen here; empty: it can
};
/// A drop-down list of values. True when `value` changed; one that is not in the list is shown as it is.
bool choice_field(std::string_view name, std::string_view label, std::span<const Choice> choices,
                  std::string& value, const Hint& hint);

/// Parses what an entry's length may be: a number, "SIZE_MAX", "SSIZE_MAX" or "0x...". Empty: what is wrong.
std::optional<std::uint64_t> parse_length(std::string_view text, std::string& problem);
/// The same length as people write it.
std::string length_text(std::uint64_t length);

}  // namespace iovlab::ui
