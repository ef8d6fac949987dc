#include "app/panels/fields.h"

#include "app/widgets/icons.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace iovlab::ui {

namespace {

constexpr std::uint64_t kSizeMax = UINT64_MAX;
constexpr std::uint64_t kSsizeMax = INT64_MAX;

std::string stripped(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != ' ' && c != ',' && c != '_' && c != '\'') digits += c;
    }
    return digits;
}

}  // namespace

float field_column() {
    return em(6.3F);
}

namespace {

void stand_beside(std::string_view label, float needed, float lower) {
    const float left = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    if (!label.empty()) {
        ImGui::SetCursorPosY(top + lower);
        dim_text(label);
        ImGui::SameLine();
        ImGui::SetCursorPosY(top);
    }
    const float column = left + std::max(field_column(), text_size(label).x + px(8));
    const bool fits = ImGui::GetContentRegionAvail().x - (column - ImGui::GetCursorPosX()) >= needed;
    if (fits) {
        ImGui::SetCursorPosX(column);
    } else if (!label.empty()) {
        ImGui::NewLine();
    }
}

}  // namespace

void field(std::string_view label) {
    ImGui::AlignTextToFramePadding();
    stand_beside(label, em(8.5F), 0);
}

void checkbox_field(std::string_view label, std::string_view text) {
    stand_beside(label, text_size(text).x + em(2.2F), px(2));
}

bool wrong(const Problems& problems, std::string_view where) {
    return problems.under(where) != nullptr;
}

namespace {

void say_problem(std::string_view where, const std::string& what) {
    ImGui::BeginGroup();
    const ImU32 color = readable(theme().error, theme().panel);
    icon(Icon::Warning, color);
    ImGui::SameLine(0, px(6));
    const FontScope font(Font::Small);
    rich_text(as_sentence(what), color);
    ImGui::EndGroup();
    registry().record_item("problem." + std::string(where), what, true);
}

}  // namespace

void problem_at(const Problems& problems, std::string_view where) {
    if (const Problem* problem = problems.under(where)) say_problem(where, problem->what);
}

void problem_exactly_at(const Problems& problems, std::string_view where) {
    if (const std::string* what = problems.at(where)) say_problem(where, *what);
}

bool number_field(std::string_view name, std::string_view label, std::uint64_t& value, std::uint64_t max,
                  const Hint& hint) {
    field(label);
    const auto most = static_cast<std::int64_t>(std::min(max, kSsizeMax));
    auto number = static_cast<std::int64_t>(std::min(value, kSsizeMax));
    if (!input_int(name, number, 0, most, hint)) return false;
    value = static_cast<std::uint64_t>(number);
    return true;
}

bool optional_number_field(std::string_view name, std::string_view label, std::optional<std::uint64_t>& value,
                           std::string_view placeholder, const Hint& hint, std::string& problem) {
    field(label);
    std::string text = value ? length_text(*value) : std::string();
    InputStyle style;
    style.placeholder = placeholder;
    style.wrong = !problem.empty();
    if (!input_text(name, text, hint, style)) return false;
    if (stripped(text).empty()) {
        value.reset();
        problem.clear();
        return true;
    }
    const std::optional<std::uint64_t> parsed = parse_length(text, problem);
    if (parsed) value = parsed;
    return parsed.has_value();
}

bool choice_field(std::string_view name, std::string_view label, std::span<const Choice> choices,
                  std::string& value, const Hint& hint) {
    field(label);
    std::vector<std::string_view> labels, hindered;
    int index = -1;
    for (const Choice& choice : choices) {
        hindered.push_back(choice.hindrance);
        if (choice.value == value) index = static_cast<int>(labels.size());
        labels.push_back(choice.label.empty() ? choice.value : choice.label);
    }
    if (!combo(name, labels, index, hint, 0, value, {}, hindered) || index < 0) return false;
    value = std::string(choices[static_cast<std::size_t>(index)].value);
    return true;
}

std::optional<std::uint64_t> parse_length(std::string_view text, std::string& problem) {
    problem.clear();
    const std::string digits = stripped(text);  // SIZE_MAX loses its separator, too
    if (digits == "SIZEMAX") return kSizeMax;
    if (digits == "SSIZEMAX") return kSsizeMax;
    const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
    std::uint64_t number = 0;
    const char* begin = digits.data() + (hex ? 2 : 0);
    const char* end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(begin, end, number, hex ? 16 : 10);
    if (error == std::errc() && at == end && begin != end) return number;
    problem =
        error == std::errc::result_out_of_range
            ? "\"" + std::string(text) + "\" is more than 2^64 - 1, the largest size_t."
            : "\"" + std::string(text) + "\" is no length. Write a number of bytes, 0x..., SIZE_MAX or SSIZE_MAX.";
    return std::nullopt;
}

std::string length_text(std::uint64_t length) {
    if (length == kSizeMax) return "SIZE_MAX";
    if (length == kSsizeMax) return "SSIZE_MAX";
    return length <= kSsizeMax ? grouped(static_cast<std::int64_t>(length)) : std::to_string(length);
}

}  // namespace iovlab::ui
