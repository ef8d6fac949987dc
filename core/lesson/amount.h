#pragma once

#include "core/experiment/experiment.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// A number that a lesson states: plain (4097), or a sum of an experiment's own ("header + body", "all - 1"), so
/// that it stays true when the experiment gets new numbers. A buffer's name is its size in bytes; `all` the bytes
/// of the first call's list; `entries` how many entries that has; `capacity` the pipe's.
struct Amount {
    struct Term {
        bool minus = false;
        std::string name;          ///< empty: `number`
        std::uint64_t number = 0;  ///< bytes
        bool operator==(const Term&) const = default;
    };
    std::vector<Term> terms;

    bool operator==(const Amount&) const = default;
};

Amount amount(std::int64_t number);
/// Reads "header + body - 1"; absent when it is no such sum. Names are not looked up yet.
std::optional<Amount> parse_amount(const std::string& text);
/// The number; absent where a name means nothing in this experiment.
std::optional<std::int64_t> value_of(const Amount& amount, const Experiment& experiment);
/// The first name that means nothing in this experiment; empty when all do.
std::string unknown_name(const Amount& amount, const Experiment& experiment);
/// What a lesson may name in this experiment.
std::vector<std::string> amount_names(const Experiment& experiment);

/// Least and most, both included; either may be absent.
struct Bounds {
    std::optional<Amount> min;
    std::optional<Amount> max;
    bool operator==(const Bounds&) const = default;
};

bool within(const Bounds& bounds, std::int64_t value, const Experiment& experiment);
/// "4,097", "1 to 4,096", "at least 1", "at most 70,023".
std::string bounds_words(const Bounds& bounds, const Experiment& experiment);

/// `text` with each {sum} replaced by its number ("{all} bytes": "70,024 bytes"); other braces stay.
std::string filled_in(const std::string& text, const Experiment& experiment);

}  // namespace iovlab
