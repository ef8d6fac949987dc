#include "tests/fuzz/mutate.h"

#include "tests/fuzz/fuzz.h"

#include <algorithm>

namespace iovlab::fuzz {

namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool is_header(const std::string& line) {
    return line.rfind("[", 0) == 0 || (line.rfind("```", 0) == 0 && line.size() > 3);
}

// What stands above line `at`; "" for the top of the text.
std::string header_of(const Lines& lines, std::size_t at) {
    while (at > 0) {
        if (is_header(lines[--at])) return lines[at];
    }
    return {};
}

std::string key_of(const std::string& line) {
    const std::size_t end = line.find_first_of(" =");
    return line.find('=') == std::string::npos || end == std::string::npos ? std::string() : line.substr(0, end);
}

class Changes {
public:
    Changes(std::string_view text, const std::vector<Row>& rows, Chance& chance)
        : lines_(lines_of(text)), rows_(rows), chance_(chance) {}

    void make_one() {
        if (lines_.empty()) return add_section();
        const std::size_t at = chance_.below(lines_.size());
        switch (chance_.below(10)) {
            case 0:
            case 1:
            case 2:
                return draw_again(at);
            case 3:
            case 4:
                return add_key(at + 1);
            case 5:
                return add_section();
            case 6:
                lines_.erase(place(at));
                return;
            case 7:
                lines_.insert(place(at), lines_[chance_.below(lines_.size())]);
                return;
            case 8:
                std::swap(lines_[at], lines_[chance_.below(lines_.size())]);
                return;
            default:
                return move_section(at);
        }
    }

    std::string text() const {
        std::string text;
        for (const std::string& line : lines_) text += line + '\n';
        return text;
    }

private:
    Lines::iterator place(std::size_t at) { return lines_.begin() + static_cast<std::ptrdiff_t>(at); }

    std::string line_of(const Row& row) {
        const Value value = chance_.one_in(20) ? chance_.of(rows_).value : row.value;
        return std::string(row.key) + " = " + drawn(value, chance_);
    }

    // The value of a line whose key is known; of another line a new key.
    void draw_again(std::size_t at) {
        const std::string key = key_of(lines_[at]), header = header_of(lines_, at);
        for (const Row& row : rows_) {
            if (key != row.key || (header != row.header && !chance_.one_in(4))) continue;
            lines_[at] = line_of(row);
            return;
        }
        add_key(at);
    }

    std::vector<Row> rows_of(const std::string& header) const {
        std::vector<Row> found;
        std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(found),
                     [&](const Row& row) { return row.header == header; });
        return found;
    }

    void add_key(std::size_t at) {
        const std::vector<Row> fitting = rows_of(header_of(lines_, at));
        lines_.insert(place(at),
                      line_of(fitting.empty() || chance_.one_in(30) ? chance_.of(rows_) : chance_.of(fitting)));
    }

    void add_section() {
        const std::string header = chance_.of(rows_).header;
        const bool fenced = header.rfind("```", 0) == 0;
        Lines section = {header};
        for (const Row& row : rows_of(header)) {
            if (chance_.one_in(2)) section.push_back(line_of(row));
        }
        if (fenced) section.emplace_back("```");
        std::size_t at = chance_.below(lines_.size() + 1);
        while (!fenced && at < lines_.size() && !is_header(lines_[at])) ++at;
        lines_.insert(place(at), section.begin(), section.end());
    }

    void move_section(std::size_t at) {
        while (at > 0 && !is_header(lines_[at])) --at;
        std::size_t end = at + 1;
        while (end < lines_.size() && !is_header(lines_[end])) ++end;
        const Lines section(place(at), place(end));
        if (!chance_.one_in(3)) lines_.erase(place(at), place(end));
        if (chance_.one_in(2))
            lines_.insert(place(chance_.below(lines_.size() + 1)), section.begin(), section.end());
    }

    Lines lines_;
    const std::vector<Row>& rows_;
    Chance& chance_;
};

const std::vector<Row> kExperiment = {
    {"", "format", Value::Number},
    {"", "title", Value::Text},
    {"", "seed", Value::Number},
    {"[[buffer]]", "name", Value::Name},
    {"[[buffer]]", "kind", Value::BufferKind},
    {"[[buffer]]", "text", Value::Text},
    {"[[buffer]]", "hex", Value::Hex},
    {"[[buffer]]", "fill", Value::Text},
    {"[[buffer]]", "size", Value::Number},
    {"[[buffer]]", "random", Value::Number},
    {"[[buffer]]", "file", Value::Text},
    {"[[buffer]]", "of", Value::Name},
    {"[[buffer]]", "range", Value::Range},
    {"[call]", "op", Value::Op},
    {"[call]", "iov", Value::Entries},
    {"[call]", "count", Value::Number},
    {"[call]", "array", Value::Bad},
    {"[call]", "offset", Value::Number},
    {"[call]", "flags", Value::Flags},
    {"[call]", "resize", Value::Number},
    {"[[call]]", "op", Value::Op},
    {"[[call]]", "iov", Value::Entries},
    {"[[call]]", "offset", Value::Number},
    {"[[call]]", "resize", Value::Number},
    {"[target]", "kind", Value::Target},
    {"[target]", "path", Value::Text},
    {"[target]", "capacity", Value::Number},
    {"[target]", "sndbuf", Value::Number},
    {"[target]", "rcvbuf", Value::Number},
    {"[target]", "flags", Value::Flags},
    {"[target]", "content", Value::Content},
    {"[target]", "seek", Value::Number},
    {"[target]", "disk", Value::Number},
    {"[target]", "preload", Value::Number},
    {"[target]", "reader", Value::Open},
    {"[target]", "writer", Value::Open},
    {"[target]", "timeout", Value::Real},
    {"[target]", "peer", Value::Peer},
    {"[target]", "serve", Value::Number},
    {"[target]", "size", Value::Number},
    {"[target]", "seals", Value::Seals},
    {"[target]", "value", Value::Number},
    {"[reader]", "policy", Value::Policy},
    {"[reader]", "bytes", Value::Number},
    {"[reader]", "every_ms", Value::Number},
    {"[loop]", "kind", Value::Loop},
    {"[loop]", "max_calls", Value::Number},
    {"[faults]", "script", Value::Script},
    {"[faults]", "repeat", Value::Bool},
    {"[limits]", "file_size", Value::Number},
    {"[limits]", "SIGPIPE", Value::Disposition},
    {"[limits]", "SIGXFSZ", Value::Disposition},
    {"[signal]", "when", Value::Text},
    {"[signal]", "name", Value::Signal},
    {"[signal]", "restart", Value::Bool},
    {"[deadline]", "seconds", Value::Real},
    {"[second]", "iov", Value::Entries},
    {"[second]", "times", Value::Number},
    {"[second]", "position", Value::Position},
};

const std::vector<Row> kLesson = {
    {"```lesson", "title", Value::Text},
    {"```lesson", "minutes", Value::Number},
    {"```lesson", "goals", Value::Names},
    {"```lesson", "needs", Value::Names},
    {"```lesson", "track", Value::Text},
    {"```predict", "ask", Value::Text},
    {"```predict", "number", Value::Bool},
    {"```predict", "near", Value::Number},
    {"```predict", "call", Value::Number},
    {"```predict", "hints", Value::Names},
    {"```predict", "pass", Value::Text},
    {"```predict", "fail", Value::Text},
    {"```predict", "varies", Value::Text},
    {"```vote", "ask", Value::Text},
    {"[[choices]]", "text", Value::Text},
    {"[[choices]]", "why", Value::Text},
    {"[[choices]]", "result", Value::Amount},
    {"[[choices]]", "error", Value::Errno},
    {"[[choices]]", "call", Value::Number},
    {"[[choices]]", "calls", Value::Amount},
    {"[[choices]]", "signal", Value::Signal},
    {"[[choices]]", "blocked", Value::Bool},
    {"[[choices]]", "origin", Value::Origin},
    {"[[choices]]", "cut", Value::Name},
    {"[[choices]]", "status", Value::Status},
    {"[[choices]]", "verdict", Value::Verdict},
    {"[[choices]]", "lost", Value::Amount},
    {"```build", "ask", Value::Text},
    {"```build", "goal", Value::Claim},
    {"```build", "given", Value::Paths},
    {"```build", "solution", Value::Content},
    {"```find", "language", Value::Language},
    {"```find", "listing", Value::Text},
    {"```find", "lines", Value::Range},
    {"```find", "why", Value::Text},
    {"```find", "shows", Value::Claim},
    {"```order", "ask", Value::Text},
    {"```order", "blocks", Value::Blocks},
    {"```order", "distractors", Value::Blocks},
    {"```point", "control", Value::Text},
    {"```vary", "\"buffer[0].size\"", Value::Range},
    {"```vary", "\"target.capacity\"", Value::Range},
    {"```vary", "\"buffer[body].size\"", Value::Range},
    {"```sheet", "minutes", Value::Number},
    {"```sheet", "notes", Value::Names},
    {"```sheet", "expect", Value::Names},
    {"```experiment", "format", Value::Number},
    {"```experiment", "seed", Value::Number},
    {"[solution]", "call", Value::Content},
    {"## A step", "", Value::Text},
};

}  // namespace

std::string with_changed_lines(std::string_view text, const std::vector<Row>& rows, Chance& chance) {
    Changes changes(text, rows, chance);
    for (std::size_t n = 1 + chance.below(4); n > 0; --n) changes.make_one();
    return changes.text();
}

std::string mutate_experiment(std::string_view bytes, std::uint64_t seed) {
    Chance chance(seed);
    return with_changed_lines(bytes, kExperiment, chance);
}

// A lesson has experiments in it, so their keys are a lesson's too.
std::string mutate_lesson(std::string_view bytes, std::uint64_t seed) {
    Chance chance(seed);
    return with_changed_lines(bytes, chance.one_in(3) ? kExperiment : kLesson, chance);
}

}  // namespace iovlab::fuzz
