#include "core/lesson/said.h"

#include "core/experiment/text.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace iovlab {

namespace {

/// The number or errno that a choice says of the call in question; else its letter.
std::string answer_words(const Question& question, const LessonAnswer& answer, const Experiment& experiment) {
    if (answer.number) {
        const auto magnitude = static_cast<std::uint64_t>(std::llabs(*answer.number));
        return (*answer.number < 0 ? "-" : "") + grouped(magnitude);
    }
    if (!answer.choice || *answer.choice >= question.choices.size()) return {};
    const Claim& claim = question.choices[*answer.choice].claim;
    const std::string letter(1, static_cast<char>('A' + *answer.choice));
    if (claim.call != question.call || !asks_of_a_call(question)) return letter;
    if (!claim.error.empty()) return "-1 " + claim.error;
    if (!claim.result || !claim.result->min || claim.result->min != claim.result->max) return letter;
    return bounds_words(*claim.result, experiment);
}

bool any_claims(const Question& question, bool (*speaks)(const Claim&)) {
    return std::any_of(question.choices.begin(), question.choices.end(),
                       [&](const LessonChoice& choice) { return speaks(choice.claim); });
}

const char* verdict_words(Verdict verdict) {
    switch (verdict) {
        case Verdict::Intact:
            return "all bytes arrived, once and in order";
        case Verdict::Incomplete:
            return "only the beginning arrived";
        case Verdict::Lost:
            return "bytes are missing";
        case Verdict::Duplicated:
            return "bytes arrived twice";
        case Verdict::Reordered:
            return "bytes arrived in the wrong order";
        case Verdict::Corrupt:
            return "wrong bytes arrived";
    }
    return "";
}

std::string status_words(const EndStep& end) {
    switch (end.status) {
        case Status::Done:
            return "the program ended without an error";
        case Status::Error:
            return "the program gave up with " + errno_name(end.error);
        case Status::Blocked:
            return "the program was still asleep";
        case Status::Killed:
            return "the program was killed by " + signal_name(end.signal);
        case Status::Stopped:
            return "the program had to be stopped";
    }
    return {};
}

/// What became of the bytes and the program, and the numbers that the choices speak of.
std::string run_words(const Question& question, const Trace& trace) {
    const EndStep* end = end_of(trace);
    if (end == nullptr) return {};
    std::string words = std::string(verdict_words(end->verdict)) + "; " + status_words(*end);
    if (any_claims(question, [](const Claim& claim) { return claim.calls.has_value(); }))
        words += fmt::format(", after {} {}", grouped(end->calls), end->calls == 1 ? "call" : "calls");
    if (any_claims(question, [](const Claim& claim) { return claim.delivered.has_value(); }))
        words += fmt::format("; the kernel took {} bytes", grouped(end->delivered));
    if (any_claims(question, [](const Claim& claim) { return claim.spun.has_value(); }))
        words += fmt::format("; {} calls were made in vain", grouped(end->spun));
    if (any_claims(question, [](const Claim& claim) { return claim.copied.has_value(); }))
        words += fmt::format("; the program copied {} bytes", grouped(end->copied));
    return words;
}

void fill(MdBlock& block, const Experiment& experiment) {
    if (block.kind == MdKind::Code) return;
    for (MdSpan& span : block.spans) span.text = filled_in(span.text, experiment);
    for (MdBlock& child : block.children) fill(child, experiment);
}

}  // namespace

std::vector<MdBlock> filled_in(std::vector<MdBlock> text, const Experiment& experiment) {
    for (MdBlock& block : text) fill(block, experiment);
    return text;
}

const Experiment& numbers_of(const LessonStep& step, const Experiment& otherwise) {
    if (const auto* find = std::get_if<FindTask>(&step.activity)) return find->proof;
    return step.experiment ? *step.experiment : otherwise;
}

bool asks_of_a_call(const Question& question) {
    return question.choices.empty() ||
           std::any_of(question.choices.begin(), question.choices.end(),
                       [](const LessonChoice& choice) { return about_a_call(choice.claim); });
}

std::string said_words(const Question& question, const LessonAnswer& answer, const Experiment& experiment,
                       const Trace& trace) {
    const Step* step = call_of(trace, question.call);
    if (step == nullptr) return {};
    const std::string mine = answer_words(question, answer, experiment);
    const std::string said = mine.empty() ? std::string() : "You said " + mine + ". ";
    if (!asks_of_a_call(question)) {
        const std::string run = run_words(question, trace);
        return run.empty() ? said : said + "What happened: " + run + ".";
    }
    const auto& call = std::get<CallStep>(step->what);
    std::string words = said + "The kernel said " + outcome_words(call.outcome) + ".";
    if (call.model) words += " (The model: " + outcome_words(*call.model) + ".)";
    if (call.consumed.offset > 0 && any_claims(question, [](const Claim& claim) { return !claim.cut.empty(); }))
        words +=
            fmt::format(" It stopped inside `{}`, after {} of its bytes.",
                        buffer_of_entry(experiment, call.list, call.consumed.entry), grouped(call.consumed.offset));
    if (any_claims(question, [](const Claim& claim) { return claim.asked.has_value(); }))
        words += " The call asked for " + grouped(call.asked) + (call.asked == 1 ? " byte." : " bytes.");
    return words;
}

}  // namespace iovlab
