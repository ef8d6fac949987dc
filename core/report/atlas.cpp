#include "core/report/atlas.h"

#include "core/kernel/names.h"
#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {

namespace {

std::string labelled(const char* label, const std::string& text) {
    return fmt::format("\n{}\n{}", label, wrapped(text, 2));
}

}  // namespace

std::string atlas_table() {
    std::size_t meaning = 0;
    for (const ErrnoFact& fact : errno_facts()) meaning = std::max(meaning, columns(fact.meaning));
    const auto row = [&](const std::string& name, const std::string& number, const std::string& what,
                         const std::string& out) {
        return fmt::format("{}  {}  {}  {}\n", padded(name, 14), right_aligned(number, 3), padded(what, meaning),
                           out);
    };
    std::string text = "Every way that a vectored write can fail\n\n";
    text += row("errno", "no.", "meaning", "already gone out");
    for (const ErrnoFact& fact : errno_facts()) {
        const std::string name = fmt::format("{}{}", fact.name, fact.injected ? " *" : "");
        text += row(name, std::to_string(fact.number), fact.meaning, fact.gone_out);
    }
    return text +
           "\n* only reported without a call; the others come from this kernel when asked for\n"
           "'iovlab errno NAME' tells what to do about one, and how to see it.\n";
}

std::string atlas_page(const ErrnoFact& fact, const std::string& recipes) {
    std::string text =
        fmt::format("{} (errno {}, \"{}\"): {}\n", fact.name, fact.number, errno_text(fact.number), fact.meaning);
    text += labelled("Why", fact.cause);
    text += labelled("What had gone out before", fact.gone_out);
    text += labelled("What a correct program does", fact.remedy);
    text += "\nElsewhere\n";
    text += wrapped(fmt::format("Python: {}", fact.python), 2);
    text += wrapped(fmt::format("Go: {}", fact.go), 2);
    text += wrapped(fmt::format("Rust: {}", fact.rust), 2);
    text += fmt::format("\n{}\n",
                        fact.injected ? "See it (reported without a call, and marked so)" : "See it, for real");
    for (const Recipe& recipe : fact.recipes) {
        text += wrapped(fmt::format("{}:", recipe.cause), 2);
        text += fmt::format("    iovlab run {}{}{}.toml\n", recipes, recipes.empty() ? "" : "/", recipe.file);
    }
    return text + fmt::format("\n{}\n", fact.pages);
}

}  // namespace iovlab
