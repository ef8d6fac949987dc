#include "app/lab/palette.h"

#include "app/lab/actions.h"
#include "core/kernel/errno_facts.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace iovlab {

namespace {

void add_actions(const LabState& state, std::vector<PaletteItem>& items) {
    for (const Action& one : actions()) {
        if (one.id == std::string_view("view.palette")) continue;  // it is open
        items.push_back({"action",
                         title_of(one, state),
                         to_string(one.chord),
                         one.obstacle(state),
                         {one.intent(state)},
                         std::string(to_string(one.menu)) + " " + one.tip});
    }
}

void add_recent(const LabState& state, std::vector<PaletteItem>& items) {
    for (const std::string& path : state.shell.history.recent) {
        const std::size_t slash = path.rfind('/');
        items.push_back({"recent", path.substr(slash + 1), path.substr(0, slash), "", {OpenFile{path}}, path});
    }
}

void add_examples(const LabState& state, std::vector<PaletteItem>& items) {
    for (const Example& one : state.examples) {
        items.push_back({"experiment",
                         one.title,
                         one.wrong ? "a wrong loop" : "an example",
                         "",
                         {OpenFile{one.path}},
                         one.path.substr(one.path.rfind('/') + 1)});
    }
}

void add_lessons(const LabState& state, std::vector<PaletteItem>& items) {
    for (const ListedLesson& one : state.course.listed) {
        const auto known = state.course.progress.lessons.find(one.name);
        const bool done = known != state.course.progress.lessons.end() && known->second.finished;
        std::string words = one.name + " " + one.track;
        for (const std::string& goal : one.goals) words += " " + goal;
        items.push_back({"lesson",
                         one.title,
                         done ? "done" : one.track,
                         one.problem.empty() ? "" : "cannot be read",
                         {OpenLesson{one.file}},
                         std::move(words)});
    }
}

void add_errnos(const LabState& /*state*/, std::vector<PaletteItem>& items) {
    for (std::size_t i = 0; i < errno_facts().size(); ++i) {
        const ErrnoFact& fact = errno_facts()[i];
        items.push_back({"errno",
                         std::string(fact.name),
                         std::string(fact.meaning),
                         "",
                         {FilterAtlas{"", "all"}, ShowScreen{Screen::Atlas}, ChooseErrno{i}},
                         std::to_string(fact.number) + " " + std::string(fact.where)});
    }
}

void add_recipes(const LabState& state, std::vector<PaletteItem>& items) {
    if (state.recipes.empty()) return;
    for (const ErrnoFact& fact : errno_facts()) {
        for (const Recipe& one : fact.recipes) {
            items.push_back({"recipe",
                             std::string(fact.name) + ": " + one.cause,
                             "to the bench",
                             "",
                             {OpenRecipe{state.recipes + "/" + one.file + ".toml", false}},
                             one.file});
        }
    }
}

bool same(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

/// One word, letter after letter, taking runs of letters and beginnings of words where it can.
int fit_of_word(std::string_view text, std::string_view word) {
    constexpr int kLetter = 1, kSideBySide = 6, kBeginning = 8, kWhole = 20;
    const auto whole = std::search(text.begin(), text.end(), word.begin(), word.end(), same);
    if (whole != text.end()) {
        const bool begins = whole == text.begin() || !std::isalnum(static_cast<unsigned char>(*(whole - 1)));
        return kWhole + static_cast<int>(word.size()) * kSideBySide + (begins ? kBeginning * 2 : 0) +
               (whole == text.begin() ? kBeginning : 0);
    }
    const auto is_letter = [&](std::size_t i) { return std::isalnum(static_cast<unsigned char>(text[i])) != 0; };
    const auto begins_word = [&](std::size_t i) { return i == 0 || !is_letter(i - 1); };
    int fits = 0;
    std::size_t at = 0;
    bool in_word = false;  // since the last letter that was found
    for (const char letter : word) {
        const std::size_t from = at;
        // The beginning of a word, or further on in the one where the last letter was: the rest is chance.
        while (at < text.size() && !(same(text[at], letter) && (in_word || begins_word(at)))) {
            in_word = in_word && is_letter(at);
            ++at;
        }
        if (at == text.size()) return -1;
        fits += kLetter + (at == from && from > 0 ? kSideBySide : 0) + (begins_word(at) ? kBeginning : 0) -
                static_cast<int>(std::min<std::size_t>(at - from, 10));
        in_word = true;
        ++at;
    }
    return std::max(fits, 0);
}

}  // namespace

const std::vector<PaletteSource>& palette_sources() {
    static const std::vector<PaletteSource> all = {add_actions,  add_lessons, add_recent,
                                                   add_examples, add_errnos,  add_recipes};
    return all;
}

int fit_of(std::string_view text, std::string_view query) {
    int fits = 0;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find(' '), query.size());
        if (end > 0) {
            const int word = fit_of_word(text, query.substr(0, end));
            if (word < 0) return -1;
            fits += word;
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return fits;
}

std::vector<PaletteItem> found(const LabState& state) {
    std::vector<PaletteItem> items;
    for (const PaletteSource source : palette_sources()) source(state, items);
    const std::string& query = state.shell.palette.text;
    if (query.find_first_not_of(' ') == std::string::npos) return items;
    std::vector<std::pair<int, PaletteItem>> fitting;
    for (PaletteItem& item : items) {
        constexpr int kShown = 100;  // what is shown counts for more than what lies behind it
        int fits = fit_of(item.title, query);
        if (fits >= 0) fits += kShown - static_cast<int>(std::min<std::size_t>(item.title.size(), 60)) / 4;
        if (fits < 0) fits = fit_of(item.title + " " + item.kind + " " + item.remark, query);
        if (fits < 0 && query.size() > 1) {
            const auto whole = std::search(item.words.begin(), item.words.end(), query.begin(), query.end(), same);
            fits = whole == item.words.end() ? -1 : 1;
        }
        if (fits >= 0) fitting.emplace_back(fits, std::move(item));
    }
    std::stable_sort(fitting.begin(), fitting.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    items.clear();
    for (auto& [fits, item] : fitting) items.push_back(std::move(item));
    return items;
}

}  // namespace iovlab
