#include "core/lesson/read.h"

#include "core/experiment/text.h"
#include "core/experiment/toml_guard.h"
#include "core/lesson/lesson_toml.h"
#include "core/lesson/read_step.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::size_t kMaxLive = 400;     // live blocks in a lesson
constexpr std::size_t kMaxProblems = 20;  // more would bury the first

const std::vector<std::string> kLive = {"lesson", "experiment", "predict", "vote", "build",
                                        "find",   "order",      "point",   "vary", "sheet"};
// Code that a lesson may quote: no misspelt live block.
const std::vector<std::string> kCode = {"",     "c",    "cpp",  "c++",     "python", "py",     "rust",     "sh",
                                        "bash", "text", "toml", "console", "json",   "strace", "markdown", "diff"};

bool among(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class Reader {
public:
    Reader(const std::string& name, LessonResult& result) : name_(name), result_(result) {}

    void read(std::vector<MdBlock> blocks) {
        for (MdBlock& block : blocks) take(std::move(block));
        finish_step();
        if (!front_) problem(1, "the lesson lacks its front block; write ```lesson with title, minutes and goals");
        if (result_.lesson.steps.empty()) {
            problem(0, "the lesson has no steps; each begins with a heading: ## What it is about");
        }
        advise();
    }

private:
    void problem(unsigned line, std::string what) {
        result_.problems.push_back({name_, line, line == 0 ? 0u : 1u, std::move(what)});
    }
    void advice(unsigned line, std::string what) {
        result_.advice.push_back({name_, line, line == 0 ? 0u : 1u, std::move(what)});
    }

    void take(MdBlock block) {
        if (block.kind == MdKind::Heading && block.level == 2) {
            finish_step();
            draft_.emplace();
            draft_->step.title = plain_text(block.spans);
            draft_->step.line = block.line;
            draft_->step.before = std::exchange(intro_, {});
        } else if (block.kind == MdKind::Heading && block.level == 1) {
            // The title again, for those who read the file as Markdown.
            if (draft_) problem(block.line, "a heading with one # is the lesson's title; steps begin with ##");
        } else if (block.kind == MdKind::Code && among(kLive, block.language)) {
            live(block);
        } else {
            look_for_live_blocks(block);
            auto& texts = !draft_ ? intro_ : draft_->told ? draft_->step.after : draft_->step.before;
            texts.push_back(std::move(block));
        }
    }

    void look_for_live_blocks(const MdBlock& block) {
        if (block.kind == MdKind::Code) {
            if (among(kLive, block.language)) {
                problem(block.line,
                        fmt::format("a {} block stands on its own, not in a list or quotation", block.language));
            } else if (!among(kCode, block.language)) {
                const std::string meant = did_you_mean(block.language, kLive);
                if (!meant.empty()) {
                    problem(block.line, fmt::format("no block is called {}{}", quoted(block.language), meant));
                }
            }
        }
        for (const MdBlock& child : block.children) look_for_live_blocks(child);
    }

    void live(const MdBlock& block) {
        if (++live_ > kMaxLive) {
            if (live_ == kMaxLive + 1) problem(block.line, "the lesson has more than 400 live blocks");
            return;
        }
        // The block's lines keep their numbers, so that every problem is told at its line of this file.
        const std::string padded = std::string(block.line, '\n') + block.text;
        auto hostile = hostile_text(padded, name_, "a lesson");
        if (!hostile.empty()) return add(std::move(hostile), block.line);
        try {
            read_live(block, toml::parse(padded));
        } catch (const toml::parse_error& error) {
            const auto& at = error.source().begin;
            result_.problems.push_back({name_, at.line, at.column, syntax_problem(error.description())});
        }
    }

    void read_live(const MdBlock& block, toml::table root) {
        Complaints complaints(name_);
        if (block.language == "lesson") {
            if (front_) problem(block.line, "the lesson has a front block already");
            if (draft_) problem(block.line, "the front block stands above the first step");
            front_ = true;
            read_front(root, result_.lesson, complaints);
        } else if (!draft_) {
            problem(block.line, fmt::format("a {} block stands in a step, below its heading", block.language));
        } else {
            read_step_block(*draft_, block, std::move(root), drafts_, complaints);
        }
        add(std::move(complaints.list), block.line);
    }

    void finish_step() {
        if (!draft_) return;
        Complaints complaints(name_);
        finish_draft(*draft_, complaints);
        add(std::move(complaints.list), std::max(draft_->step.activity_line, draft_->step.line));
        if (draft_->root && draft_->sound)
            drafts_.push_back(*draft_->root);
        else
            drafts_.emplace_back(std::nullopt);
        result_.lesson.steps.push_back(std::move(draft_->step));
        draft_.reset();
    }

    // What the TOML reader has no place for is told at the block itself.
    void add(std::vector<FileProblem> problems, unsigned line) {
        for (FileProblem& one : problems) {
            if (one.line < line || one.line == 0) one.line = line, one.column = 1;
            result_.problems.push_back(std::move(one));
        }
    }

    void advise() {
        bool makes = false;
        for (const LessonStep& step : result_.lesson.steps) {
            makes = makes || std::holds_alternative<BuildTask>(step.activity) ||
                    std::holds_alternative<OrderTask>(step.activity);
            advise_step(step);
        }
        if (!makes) advice(0, "the learner makes nothing in this lesson; end it with a build or order block");
    }

    void advise_step(const LessonStep& step) {
        const Asked* asked = asked_in(step.activity);
        if (asked == nullptr) return;
        const auto* question = std::get_if<Question>(&step.activity);
        if (question == nullptr && asked->hints.size() < 3) {
            advice(step.activity_line, "three hints help: one that points, the rule, and a worked answer");
        }
        if (asked->pass.empty() && asked->fail.empty()) {
            advice(step.activity_line, "nothing explains the answer; write pass and fail");
        }
        if (question == nullptr) return;
        for (const LessonChoice& choice : question->choices) {
            if (choice.why.empty()) advice(choice.line, "this choice does not say why; write why = \"...\"");
        }
    }

    const std::string& name_;
    LessonResult& result_;
    std::optional<StepDraft> draft_;
    std::vector<std::optional<toml::table>> drafts_;
    std::vector<MdBlock> intro_;
    bool front_ = false;
    std::size_t live_ = 0;
};

std::string lesson_name(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
    if (file.size() > 3 && file.substr(file.size() - 3) == ".md") file.resize(file.size() - 3);
    return file;
}

void sort_and_cap(std::vector<FileProblem>& problems, const std::string& name) {
    std::stable_sort(problems.begin(), problems.end(),
                     [](const FileProblem& a, const FileProblem& b) { return a.line < b.line; });
    if (problems.size() <= kMaxProblems) return;
    const std::size_t more = problems.size() - kMaxProblems;
    problems.resize(kMaxProblems);
    problems.push_back({name, 0, 0, fmt::format("and {} more problems", grouped(more))});
}

}  // namespace

LessonResult read_lesson(const std::string& text, const std::string& name) {
    LessonResult result;
    result.lesson.file = name;
    result.lesson.name = lesson_name(name);
    if (text.size() > kMaxLesson) {
        result.problems = {{name, 0, 0,
                            fmt::format("the text has {} bytes; a lesson has at most {}", grouped(text.size()),
                                        grouped(kMaxLesson))}};
        return result;
    }
    if (first_not_text(text) != std::string::npos) {
        result.problems = hostile_text(text, name, "a lesson");
        return result;
    }
    auto blocks = parse_markdown(text);
    if (!blocks) {
        result.problems = {{name, 0, 0, "lists and quotations are nested deeper here than any lesson needs"}};
        return result;
    }
    Reader(name, result).read(std::move(*blocks));
    sort_and_cap(result.problems, name);
    return result;
}

LessonResult read_lesson_file(const std::string& path) {
    LessonResult result;
    result.lesson.file = path;
    result.lesson.name = lesson_name(path);
    const std::string text = read_text_file(path, result.problems, "a lesson");
    return result.ok() ? read_lesson(text, path) : result;
}

}  // namespace iovlab
