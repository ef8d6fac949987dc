#include "core/lesson/amount.h"

#include "core/bytes/buffer.h"
#include "core/experiment/text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace iovlab {

namespace {

constexpr std::size_t kLongestSum = 1024;  // letters: what lies between two far braces is no sum

// What names mean in an experiment. Its buffers are looked through once, when the first name is asked for: a text
// may have thousands of sums, and an experiment as many buffers.
class Meanings {
public:
    explicit Meanings(const Experiment& experiment) : experiment_(experiment) {}

    std::optional<std::uint64_t> named(const std::string& name) {
        if (const Buffer* buffer = buffers().find(name)) return buffer->size;
        if (name == "all") return all_bytes();
        if (name == "entries") return all_entries();
        if (name == "capacity" && experiment_.target.kind == "pipe") return experiment_.target.capacity;
        return std::nullopt;
    }

    std::optional<std::int64_t> value_of(const Amount& amount) {
        std::uint64_t sum = 0;  // wraps as two's complement does; lying lengths must not be undefined behaviour
        for (const Amount::Term& term : amount.terms) {
            const auto value = term.name.empty() ? std::optional(term.number) : named(term.name);
            if (!value) return std::nullopt;
            sum = term.minus ? sum - *value : sum + *value;
        }
        return static_cast<std::int64_t>(sum);
    }

private:
    const Buffers& buffers() {
        if (!buffers_) buffers_ = resolve_sizes(experiment_.buffers);
        return *buffers_;
    }

    std::uint64_t all_bytes() {
        if (all_) return *all_;
        std::uint64_t sum = 0;
        for (const EntrySpec& entry : experiment_.calls.front().iov) {
            const Buffer* buffer = entry.length ? nullptr : buffers().find(entry.buffer);
            sum += entry.times * entry.length.value_or(buffer == nullptr ? 0 : buffer->size);
        }
        return *(all_ = sum);
    }

    std::uint64_t all_entries() const {
        std::uint64_t sum = 0;
        for (const EntrySpec& entry : experiment_.calls.front().iov) sum += entry.times;
        return sum;
    }

    const Experiment& experiment_;
    std::optional<Buffers> buffers_;
    std::optional<std::uint64_t> all_;
};

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<Amount::Term> parse_term(const std::string& word) {
    if (word.empty()) return std::nullopt;
    Amount::Term term;
    if (std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        const auto read = std::from_chars(word.data(), word.data() + word.size(), term.number);
        const bool fits = read.ec == std::errc() && term.number <= INT64_MAX / 4;
        return fits ? std::optional(term) : std::nullopt;
    }
    const bool plain = std::all_of(word.begin(), word.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    term.name = word;
    return plain && word.size() <= 64 ? std::optional(term) : std::nullopt;
}

}  // namespace

Amount amount(std::int64_t number) {
    Amount::Term term;
    term.minus = number < 0;
    term.number = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    return {{term}};
}

std::optional<Amount> parse_amount(const std::string& text) {
    constexpr std::size_t most_terms = 16;
    Amount sum;
    bool minus = false;
    std::size_t at = 0;
    while (sum.terms.size() < most_terms) {
        // A name may hold a minus sign, so one that subtracts stands between spaces.
        const std::size_t next = std::min(text.find(" + ", at), text.find(" - ", at));
        auto term = parse_term(trimmed(text.substr(at, next == std::string::npos ? next : next - at)));
        if (!term) return std::nullopt;
        term->minus = minus;
        sum.terms.push_back(*term);
        if (next == std::string::npos) return sum;
        minus = text[next + 1] == '-';
        at = next + 3;
    }
    return std::nullopt;
}

std::optional<std::int64_t> value_of(const Amount& amount, const Experiment& experiment) {
    return Meanings(experiment).value_of(amount);
}

std::string unknown_name(const Amount& amount, const Experiment& experiment) {
    Meanings meanings(experiment);
    for (const Amount::Term& term : amount.terms) {
        if (!term.name.empty() && !meanings.named(term.name)) return term.name;
    }
    return {};
}

std::vector<std::string> amount_names(const Experiment& experiment) {
    std::vector<std::string> names = {"all", "entries"};
    if (experiment.target.kind == "pipe") names.emplace_back("capacity");
    for (const BufferSpec& buffer : experiment.buffers) names.push_back(buffer.name);
    return names;
}

bool within(const Bounds& bounds, std::int64_t value, const Experiment& experiment) {
    const auto holds = [&](const std::optional<Amount>& limit, auto compare) {
        if (!limit) return true;
        const auto number = value_of(*limit, experiment);
        return number && compare(value, *number);
    };
    return holds(bounds.min, std::greater_equal<>()) && holds(bounds.max, std::less_equal<>());
}

std::string bounds_words(const Bounds& bounds, const Experiment& experiment) {
    const auto words = [&](const Amount& limit) {
        const std::int64_t value = value_of(limit, experiment).value_or(0);
        return value < 0 ? fmt::format("{}", value) : grouped(static_cast<std::uint64_t>(value));
    };
    if (bounds.min && bounds.max) {
        const std::string least = words(*bounds.min), most = words(*bounds.max);
        return least == most ? least : least + " to " + most;
    }
    if (bounds.min) return "at least " + words(*bounds.min);
    return bounds.max ? "at most " + words(*bounds.max) : "any number";
}

std::string filled_in(const std::string& text, const Experiment& experiment) {
    std::string result;
    Meanings meanings(experiment);
    std::size_t at = 0;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
        result += text.substr(at, open - at);
        const std::string inside = text.substr(open + 1, kLongestSum);
        const std::size_t length = inside.find('}');
        const auto sum = length == std::string::npos ? std::nullopt : parse_amount(inside.substr(0, length));
        const auto value = sum ? meanings.value_of(*sum) : std::nullopt;
        if (value) {
            result += *value < 0 ? fmt::format("{}", *value) : grouped(static_cast<std::uint64_t>(*value));
            at = open + 1 + length + 1;
        } else {
            result += '{';
            at = open + 1;
        }
    }
    return result + text.substr(at);
}

}  // namespace iovlab
