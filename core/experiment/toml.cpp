#include "core/experiment/toml.h"

#include "core/experiment/check.h"
#include "core/experiment/text.h"
#include "core/experiment/toml_guard.h"
#include "core/experiment/toml_sections.h"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace iovlab {

namespace {

constexpr std::size_t kMaxProblems = 20;  // more would bury the first, which often causes the others

struct Section {
    const char* name;
    void (*read)(const toml::table&, Experiment&, Complaints&);
};
constexpr std::array<Section, 8> kSections = {{{"target", read_target},
                                               {"reader", read_reader},
                                               {"loop", read_loop},
                                               {"faults", read_faults},
                                               {"limits", read_limits},
                                               {"signal", read_signal},
                                               {"deadline", read_deadline},
                                               {"second", read_second}}};

// False when the file is of a newer format, so that nothing else in it can be judged.
bool read_format(Fields& root, bool required = true) {
    root.know("format");
    if (!required && !root.has("format")) return true;
    if (!root.require("format", fmt::format("format = {} at the top of the file", kFormat))) return true;
    const auto format = root.integer("format");
    if (!format || *format == kFormat) return true;
    if (*format > kFormat) {
        root.complain("format",
                      fmt::format("this file is of format {}, and this version of iovlab reads format {}; a "
                                  "newer iovlab is needed",
                                  *format, kFormat));
        return false;
    }
    root.complain("format", fmt::format("format is {}; {} is allowed", *format, kFormat));
    return true;
}

void read_root(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields root(table, "", "the file", complaints);
    if (!read_format(root)) return;
    experiment.title = root.string("title").value_or("");
    experiment.seed = root.natural("seed");
    if (const toml::node* buffers = root.node("buffer")) read_buffers(*buffers, experiment, complaints);
    root.require("call", "a section [call]");
    if (const toml::node* calls = root.node("call")) read_calls(*calls, experiment, complaints);
    root.require("target", "a section [target]");
    for (const Section& section : kSections) {
        const toml::node* node = root.node(section.name);
        if (!node) continue;
        if (const toml::table* fields = node->as_table()) {
            section.read(*fields, experiment, complaints);
        } else {
            complaints.add(
                section.name, node->source().begin,
                fmt::format("{0} is {1}; a section [{0}] is expected, once", section.name, describe(*node)));
        }
    }
    root.done();
}

// Where `path` stands in the file, or the nearest thing around it that does.
toml::source_position locate(const toml::table& root, const Path& path) {
    const toml::node* here = &root;
    for (const auto& part : path) {
        const toml::node* next = nullptr;
        if (const auto* key = std::get_if<std::string>(&part)) {
            if (const toml::table* table = here->as_table()) next = table->get(*key);
        } else if (const toml::array* array = here->as_array()) {
            next = array->get(std::get<std::size_t>(part));
        } else {
            continue;  // one [call] instead of several [[call]]
        }
        if (!next) break;
        here = next;
    }
    return here->source().begin;
}

// What check() has to say about the sections whose form is sound: of the others it would say nonsense.
void judge(const toml::table& root, const Experiment& experiment, Complaints& complaints) {
    const auto& spoilt = complaints;
    std::vector<std::pair<std::string, Problem>> found;
    for (Problem& problem : check(experiment)) {
        const std::string section = std::get<std::string>(problem.where.front());
        const bool about_buffers = section == "call" && spoilt.spoilt("buffer");
        const bool about_target = section == "reader" && spoilt.spoilt("target");
        const bool missing = section != "reader" && section != "loop" && !root.contains(section);
        if (spoilt.spoilt(section) || about_buffers || about_target || missing) continue;
        found.emplace_back(section, std::move(problem));
    }
    for (auto& [section, problem] : found) complaints.add(section, locate(root, problem.where), problem.what);
}

std::string visible(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result += byte < 0x20 || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
    }
    return result;
}

void sort_and_cap(std::vector<FileProblem>& problems, const std::string& name) {
    std::stable_sort(problems.begin(), problems.end(), [](const FileProblem& a, const FileProblem& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    if (problems.size() <= kMaxProblems) return;
    const std::size_t more = problems.size() - kMaxProblems;
    problems.resize(kMaxProblems);
    problems.push_back({name, 0, 0, fmt::format("and {} more problems", grouped(more))});
}

}  // namespace

std::string FileProblem::text() const {
    return line == 0 ? fmt::format("{}: {}", file, what) : fmt::format("{}:{}:{}: {}", file, line, column, what);
}

// The parser's own words, such as "Error while parsing string: ...", with what they leave unsaid.
std::string syntax_problem(std::string_view words) {
    constexpr std::string_view prefix = "Error while parsing ";
    const std::size_t colon = words.find(": ");
    std::string text = visible(words);
    if (words.substr(0, prefix.size()) == prefix && colon != std::string_view::npos) {
        text = fmt::format("in this {}: {}", visible(words.substr(prefix.size(), colon - prefix.size())),
                           visible(words.substr(colon + 2)));
    }
    const bool line_ended = words.find("string: unescaped control") != std::string_view::npos;
    return "this is not TOML; " + text + (line_ended ? " (is a closing quote missing in this line?)" : "");
}

ReadResult read_experiment_table(const toml::table& root, const std::string& name) {
    ReadResult result;
    Complaints complaints(name);
    read_root(root, result.experiment, complaints);
    result.whole = complaints.list.empty();
    judge(root, result.experiment, complaints);
    result.problems = std::move(complaints.list);
    sort_and_cap(result.problems, name);
    return result;
}

namespace {

ReadResult read_fragment_table(const toml::table& table, const std::string& name) {
    ReadResult result;
    Complaints complaints(name);
    Fields root(table, "", "the text", complaints);
    if (read_format(root, false)) {
        for (const char* known : {"title", "seed"}) root.know(known);
        for (const Section& section : kSections) root.know(section.name);
        if (const toml::node* buffers = root.node("buffer")) read_buffers(*buffers, result.experiment, complaints);
        if (const toml::node* calls = root.node("call")) read_calls(*calls, result.experiment, complaints);
        root.done();
    }
    result.problems = std::move(complaints.list);
    sort_and_cap(result.problems, name);
    return result;
}

ReadResult read_with(const std::string& text, const std::string& name,
                     ReadResult (*read)(const toml::table&, const std::string&)) {
    ReadResult result;
    result.problems = hostile_text(text, name);
    if (!result.ok()) return result;
    try {
        return read(toml::parse(text), name);
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        result.problems = {{name, at.line, at.column, syntax_problem(error.description())}};
    }
    return result;
}

}  // namespace

ReadResult read_experiment(const std::string& text, const std::string& name) {
    return read_with(text, name, read_experiment_table);
}

ReadResult read_fragment(const std::string& text, const std::string& name) {
    return read_with(text, name, read_fragment_table);
}

ReadResult read_experiment_file(const std::string& path) {
    ReadResult result;
    const std::string text = read_text_file(path, result.problems);
    return result.ok() ? read_experiment(text, path) : result;
}

}  // namespace iovlab
