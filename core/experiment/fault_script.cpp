#include "core/experiment/fault_script.h"

#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"

#include <charconv>
#include <fmt/core.h>
#include <optional>
#include <string_view>

namespace iovlab {

namespace {

constexpr std::uint64_t kMaxTimes = 1'000'000;  // no loop makes more calls than that
constexpr std::size_t kMaxSteps = 10'000;
constexpr const char* kAllowed =
    "a step is \"short N\", an errno's name such as EAGAIN, or \"real\"; 3*X takes it three times, 20%X with that "
    "chance; steps are joined by ->";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// A whole number at the front of `text`, which is moved past it. Too large a number reads as the largest.
std::optional<std::uint64_t> number(std::string_view& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end == text.data()) return std::nullopt;
    if (error == std::errc::result_out_of_range) value = UINT64_MAX;
    text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    return value;
}

// `3*` and `20%` in front of an action. Returns what is wrong with them, or nothing.
std::string take_prefixes(std::string_view& text, FaultStep& step) {
    bool times_seen = false;
    bool percent_seen = false;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        const std::uint64_t value = number(text).value_or(0);
        const char sign = text.empty() ? '\0' : text.front();
        if (sign == '*' && !times_seen && !percent_seen) {
            if (value < 1 || value > kMaxTimes) {
                return fmt::format("{} times is out of range; 1 to {} is allowed", grouped(value),
                                   grouped(kMaxTimes));
            }
            step.times = value;
            times_seen = true;
        } else if (sign == '%' && !percent_seen) {
            if (value > 100)
                return fmt::format("a chance of {}% is out of range; 0 to 100 is allowed", grouped(value));
            step.percent = static_cast<unsigned>(value);
            percent_seen = true;
        } else {
            return fmt::format("a number that belongs to nothing; {}", kAllowed);
        }
        text = trimmed(text.substr(1));
    }
    return {};
}

std::string take_action(std::string_view text, FaultStep& step) {
    if (text == "real") {
        step.kind = FaultKind::Real;
        return {};
    }
    const bool is_short = text.substr(0, 5) == "short" && (text.size() == 5 || text[5] == ' ' || text[5] == '\t');
    if (is_short) {
        std::string_view rest = trimmed(text.substr(5));
        const auto bytes = number(rest);
        if (!bytes || !rest.empty())
            return "\"short\" needs a number of bytes and nothing else, such as \"short 3\"";
        step.kind = FaultKind::Short;
        step.bytes = *bytes;
        return {};
    }
    const std::string word(text);
    const auto error = errno_from(word);
    if (!error) {
        std::vector<std::string> names = common_errnos();
        names.insert(names.end(), {"real", "short"});
        return fmt::format("not a step{}; {}", did_you_mean(word, names), kAllowed);
    }
    step.kind = FaultKind::Error;
    step.error = *error;
    return {};
}

}  // namespace

FaultScript parse_fault_script(const std::string& script) {
    FaultScript result;
    std::string_view rest = script;
    if (trimmed(rest).empty()) return result;
    for (bool more = true; more;) {
        const auto arrow = rest.find("->");
        more = arrow != std::string_view::npos;
        const std::string_view word = trimmed(rest.substr(0, arrow));
        if (more) rest = rest.substr(arrow + 2);
        FaultStep step;
        std::string_view action = word;
        std::string problem = take_prefixes(action, step);
        if (problem.empty()) problem = take_action(action, step);
        if (result.steps.size() == kMaxSteps) problem = fmt::format("more than {} steps", grouped(kMaxSteps));
        if (!problem.empty()) {
            result.problem = fmt::format("step {}, {}: {}", result.steps.size() + 1, quoted(word), problem);
            return result;
        }
        result.steps.push_back(step);
    }
    return result;
}

std::string to_text(const FaultStep& step) {
    std::string text;
    if (step.times != 1) text += fmt::format("{}*", step.times);
    if (step.percent != 100) text += fmt::format("{}%", step.percent);
    switch (step.kind) {
        case FaultKind::Short:
            return text + fmt::format("short {}", step.bytes);
        case FaultKind::Error:
            return text + errno_name(step.error);
        case FaultKind::Real:
            break;
    }
    return text + "real";
}

std::string to_text(const std::vector<FaultStep>& steps) {
    std::string text;
    for (const FaultStep& step : steps) {
        if (!text.empty()) text += " -> ";
        text += to_text(step);
    }
    return text;
}

}  // namespace iovlab
