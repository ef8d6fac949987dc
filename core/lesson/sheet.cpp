#include "core/experiment/text.h"
#include "core/lesson/library.h"
#include "core/lesson/said.h"
#include "core/loops/blocks.h"

#include <fmt/format.h>

// A lesson as a teacher holds it: two pages of Markdown.
namespace iovlab {

namespace {

char letter(std::size_t i) {
    return static_cast<char>('A' + i);
}

std::string bullets(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "- " + line + "\n";
    return text.empty() ? text : text + "\n";
}

std::string in(const std::string& text, const LessonStep& step) {
    return filled_in(text, numbers_of(step, Experiment()));
}

std::string incidents(const Asked& asked) {
    std::string text;
    for (const CitedIncident& cited : asked.incidents) {
        text += fmt::format("{}[{}]({})", text.empty() ? "Cited: " : ", ", cited.text(), cited.url());
    }
    return text.empty() ? text : text + "\n\n";
}

std::string page_of(const Question& question, const LessonStep& step) {
    std::string text = fmt::format("**{}** {}\n\n", question.vote ? "Vote." : "Predict.", in(question.ask, step));
    if (question.choices.empty()) return text + "A number is asked for: what the call returns.\n\n";
    const std::string count = question.vote ? " 1st | 2nd |" : "";
    text += fmt::format("| | choice | who says so thinks |{}\n| --- | --- | --- |{}\n", count,
                        question.vote ? " --- | --- |" : "");
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        text += fmt::format("| {} | {} | {} |{}\n", letter(i), in(question.choices[i].text, step),
                            in(question.choices[i].why, step), question.vote ? " | |" : "");
    }
    text += question.vote ? "\nLet them vote, discuss in pairs for two minutes, vote again, then run.\n\n" : "\n";
    if (!step.vary.ranges.empty()) text += "Again with new numbers: the button, or `n` in the terminal.\n\n";
    return text;
}

std::string page_of(const BuildTask& task, const LessonStep& step) {
    std::string text = fmt::format("**Build.** {}\n\n", in(task.ask, step));
    if (!task.worked.empty()) text += "One way to do it:\n\n```toml\n" + task.worked + "```\n\n";
    return text;
}

std::string page_of(const FindTask& task, const LessonStep& step) {
    std::string text = fmt::format("**Find the bug.** {}\n\n```{}\n", in(task.ask, step), task.language);
    for (std::size_t i = 0; i < task.listing.size(); ++i) text += fmt::format("{:2}  {}\n", i + 1, task.listing[i]);
    return text + fmt::format("```\n\nLine {}: {}\n\n", fmt::join(task.lines, ", "), in(task.why, step));
}

std::string page_of(const OrderTask& task, const LessonStep& step) {
    std::string text = fmt::format("**Put in order.** {}\n\nOne order that works:\n\n", in(task.ask, step));
    for (std::size_t i = 0; i < task.blocks.size(); ++i) {
        const LoopBlock* block = loop_block(task.blocks[i]);
        text += fmt::format("{}. {}\n", i + 1, block == nullptr ? task.blocks[i] : block->words);
    }
    if (!task.distractors.empty()) text += "\nBlocks that do not belong, each from a real bug:\n\n";
    for (const std::string& name : task.distractors) {
        const LoopBlock* block = loop_block(name);
        if (block == nullptr) continue;
        text += fmt::format("- {} ({}#{}) {}\n", block->words, block->incident.repository, block->incident.number,
                            block->incident.cost);
    }
    return text + "\n";
}

std::string page_of(const std::monostate&, const LessonStep&) {
    return {};
}

std::string page_of(const LessonStep& step) {
    std::string text = std::visit([&](const auto& activity) { return page_of(activity, step); }, step.activity);
    if (const Asked* asked = asked_in(step.activity)) {
        if (!asked->varies.empty()) text += "The number is this kernel's own: " + in(asked->varies, step) + "\n\n";
        if (!asked->pass.empty()) text += "Afterwards: " + in(asked->pass, step) + "\n\n";
        text += incidents(*asked);
    }
    if (!step.sheet.expect.empty()) text += "Expect:\n\n" + in(bullets(step.sheet.expect), step);
    return text + in(bullets(step.sheet.notes), step);
}

}  // namespace

std::string teacher_sheet(const Lesson& lesson) {
    std::string text = fmt::format("# {}\n\nTeacher's sheet, {} minutes. Lesson `{}`.\n\n", lesson.title,
                                   lesson.minutes, lesson.name);
    if (!lesson.needs.empty()) text += fmt::format("Before it: {}.\n\n", fmt::join(lesson.needs, ", "));
    text += "Afterwards they can:\n\n" + bullets(lesson.goals);
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const LessonStep& step = lesson.steps[i];
        const unsigned minutes = step.sheet.minutes;
        text += fmt::format("## {}. {}{}\n\n", i + 1, step.title,
                            minutes == 0 ? "" : fmt::format(" ({} min)", minutes));
        text += page_of(step);
    }
    while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
    return text;
}

}  // namespace iovlab
