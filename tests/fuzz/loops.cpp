#include "core/bytes/random.h"
#include "core/experiment/text.h"
#include "core/kernel/names.h"
#include "core/loops/blocks.h"
#include "core/loops/loop.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <utility>

// Any loop, first of all any put together from blocks, against a kernel of our own: it never leaves its list. The
// bytes are three lines: the entries' lengths ("one" in front: one entry a call, as `writes` does), what the calls
// return (a number, an errno's name; then all that was asked), and the loop's name.
namespace iovlab::fuzz {

namespace {

constexpr std::size_t kMostCalls = 200;
constexpr std::size_t kMostEntries = 64;
constexpr std::uint64_t kApart = std::uint64_t{1} << 32;  // between two entries' addresses

struct Given {
    bool one_by_one = false;
    std::vector<std::uint64_t> lengths;
    std::vector<std::string> answers;
    std::string loop;
};

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : line) {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.push_back(word);
    return words;
}

std::optional<std::uint64_t> number_of(const std::string& word) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return number;
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

Given given(std::string_view bytes) {
    Given found;
    for (const std::string& word : words_of(take_line(bytes))) {
        if (word == "one") found.one_by_one = true;
        const auto length = number_of(word);
        if (length && found.lengths.size() < kMostEntries) found.lengths.push_back(*length);
    }
    found.answers = words_of(take_line(bytes));
    found.loop = std::string(bytes.substr(0, bytes.find('\n')));
    return found;
}

IovList list_of(const std::vector<std::uint64_t>& lengths) {
    std::vector<Iov> entries;
    for (const std::uint64_t length : lengths) {
        const auto entry = static_cast<std::uint32_t>(entries.size());
        entries.push_back({(entry + 1) * kApart, length, entry, 0});
    }
    return IovList(std::move(entries));
}

void expect_within(const IovList& offered, const IovList& whole, bool one_by_one) {
    expect(offered.size() <= whole.size(), "more entries are offered than there are");
    expect(!one_by_one || offered.size() <= 1, "more than one entry is offered to write");
    for (std::size_t i = 0; i < offered.size(); ++i) {
        const Iov iov = offered[i];
        expect(iov.entry < whole.size(), "an entry is offered that is none of the list's");
        const Iov own = whole[iov.entry];
        expect(iov.skip <= own.length && iov.length <= own.length, "more is offered than the entry has");
        expect(iov.base - own.base <= own.length, "the address has left the entry");
    }
}

// What a kernel can say: at most what was asked, and at most INT64_MAX.
Outcome outcome_of(const std::string& answer, const IovList& asked) {
    const std::uint64_t most = std::min<std::uint64_t>(asked.total(), INT64_MAX);
    Outcome outcome;
    if (const auto error = errno_from(answer)) {
        outcome.error = *error;
    } else {
        outcome.result = static_cast<std::int64_t>(std::min(number_of(answer).value_or(most), most));
    }
    return outcome;
}

void play(Loop& loop, const Given& how, const IovList& whole, const LoopInfo& info) {
    std::size_t answer = 0;
    for (std::size_t calls = 0; calls < kMostCalls; ++calls) {
        const auto known = [&](const LoopPlace& place) { return std::string(place.name) == loop.place(); };
        expect(std::any_of(info.places.begin(), info.places.end(), known),
               std::string("no place of this loop: ") + loop.place());
        if (loop.want() == Want::Done || loop.want() == Want::Fail) return;
        const std::string word = answer < how.answers.size() ? how.answers[answer++] : std::string();
        if (loop.want() == Want::Wait) {
            const int error = errno_from(word).value_or(0);
            loop.woke(error != 0 ? Outcome{{}, error} : Outcome{1, 0});
            continue;
        }
        expect_within(loop.list(), whole, how.one_by_one);
        if (loop.first_is_copy()) expect(!loop.list().empty(), "it copies the first entry of an empty list");
        loop.returned(outcome_of(word, loop.list()));
        loop.believed();
        loop.copied();
    }
}

}  // namespace

void run_loop(std::string_view bytes) {
    const Given how = given(bytes);
    const IovList whole = list_of(how.lengths);
    const auto blocks = blocks_of(how.loop);
    if (blocks && sound_blocks(how.loop)) {
        expect(blocks_of(blocks_kind(*blocks)) == blocks, "blocks change when they are written down");
    }
    const auto loop = make_loop(how.loop, whole, how.one_by_one);
    if (!loop) return;
    const LoopInfo* info = loop_info(how.loop);
    expect(info != nullptr, "a loop that nothing is known of: " + how.loop);
    play(*loop, how, whole, *info);
}

std::string mutate_loop(std::string_view bytes, std::uint64_t seed) {
    static const std::vector<std::string> numbers = {
        "0", "0 0", "1", "3", "4096", "65536", "2147479552", "9223372036854775807", "18446744073709551615", "one"};
    static const std::vector<std::string> answers = {"0", "1", "2", "3", "4096", "EAGAIN", "EINTR", "EIO", "all"};
    std::uint64_t random = seed;
    const auto pick = [&](const auto& from) { return from[next_random(random) % from.size()]; };
    auto lengths = words_of(take_line(bytes)), says = words_of(take_line(bytes));
    const std::string name(bytes.substr(0, bytes.find('\n')));
    auto blocks = blocks_of(name).value_or(std::vector<std::string>());
    const auto change = [&](std::vector<std::string>& words, const std::string& word) {
        const auto at = words.begin() + static_cast<std::ptrdiff_t>(next_random(random) % (words.size() + 1));
        if (next_random(random) % 3 == 0 && at != words.end()) {
            words.erase(at);
        } else {
            words.insert(at, word);
        }
    };
    std::vector<std::string> known;
    for (const LoopBlock& block : loop_blocks()) known.emplace_back(block.name);
    for (std::uint64_t changes = 1 + next_random(random) % 3; changes > 0; --changes) {
        const std::uint64_t which = next_random(random) % 4;
        if (which == 0) change(lengths, pick(numbers));
        if (which == 1) change(says, pick(answers));
        if (which > 1) change(blocks, pick(known));
    }
    const auto line = [](const std::vector<std::string>& words) {
        std::string text;
        for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
        return text + "\n";
    };
    const bool named = next_random(random) % 8 == 0;
    return line(lengths) + line(says) + (named ? std::string(pick(loops()).name) : blocks_kind(blocks));
}

}  // namespace iovlab::fuzz
