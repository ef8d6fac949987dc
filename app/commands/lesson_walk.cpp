#include "app/commands/lesson_walk.h"

#include "app/commands/lesson_words.h"
#include "core/experiment/check.h"
#include "core/experiment/run.h"
#include "core/lesson/library.h"
#include "core/lesson/said.h"
#include "core/report/report.h"
#include "core/report/words.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <fmt/format.h>
#include <utility>
#include <variant>

namespace iovlab {

namespace {

constexpr std::size_t kLongestLine = 4096;      // bytes that are kept of what somebody types
constexpr std::uint64_t kFirst = 3, kLast = 2;  // calls that are told of a long run
constexpr std::uint64_t kLong = 8;

/// The trace in words. A long run is folded: the question must not scroll out of sight.
std::string steps_words(Report& report, const Trace& trace) {
    const auto is_call = [](const Step& step) { return std::holds_alternative<CallStep>(step.what); };
    const auto calls = static_cast<std::uint64_t>(std::count_if(trace.begin(), trace.end(), is_call));
    std::string text;
    std::uint64_t n = 0;
    bool folded = false;
    for (const Step& step : trace) {
        n += is_call(step) ? 1U : 0U;
        const std::string words = report.step(step);  // each is told: the report counts along
        const bool end = std::holds_alternative<EndStep>(step.what);
        if (end || calls <= kLong || n <= kFirst || n > calls - kLast) {
            text += words;
        } else if (!std::exchange(folded, true)) {
            text += fmt::format("  ... {} more calls ...\n", calls - kFirst - kLast);
        }
    }
    return text;
}

}  // namespace

void LessonWalk::walk(std::size_t from, CourseProgress& progress, const std::string& file) {
    out_.print(fmt::format("{}\nAbout {}. At each prompt: h for a hint, s to skip, q to stop.\n",
                           printable(lesson_.title), counted(lesson_.minutes, "minute", "minutes")));
    bool said = false;
    const auto keep = [&] {
        CourseProgress mine;  // others may have gone on with other lessons meanwhile
        mine.lessons[lesson_.name] = progress.lessons[lesson_.name];
        const std::string problem = save_progress(mine, file);
        if (problem.empty() || said) return;
        said = true;
        out_.print("\n" + wrapped("Your progress is not kept: " + problem + ".", 0));
    };
    std::size_t passed = 0;
    for (std::size_t i = from; i < lesson_.steps.size(); ++i) {
        progress.at(lesson_, i);
        if (take(i) == Went::Stopped) {
            keep();
            const bool listed = find_lesson(lessons_folder(), lesson_.name) == lesson_.file;
            out_.print(fmt::format("\nStopped at step {}. Go on with:  iovlab lessons {}\n", i + 1,
                                   listed ? lesson_.name : lesson_.file));
            return;
        }
        if (passed_) {
            ++passed;
            progress.passed(lesson_, i);
        }
        keep();
    }
    progress.at(lesson_, 0);
    keep();
    const std::size_t steps = lesson_.steps.size() - std::min(from, lesson_.steps.size());
    out_.print(fmt::format("\nThe end of this lesson: {} of {} steps done.\n", passed, steps));
}

LessonWalk::Went LessonWalk::take(std::size_t index) {
    const LessonStep& step = lesson_.steps[index];
    hints_ = 0;
    passed_ = false;
    // A step without an experiment goes on with the one before it.
    numbers_ = numbers_of(step, numbers_.value_or(Experiment()));
    const std::string title = fmt::format("{} of {}  {}", index + 1, lesson_.steps.size(), printable(step.title));
    out_.print(fmt::format("\n{}\n{}\n\n{}", title, std::string(columns(title), '-'),
                           lesson_words(filled_in(step.before, *numbers_))));
    const Went went = std::visit([&](const auto& activity) { return take(activity, step); }, step.activity);
    if (went == Went::On && !step.after.empty()) out_.print("\n" + lesson_words(filled_in(step.after, *numbers_)));
    return went;
}

LessonWalk::Went LessonWalk::take(const std::monostate&, const LessonStep& step) {
    const bool runs = step.experiment.has_value();
    const Said said = ask(runs ? "Press Enter to run it" : "Press Enter to go on", nullptr);
    if (said.over) return Went::Stopped;
    if (runs && said.text != "s") run(*step.experiment);
    passed_ = true;
    return Went::On;
}

LessonWalk::Said LessonWalk::ask(const std::string& prompt, const Asked* asked) {
    for (;;) {
        if (!out_.print("\n" + prompt + "> ")) return {"", true};  // nobody sees what is asked
        std::string line;
        int letter = 0;
        while ((letter = std::fgetc(in_)) != EOF && letter != '\n') {
            if (line.size() < kLongestLine) line += static_cast<char>(letter);
        }
        if (letter == EOF && line.empty()) return {"", true};
        while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0) line.pop_back();
        line.erase(0, line.find_first_not_of(" \t"));
        if (line == "q") return {"", true};
        if (line != "h") return {line, false};
        asked == nullptr ? void(out_.print("There is no hint here.\n")) : hint(*asked);
    }
}

std::string LessonWalk::filled(const std::string& text) const {
    return numbers_ ? filled_in(text, *numbers_) : text;
}

void LessonWalk::hint(const Asked& asked) {
    if (hints_ < asked.hints.size()) {
        out_.print("\n" + lesson_words("Hint: " + filled(asked.hints[hints_++]), 2));
        return;
    }
    out_.print("  There is no further hint; s skips the step.\n");
}

std::optional<Trace> LessonWalk::run(const Experiment& experiment, bool tell) {
    const std::string not_yet = unsupported(experiment);
    if (!not_yet.empty()) {
        out_.print(wrapped(not_yet, 2));
        return std::nullopt;
    }
    try {
        Run run(experiment, {});
        run.execute();
        Trace trace;
        run.steps_since(0, trace);
        if (!tell) return trace;
        ReportContext context;
        context.experiment = &experiment;
        context.buffers = run.buffers();
        context.arena = run.arena();
        context.target_fd = run.target_fd();
        context.colour = wants_colour();
        const auto report = make_text_report(context);
        out_.print("\n" + report->begin() + steps_words(*report, trace));
        return trace;
    } catch (const std::exception& why) {
        out_.print(wrapped(std::string("This cannot be run here: ") + why.what(), 2));
        return std::nullopt;
    }
}

void LessonWalk::explain(const Grade& grade, const Asked& asked) {
    std::string text;
    for (const std::string& reason : grade.reasons) {
        std::string sentence = reason;
        if (!sentence.empty())
            sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
        text += wrapped(sentence, 2);
    }
    if (!grade.explanation.empty()) text += (text.empty() ? "" : "\n") + lesson_words(grade.explanation, 2);
    if (!asked.varies.empty())
        text += "\n" + lesson_words("The number is this kernel's own: " + filled(asked.varies), 2);
    for (const CitedIncident& cited : asked.incidents) {
        text += fmt::format("\n  It happened: {}\n", cited.url());
    }
    out_.print(text);
}

}  // namespace iovlab
