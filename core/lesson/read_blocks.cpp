#include "core/experiment/text.h"
#include "core/lesson/lesson_toml.h"
#include "core/loops/blocks.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::size_t kMaxChoices = 6;
// A misspelt one would guard nothing: what stands in neither experiment is the same in both.
const std::vector<std::string> kSections = {"title",  "seed", "buffer", "call",   "second", "target",
                                            "reader", "loop", "faults", "limits", "signal", "deadline"};

std::vector<LessonChoice> read_choices(Fields& fields, int call, Complaints& complaints) {
    std::vector<LessonChoice> choices;
    const toml::node* node = fields.node("choices");
    if (node == nullptr) return choices;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
        fields.complain_at(*node, "choices is " + describe(*node) + "; write [[choices]] above each choice");
        return choices;
    }
    for (const toml::node& element : *array) {
        const toml::table* table = element.as_table();
        if (table == nullptr) {
            fields.complain_at(element,
                               "a choice is " + describe(element) + "; a table with text and result is expected");
            continue;
        }
        Fields one(*table, "", "this choice", complaints);
        LessonChoice choice;
        choice.line = table->source().begin.line;
        choice.text = one.string("text").value_or("");
        one.require("text", "text = \"4,096, what fits\"");
        choice.why = one.string("why").value_or("");
        choice.claim = read_claim(one);
        if (!one.has("call")) choice.claim.call = call;
        Claim nothing;
        nothing.call = choice.claim.call;
        if (choice.claim == nothing) {
            one.complain("text", "this choice says nothing of the run; write a result, an error or another claim");
        }
        one.done();
        choices.push_back(std::move(choice));
    }
    return choices;
}

const toml::table* table_at(Fields& fields, const std::string& key) {
    const toml::node* node = fields.node(key);
    if (node == nullptr) return nullptr;
    if (const toml::table* table = node->as_table()) return table;
    fields.complain_at(*node, fmt::format("{} is {}; a table is expected", key, describe(*node)));
    return nullptr;
}

Claim read_claim_at(Fields& fields, const std::string& key, const std::string& title, Complaints& complaints) {
    const toml::table* table = table_at(fields, key);
    if (table == nullptr) return {};
    Fields inner(*table, "", title, complaints);
    Claim claim = read_claim(inner);
    if (table->empty()) fields.complain(key, title + " says nothing; what must hold of the run?");
    inner.done();
    return claim;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}  // namespace

Question read_question(const toml::table& table, bool vote, Complaints& complaints) {
    Fields fields(table, "", vote ? "this vote" : "this question", complaints);
    Question question;
    question.vote = vote;
    read_asked(fields, question);
    if (const toml::node* node = fields.node("call")) {
        const auto* number = node->as_integer();
        if (number == nullptr || number->get() < 1 || number->get() > 10000) {
            fields.complain_at(*node, fmt::format("call is {}; the number of a call is expected, the first is 1",
                                                  describe(*node)));
        } else {
            question.call = static_cast<int>(number->get());
        }
    }
    question.choices = read_choices(fields, question.call, complaints);
    const bool number = fields.boolean("number").value_or(false);
    question.near = fields.natural("near").value_or(0);
    if (number == !question.choices.empty()) {
        fields.complain(number ? "number" : "ask", "a question has either choices or number = true");
    }
    if (number && vote) fields.complain("number", "a vote has choices, two to six");
    if (!question.choices.empty() && (question.choices.size() < 2 || question.choices.size() > kMaxChoices)) {
        fields.complain("choices",
                        fmt::format("there are {} choices; two to six are allowed", question.choices.size()));
    }
    fields.done();
    return question;
}

BuildTask read_build(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "", "this task", complaints);
    BuildTask task;
    read_asked(fields, task);
    fields.require("goal", "goal = {result = 4097}");
    task.goal = read_claim_at(fields, "goal", "the goal", complaints);
    task.given = read_texts(fields, "given");
    for (const std::string& part : task.given) {
        const std::string section = part.substr(0, part.find_first_of(".["));
        if (std::find(kSections.begin(), kSections.end(), section) != kSections.end()) continue;
        fields.complain("given", fmt::format("{} is no part of an experiment{}; begin with {}", quoted(part),
                                             did_you_mean(section, kSections), one_of(kSections)));
    }
    fields.require("solution", "a table [solution] with the changes that reach the goal");
    table_at(fields, "solution");
    fields.done();
    return task;
}

FindTask read_find(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "", "this task", complaints);
    FindTask task;
    read_asked(fields, task);
    task.language = fields.string("language").value_or("");
    fields.require("listing", "listing = '''the program, line by line'''");
    task.listing = lines_of(fields.string("listing").value_or(""));
    fields.require("lines", "lines = [3]");
    if (const toml::node* node = fields.node("lines")) {
        const toml::array* array = node->as_array();
        if (array == nullptr || array->empty()) fields.complain_at(*node, "lines is the list of wrong lines: [3]");
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
            const auto* line = array->get(i)->as_integer();
            if (line == nullptr || line->get() < 1 ||
                line->get() > static_cast<std::int64_t>(task.listing.size())) {
                fields.complain_at(*array->get(i), fmt::format("the listing has {} lines, and this is none of them",
                                                               task.listing.size()));
            } else {
                task.lines.push_back(static_cast<unsigned>(line->get()));
            }
        }
    }
    fields.require("why", "why = \"what is wrong there\"");
    task.why = fields.string("why").value_or("");
    fields.require("shows", "shows = {verdict = \"lost\"}");
    task.shows = read_claim_at(fields, "shows", "what the proof shows", complaints);
    table_at(fields, "proof");
    fields.done();
    return task;
}

OrderTask read_order(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "", "this task", complaints);
    OrderTask task;
    read_asked(fields, task);
    fields.require("blocks", "blocks = [\"offer\", \"give-up\", \"trim\"], in an order that works");
    task.blocks = read_texts(fields, "blocks");
    task.distractors = read_texts(fields, "distractors");
    std::vector<std::string> known;
    for (const LoopBlock& block : loop_blocks()) known.emplace_back(block.name);
    for (const auto& [key, names] :
         {std::pair("blocks", &task.blocks), std::pair("distractors", &task.distractors)}) {
        for (const std::string& name : *names) {
            if (loop_block(name) != nullptr) continue;
            fields.complain(key, fmt::format("no block is called {}{}; use {}", quoted(name),
                                             did_you_mean(name, known), one_of(known)));
        }
    }
    std::vector<std::string> all = task.blocks;
    all.insert(all.end(), task.distractors.begin(), task.distractors.end());
    std::sort(all.begin(), all.end());
    if (std::adjacent_find(all.begin(), all.end()) != all.end())
        fields.complain("blocks", "each block stands once");
    if (all.size() > 12) fields.complain("blocks", "there are more than twelve blocks, too many to look over");
    fields.done();
    return task;
}

namespace {

std::optional<std::int64_t> whole(const toml::node* node) {
    const auto* number = node == nullptr ? nullptr : node->as_integer();
    return number == nullptr ? std::nullopt : std::optional(number->get());
}

bool read_range(const toml::node& node, Variation::Range& range) {
    if (const toml::array* array = node.as_array()) {
        const auto min = whole(array->get(0)), max = whole(array->get(1));
        range.min = min.value_or(0), range.max = max.value_or(-1);
        return array->size() == 2 && min && max && *min <= *max;
    }
    const toml::table* table = node.as_table();
    if (table == nullptr) return false;
    if (const toml::array* of = table->get_as<toml::array>("of")) {
        for (const toml::node& one : *of) {
            const auto number = whole(&one);
            if (!number) return false;
            range.of.push_back(*number);
        }
        return !range.of.empty() && table->size() == 1;
    }
    const auto min = whole(table->get("min")), max = whole(table->get("max"));
    range.min = min.value_or(0), range.max = max.value_or(-1);
    range.step = table->contains("step") ? whole(table->get("step")).value_or(0) : 1;
    return min && max && *min <= *max && range.step >= 1 && table->size() == (table->contains("step") ? 3u : 2u);
}

}  // namespace

Variation read_vary(const toml::table& table, Complaints& complaints) {
    Variation vary;
    for (const auto& [key, value] : table) {
        Variation::Range range;
        range.path = std::string(key.str());
        if (read_range(value, range)) {
            vary.ranges.push_back(std::move(range));
        } else {
            complaints.add(
                "", value.source().begin,
                fmt::format("{} is {}; write [least, most], {{min = 1, max = 9, step = 2}} or {{of = [1, 2]}}",
                            quoted(range.path), describe(value)));
        }
    }
    return vary;
}

TeacherNotes read_sheet(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "", "the sheet", complaints);
    TeacherNotes notes;
    notes.minutes = static_cast<unsigned>(std::min<std::uint64_t>(fields.natural("minutes").value_or(0), 600));
    notes.notes = read_texts(fields, "notes");
    notes.expect = read_texts(fields, "expect");
    fields.done();
    return notes;
}

std::vector<std::string> read_point(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "", "this pointer", complaints);
    fields.require("control", "control = \"run\", the name of a control of the window");
    auto names = read_texts(fields, "control");
    fields.done();
    return names;
}

void read_front(const toml::table& table, Lesson& lesson, Complaints& complaints) {
    Fields fields(table, "", "the lesson block", complaints);
    lesson.title = fields.string("title").value_or("");
    fields.require("title", "title = \"What it teaches\"");
    lesson.minutes = static_cast<unsigned>(std::min<std::uint64_t>(fields.natural("minutes").value_or(0), 600));
    fields.require("minutes", "minutes = 5, how long it takes");
    lesson.goals = read_texts(fields, "goals");
    fields.require("goals", "goals = [\"what the learner can do afterwards\"]");
    lesson.needs = read_texts(fields, "needs");
    lesson.track = fields.string("track").value_or("");
    fields.done();
}

}  // namespace iovlab
