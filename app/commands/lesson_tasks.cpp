#include "app/commands/lesson_walk.h"
#include "app/commands/lesson_words.h"
#include "core/experiment/toml.h"
#include "core/lesson/check.h"
#include "core/lesson/order.h"
#include "core/lesson/said.h"
#include "core/loops/blocks.h"
#include "core/report/words.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>

// What a step asks for in the terminal, one function for each kind.
namespace iovlab {
namespace {

char letter(std::size_t i) {
    return static_cast<char>('A' + i);
}

/// The place of a letter among `count`: "b" is 1.
std::optional<std::size_t> letter_at(const std::string& text, std::size_t count) {
    if (text.size() != 1) return std::nullopt;
    const int upper = std::toupper(static_cast<unsigned char>(text[0]));
    const auto at = static_cast<std::size_t>(upper - 'A');
    return upper >= 'A' && at < count ? std::optional(at) : std::nullopt;
}

std::optional<std::int64_t> number_in(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

std::string choices_words(const Question& question, const Experiment& experiment) {
    std::string text;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        std::string words = lesson_words(filled_in(question.choices[i].text, experiment), 5);
        text += words.replace(0, 5, fmt::format("  {}  ", letter(i)));
    }
    return text;
}

}  // namespace

std::optional<LessonAnswer> LessonWalk::ask_choice(const Question& question, const std::string& prompt,
                                                   bool may_keep) {
    for (;;) {
        const Said said = ask(prompt, &question);
        if (said.over) return std::nullopt;
        LessonAnswer answer;
        if (said.text == "s" || (said.text.empty() && may_keep)) return answer;
        if (question.choices.empty()) {
            answer.number = number_in(said.text);
        } else {
            answer.choice = letter_at(said.text, question.choices.size());
        }
        if (answer.number || answer.choice) return answer;
        out_.print(question.choices.empty()
                       ? "  A number is asked for: what the call returns (-1 for an error).\n"
                       : fmt::format("  One letter is asked for, A to {}.\n", letter(question.choices.size() - 1)));
    }
}

LessonWalk::Went LessonWalk::answer(const Question& question, const LessonStep& step, std::uint64_t seed) {
    const Experiment experiment = varied(step, seed);
    numbers_ = experiment;
    std::string text;
    if (seed != 0) {
        for (const BufferSpec& buffer : experiment.buffers) {
            text += fmt::format(
                "  {}: {} bytes\n", buffer.name,
                bounds_words({Amount{{{false, buffer.name, 0}}}, Amount{{{false, buffer.name, 0}}}}, experiment));
        }
    }
    out_.print("\n" + text + lesson_words(filled(question.ask)) + choices_words(question, experiment));
    const std::string what = question.choices.empty() ? "Your number" : "Your answer";
    auto answer = ask_choice(question, question.vote ? "First vote" : what, false);
    if (answer && question.vote && answer->choice) {
        out_.print("  Now tell somebody why, and hear them out.\n");
        const auto again = ask_choice(question, "Second vote (Enter keeps your first)", true);
        if (!again) return Went::Stopped;
        if (again->choice) answer = again;
    }
    if (!answer) return Went::Stopped;
    const auto trace = run(experiment);
    if (!trace) return Went::On;
    passed_ = passed_ || answer->choice || answer->number;
    const std::string said = said_words(question, *answer, experiment, *trace);
    if (!said.empty()) out_.print("\n" + wrapped(said, 0));
    const Grade graded = grade(question, *answer, experiment, *trace);
    if (answer->choice || answer->number) out_.print(graded.pass ? "Right.\n\n" : "Not so.\n\n");
    explain(graded, question);
    return Went::On;
}

LessonWalk::Went LessonWalk::take(const Question& question, const LessonStep& step) {
    std::uint64_t seed = 0;
    while (answer(question, step, seed) == Went::On) {
        if (step.vary.ranges.empty() || !passed_) return Went::On;
        const Said said = ask("Enter to go on, n for the same with new numbers", nullptr);
        if (said.over) return Went::Stopped;
        if (said.text != "n") return Went::On;
        seed = seed % kSeeds + 1;
    }
    return Went::Stopped;
}

std::string LessonWalk::learner_file(const LessonStep& step) const {
    const std::string folder = learner_folder();
    const auto number = static_cast<std::size_t>(&step - lesson_.steps.data()) + 1;
    std::error_code error;
    if (!folder.empty()) std::filesystem::create_directories(folder, error);
    return fmt::format("{}/{}-{}.toml", folder.empty() || error ? "." : folder, lesson_.name, number);
}

bool LessonWalk::try_build(const BuildTask& task, const LessonStep& step, const std::string& file) {
    const ReadResult read = read_experiment_file(file);
    for (const FileProblem& problem : read.problems) out_.print(problem.text() + "\n");
    if (!read.ok()) return false;
    const auto trace = run(read.experiment);
    if (!trace) return false;
    const Grade graded = grade(task, *step.experiment, read.experiment, *trace);
    out_.print(graded.pass ? "\nDone: that reaches the goal.\n\n" : "\nNot yet.\n\n");
    explain(graded, task);
    return graded.pass;
}

LessonWalk::Went LessonWalk::take(const BuildTask& task, const LessonStep& step) {
    const std::string file = learner_file(step);
    std::error_code error;
    const bool kept = std::filesystem::exists(file, error);
    const std::string problem = kept ? std::string() : save_experiment_file(*step.experiment, file);
    out_.print("\n" + lesson_words("Build: " + filled(task.ask)));
    if (!problem.empty()) out_.print(wrapped(problem, 2));
    out_.print(fmt::format("\nThe experiment is in {}{}\n", file,
                           kept ? ",\nwith what you did last time (r puts it back as it was)." : ""));
    for (;;) {
        const Said said = ask("Edit that file, then press Enter (or name another)", &task);
        if (said.over) return Went::Stopped;
        if (said.text == "s") return Went::On;
        if (said.text == "r") {
            const std::string unsaved = save_experiment_file(*step.experiment, file);
            out_.print(unsaved.empty() ? "  It is as it was.\n" : wrapped(unsaved, 2));
        } else if (try_build(task, step, said.text.empty() ? file : said.text)) {
            passed_ = true;
            return Went::On;
        }
        if (hints_ >= task.hints.size() && !task.worked.empty() && said.text != "r") {
            out_.print("\n  One way to do it:\n\n" + lesson_words("```\n" + task.worked + "```\n", 2));
        }
    }
}

LessonWalk::Went LessonWalk::take(const FindTask& task, const LessonStep&) {
    out_.print("\n" + lesson_words("Find the bug: " + filled(task.ask)) + "\n");
    for (std::size_t i = 0; i < task.listing.size(); ++i) {
        out_.print(fmt::format("{:4}  {}\n", i + 1, printable(task.listing[i])));
    }
    for (;;) {
        const Said said = ask("The number of the wrong line", &task);
        if (said.over) return Went::Stopped;
        const bool skip = said.text == "s";
        const auto number = number_in(said.text);
        LessonAnswer answer;
        if (number && *number > 0 && *number <= static_cast<std::int64_t>(task.listing.size())) {
            answer.line = static_cast<unsigned>(*number);
        }
        if (!skip && answer.line == 0) {
            out_.print(fmt::format("  A number is asked for, 1 to {}.\n", task.listing.size()));
            continue;
        }
        if (skip) answer.line = task.lines.front();
        const Grade graded = grade(task, answer);
        out_.print(skip          ? fmt::format("\nIt is line {}.\n\n", answer.line)
                   : graded.pass ? "\nFound. This is what it does:\n\n"
                                 : "\nNot there.\n\n");
        if (graded.pass) run(task.proof);
        explain(graded, task);
        if (graded.pass) {
            passed_ = !skip;
            return Went::On;
        }
    }
}

bool LessonWalk::try_order(const OrderTask& task, const LessonStep& step, const std::string& letters) {
    const auto blocks = laid_out(task);
    std::vector<std::string> chosen;
    for (const char c : letters) {
        if (c == ' ' || c == ',') continue;
        const auto at = letter_at(std::string(1, c), blocks.size());
        if (!at || std::find(chosen.begin(), chosen.end(), blocks[*at]) != chosen.end()) {
            out_.print(fmt::format("  Letters from A to {} are asked for, each at most once.\n",
                                   letter(blocks.size() - 1)));
            return false;
        }
        chosen.push_back(blocks[*at]);
    }
    try {
        const auto counter = find_counter_example(step, chosen);
        Grade graded;
        graded.pass = !counter;
        graded.explanation = filled(counter ? task.fail : task.pass);
        if (counter) {
            out_.print("\n" + wrapped(counter->trial.what + " " + counter->why, 0));
            run(counter->trial.experiment);
        } else {
            out_.print(fmt::format("\nIt survives all {} trials.\n\n", order_trials(step, chosen).size()));
        }
        explain(graded, task);
        return graded.pass;
    } catch (const std::exception& why) {
        out_.print(wrapped(std::string("This cannot be run here: ") + why.what(), 2));
        return false;
    }
}

LessonWalk::Went LessonWalk::take(const OrderTask& task, const LessonStep& step) {
    out_.print("\n" + lesson_words("Put in order: " + filled(task.ask)) +
               "\nThe blocks are done from top to bottom, then again from the top. Not all of them belong.\n\n");
    const auto blocks = laid_out(task);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const LoopBlock* block = loop_block(blocks[i]);
        if (block == nullptr) continue;
        out_.print(fmt::format("  {}  {}\n       {}\n", letter(i), block->words, block->code));
    }
    for (;;) {
        const Said said = ask("Their letters in order, such as C A F", &task);
        if (said.over) return Went::Stopped;
        if (said.text == "s") return Went::On;
        if (!said.text.empty() && try_order(task, step, said.text)) {
            passed_ = true;
            return Went::On;
        }
    }
}

}  // namespace iovlab
