#pragma once

#include "core/experiment/toml.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <toml++/toml.h>
#include <vector>

/// One table of TOML, read key by key: only the readers of files include this.
namespace iovlab {

/// Everything wrong with the file's form, as it is found.
class Complaints {
public:
    explicit Complaints(std::string file) : file_(std::move(file)) {}

    /// `section` is the top-level key that it happened under.
    void add(const std::string& section, const toml::source_position& at, std::string what,
             bool unknown_key = false);
    /// Something is wrong in the form of this section, so what it means cannot be judged.
    bool spoilt(const std::string& section) const { return sections_.count(section) > 0; }

    std::vector<FileProblem> list;

private:
    std::string file_;
    std::set<std::string> sections_;
};

/// "the string \"64k\"", "the number 3.5", "a table".
std::string describe(const toml::node& node);

class Fields {
public:
    /// `title` names the table in sentences: "[target]", "this entry".
    Fields(const toml::table& table, std::string section, std::string title, Complaints& complaints)
        : table_(table), section_(std::move(section)), title_(std::move(title)), complaints_(complaints) {}

    /// Each of these takes a key, which is known from then on. Absent when it is not there or, after a complaint,
    /// when it has the wrong type.
    const toml::node* node(const std::string& key);
    std::optional<std::string> string(const std::string& key);
    std::optional<std::int64_t> integer(const std::string& key);
    std::optional<std::uint64_t> natural(
        const std::string& key);  ///< 0 or more; "0x..." for what TOML cannot write
    std::optional<double> number(const std::string& key);
    std::optional<bool> boolean(const std::string& key);
    std::optional<std::vector<std::string>> names(const std::string& key);

    bool has(const std::string& key) const { return table_.contains(key); }
    /// Complains when `key` is not there; `example` shows what it looks like.
    bool require(const std::string& key, const std::string& example);
    /// Makes `key` known without reading it.
    void know(const std::string& key);

    void complain(const std::string& key, std::string what);  ///< at the key's value, or at the table
    void complain_at(const toml::node& node, std::string what);
    /// Complains about every key that nobody asked for.
    void done();

    /// Converts a node that is to be a natural number; `noun` is what the sentence is about.
    std::optional<std::uint64_t> natural_of(const toml::node& node, const std::string& noun,
                                            bool size_names = false);

    const std::string& section() const { return section_; }
    Complaints& complaints() { return complaints_; }

private:
    void wrong_type(const toml::node& node, const std::string& noun, const char* expected);

    const toml::table& table_;
    std::string section_;
    std::string title_;
    Complaints& complaints_;
    std::vector<std::string> known_;
};

}  // namespace iovlab
