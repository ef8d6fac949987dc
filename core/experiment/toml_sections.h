#pragma once

#include "core/experiment/toml_fields.h"

#include <string_view>

namespace iovlab {

/// The sections of an experiment file, each read into its part of the document. Only form is judged here (types,
/// unknown and missing keys); what values mean is check()'s. Only readers of files include this.

void read_buffers(const toml::node& node, Experiment& experiment, Complaints& complaints);
void read_calls(const toml::node& node, Experiment& experiment, Complaints& complaints);
void read_target(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_reader(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_loop(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_faults(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_limits(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_signal(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_deadline(const toml::table& table, Experiment& experiment, Complaints& complaints);
void read_second(const toml::table& table, Experiment& experiment, Complaints& complaints);

/// A whole experiment, read and checked as read_experiment() does.
ReadResult read_experiment_table(const toml::table& root, const std::string& name);
/// The parser's own words as a sentence for people.
std::string syntax_problem(std::string_view words);

/// The one content among a table's keys: text | hex | fill + size | random + size | file.
Content read_content(Fields& fields);
/// A list of names, and for calls also numbers, or one number alone.
FlagSet read_flags(Fields& fields, bool numbers);

}  // namespace iovlab
