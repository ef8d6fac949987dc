#include "app/lab/course.h"

#include "core/lesson/order.h"

#include <algorithm>
#include <charconv>

namespace iovlab {

std::optional<std::int64_t> typed_number(const std::string& text) {
    std::string digits;
    for (const char c : text) {
        if (c != ',' && c != ' ' && c != '_') digits += c;
    }
    std::int64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

LessonAnswer answer_of(const Course& course) {
    LessonAnswer answer;
    const auto* question = course.asks<Question>();
    if (question == nullptr) return answer;
    if (question->vote) {
        const StepWork::Votes& votes = course.work.votes[course.work.round];
        const auto most = std::max_element(votes.begin(), votes.end());
        if (*most > 0) answer.choice = static_cast<std::size_t>(most - votes.begin());
    } else if (question->choices.empty()) {
        answer.number = typed_number(course.work.number);
    } else {
        answer.choice = course.work.choice;
    }
    return answer;
}

std::string course_obstacle(const Course& course) {
    const bool nothing_yet = course.asks<OrderTask>() != nullptr && course.work.loop.empty() && !course.work.done;
    if (nothing_yet) return "First put blocks into your loop: what runs is the loop that stands there.";
    const auto* question = course.asks<Question>();
    if (question == nullptr || course.work.locked) return {};
    return question->vote ? "First let the room vote: the question stands beside the bench."
                          : "First say what will happen: answer the question of this step.";
}

bool loop_kept_back(const Course& course) {
    return !course_obstacle(course).empty() || (course.asks<FindTask>() != nullptr && !course.work.done);
}

std::string lock_obstacle(const Course& course) {
    const auto* question = course.asks<Question>();
    if (question == nullptr || course.work.locked) return "It is locked in already.";
    const LessonAnswer answer = answer_of(course);
    if (answer.choice || answer.number) return {};
    if (question->vote) return "No vote was counted yet: click on a choice for each hand, or press its letter.";
    if (!question->choices.empty()) return "Choose one of the answers first.";
    return course.work.number.empty() ? "Type a number first: what the call returns, -1 for an error."
                                      : "That is no number.";
}

std::vector<std::string> blocks_left(const Course& course) {
    const auto* task = course.asks<OrderTask>();
    if (task == nullptr) return {};
    constexpr unsigned patience = 3;
    const std::size_t left_out = course.work.misses < patience ? 0 : course.work.misses - patience + 1;
    std::vector<std::string> left;
    for (const std::string& block : laid_out(*task, left_out)) {
        if (std::find(course.work.loop.begin(), course.work.loop.end(), block) == course.work.loop.end()) {
            left.push_back(block);
        }
    }
    return left;
}

std::string guess_of(const Question& question, const LessonAnswer& answer, const Experiment& experiment) {
    if (answer.number) return *answer.number < 0 ? std::string() : std::to_string(*answer.number);
    if (!answer.choice || *answer.choice >= question.choices.size()) return {};
    const Claim& claim = question.choices[*answer.choice].claim;
    if (claim.call != question.call) return {};
    if (!claim.error.empty()) return claim.error;
    if (claim.blocked.value_or(false)) return "sleeps";
    if (!claim.result || !claim.result->min || claim.result->min != claim.result->max) return {};
    const auto value = value_of(*claim.result->min, experiment);
    return value && *value >= 0 ? std::to_string(*value) : std::string();
}

}  // namespace iovlab
