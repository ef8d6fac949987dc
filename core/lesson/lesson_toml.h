#pragma once

#include "core/experiment/toml_sections.h"
#include "core/lesson/lesson.h"

#include <string>
#include <vector>

/// The live blocks of a lesson, each read from its TOML: only core/lesson/read*.cpp include this.
namespace iovlab {

/// Lays `changes` over `base`: tables are merged, everything else is replaced.
void lay_over(toml::table& base, toml::table&& changes);
/// Puts a number where `path` ("buffer[1].size") leads; false when it leads nowhere.
bool set_at(toml::table& root, const std::string& path, std::int64_t number);
/// What `path` leads to; null when it leads nowhere, or is none.
const toml::node* node_at(const toml::table& root, const std::string& path);
/// Moves the table `key` out of `from`; empty when there is none.
toml::table taken(toml::table& from, const std::string& key);

/// The keys of a claim among a table's own.
Claim read_claim(Fields& fields);
/// ask, hints, pass, fail, incident, varies.
void read_asked(Fields& fields, Asked& asked);
/// A list of sentences; one alone may stand without brackets.
std::vector<std::string> read_texts(Fields& fields, const std::string& key);

Question read_question(const toml::table& table, bool vote, Complaints& complaints);
/// `solution` and `proof` are left to the reader of the step, which knows what they change.
BuildTask read_build(const toml::table& table, Complaints& complaints);
FindTask read_find(const toml::table& table, Complaints& complaints);
OrderTask read_order(const toml::table& table, Complaints& complaints);
Variation read_vary(const toml::table& table, Complaints& complaints);
TeacherNotes read_sheet(const toml::table& table, Complaints& complaints);
std::vector<std::string> read_point(const toml::table& table, Complaints& complaints);
/// The front block, into the lesson itself.
void read_front(const toml::table& table, Lesson& lesson, Complaints& complaints);

}  // namespace iovlab
