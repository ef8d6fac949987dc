#include "core/experiment/text.h"
#include "core/kernel/names.h"
#include "core/lesson/lesson_toml.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace iovlab {

namespace {

std::optional<Amount> read_amount(Fields& fields, const toml::node& node, const std::string& noun) {
    if (const auto* whole = node.as_integer()) return amount(whole->get());
    if (const auto* text = node.as_string()) {
        if (auto sum = parse_amount(text->get())) return sum;
    }
    fields.complain_at(node, fmt::format("{} is {}; a number is expected, or a sum such as \"header + body - 1\"",
                                         noun, describe(node)));
    return std::nullopt;
}

Bounds exactly(const Amount& value) {
    return {value, value};
}

std::optional<Bounds> read_range(Fields& fields, const toml::table& table, const std::string& noun) {
    Bounds bounds;
    for (const auto& [key, value] : table) {
        if (key.str() == "min") {
            bounds.min = read_amount(fields, value, noun + ".min");
        } else if (key.str() == "max") {
            bounds.max = read_amount(fields, value, noun + ".max");
        } else {
            fields.complain_at(value, fmt::format("{} has no key {}; it may have min and max", noun,
                                                  quoted(std::string(key.str()))));
            return std::nullopt;
        }
    }
    if (!bounds.min && !bounds.max) fields.complain_at(table, noun + " is a table without min or max");
    return bounds;
}

// 4097, "header + body", {min = 1, max = 10}; for results also "all" and "short".
std::optional<Bounds> read_bounds(Fields& fields, const std::string& key) {
    const toml::node* node = fields.node(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* table = node->as_table()) return read_range(fields, *table, key);
    if (const auto* text = node->as_string(); text != nullptr && text->get() == "short") {
        return Bounds{amount(1), Amount{{{false, "all", 0}, {true, "", 1}}}};
    }
    const auto value = read_amount(fields, *node, key);
    return value ? std::optional(exactly(*value)) : std::nullopt;
}

// A number of bytes as above, or an entry's name, which stands for all of it and nothing else.
std::optional<DamageClaim> read_damage(Fields& fields, const std::string& key) {
    const toml::node* node = fields.node(key);
    if (node == nullptr) return std::nullopt;
    DamageClaim claim;
    const auto* text = node->as_string();
    const auto sum = text != nullptr ? parse_amount(text->get()) : std::nullopt;
    if (sum && sum->terms.size() == 1 && !sum->terms[0].name.empty()) {
        claim.entry = sum->terms[0].name;
    } else {
        claim.bytes = read_bounds(fields, key);
    }
    return claim;
}

// A word out of few.
std::string read_word(Fields& fields, const std::string& key, const std::vector<std::string>& allowed) {
    const std::string word = fields.string(key).value_or("");
    if (word.empty() || std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return word;
    fields.complain(
        key, fmt::format("{} is {}{}; use {}", key, quoted(word), did_you_mean(word, allowed), one_of(allowed)));
    return {};
}

void read_call_number(Fields& fields, int& call) {
    const toml::node* node = fields.node("call");
    if (node == nullptr) return;
    if (const auto* word = node->as_string(); word != nullptr && (word->get() == "any" || word->get() == "last")) {
        call = word->get() == "any" ? Claim::kAny : Claim::kLast;
        return;
    }
    const auto* number = node->as_integer();
    if (number != nullptr && number->get() >= 1 && number->get() <= 1'000'000) {
        call = static_cast<int>(number->get());
        return;
    }
    fields.complain_at(*node,
                       fmt::format("call is {}; the number of a call is expected (the first is 1), \"any\" or "
                                   "\"last\"",
                                   describe(*node)));
}

}  // namespace

Claim read_claim(Fields& fields) {
    Claim claim;
    read_call_number(fields, claim.call);
    claim.result = read_bounds(fields, "result");
    claim.error = fields.string("error").value_or("");
    if (!claim.error.empty() && !errno_from(claim.error)) {
        fields.complain("error", fmt::format("no errno is called {}", quoted(claim.error)));
    }
    claim.signal = fields.string("signal").value_or("");
    if (!claim.signal.empty() && !signal_from(claim.signal)) {
        fields.complain("signal", fmt::format("no signal is called {}", quoted(claim.signal)));
    }
    claim.blocked = fields.boolean("blocked");
    claim.origin = read_word(fields, "origin", {"kernel", "capped", "injected"});
    claim.cut = fields.string("cut").value_or("");
    claim.verdict =
        read_word(fields, "verdict", {"intact", "incomplete", "lost", "duplicated", "reordered", "corrupt"});
    claim.status = read_word(fields, "status", {"done", "error", "blocked", "killed", "stopped"});
    const std::pair<const char*, std::optional<Bounds>*> numbers[] = {
        {"asked", &claim.asked}, {"iovcnt", &claim.iovcnt},       {"queued", &claim.queued},
        {"calls", &claim.calls}, {"delivered", &claim.delivered}, {"believed", &claim.believed},
        {"spun", &claim.spun},   {"copied", &claim.copied}};
    for (const auto& [key, into] : numbers) *into = read_bounds(fields, key);
    claim.lost = read_damage(fields, "lost");
    claim.unsent = read_damage(fields, "unsent");
    claim.doubled = read_damage(fields, "doubled");
    claim.misplaced = read_damage(fields, "misplaced");
    return claim;
}

std::vector<std::string> read_texts(Fields& fields, const std::string& key) {
    if (const toml::node* node = fields.node(key); node != nullptr && node->is_string()) {
        return {*fields.string(key)};
    }
    return fields.names(key).value_or(std::vector<std::string>());
}

namespace {

// "owner/name#12"
std::optional<CitedIncident> parse_incident(const std::string& text) {
    const std::size_t slash = text.find('/'), hash = text.find('#');
    if (slash == std::string::npos || hash == std::string::npos || slash == 0 || hash < slash + 2) return {};
    CitedIncident cited{text.substr(0, hash), 0};
    const bool plain = std::all_of(cited.repository.begin(), cited.repository.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '/' || c == '-' || c == '_' || c == '.';
    });
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + hash + 1, end, cited.number);
    if (!plain || read.ec != std::errc() || read.ptr != end || cited.number <= 0) return {};
    return cited;
}

}  // namespace

void read_asked(Fields& fields, Asked& asked) {
    constexpr std::size_t most_hints = 3;
    asked.ask = fields.string("ask").value_or("");
    fields.require("ask", "ask = \"What does this call return?\"");
    asked.hints = read_texts(fields, "hints");
    if (asked.hints.size() > most_hints) {
        fields.complain("hints",
                        fmt::format("there are {} hints; three are allowed: one that points, the rule, and a "
                                    "worked answer",
                                    asked.hints.size()));
    }
    asked.pass = fields.string("pass").value_or("");
    asked.fail = fields.string("fail").value_or("");
    asked.varies = fields.string("varies").value_or("");
    for (const std::string& text : read_texts(fields, "incident")) {
        if (auto cited = parse_incident(text)) {
            asked.incidents.push_back(*cited);
        } else {
            fields.complain("incident",
                            fmt::format("{} is no incident; write \"owner/repository#number\"", quoted(text)));
        }
    }
}

}  // namespace iovlab
