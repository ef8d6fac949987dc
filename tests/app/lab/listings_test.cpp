// The loops' programs as the window shows them, and as it copies experiments.
#include "app/lab/listings.h"

#include "core/loops/loop.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

#include <algorithm>

using namespace iovlab;

namespace {

std::string colours(const std::string& line, Language language) {
    std::string text(line.size(), '.');
    const auto tokens = highlight({line}, language);
    for (const CodeToken& token : tokens.front())
        for (std::size_t i = token.begin; i < token.end; ++i) text[i] = "kct"[static_cast<int>(token.kind)];
    return text;
}

}  // namespace

TEST_CASE("keywords, strings and comments are told apart") {
    CHECK(colours("if (n) x = \"a\\\"b\"; // if", Language::C) == "kk.........tttttt..ccccc");
    CHECK(colours("#include <a.h>", Language::Cpp) == "kkkkkkkkkkkkkk");
    CHECK(colours("x = 'if' # y", Language::Python) == "....tttt.ccc");
    CHECK(colours("let ifx = a;", Language::Rust) == "kkk.........");
    const auto two = highlight({"a /* b", "c */ int"}, Language::C);
    CHECK(two[0] == std::vector<CodeToken>{{2, 6, CodeKind::Comment}});
    CHECK(two[1] == std::vector<CodeToken>{{0, 4, CodeKind::Comment}, {5, 8, CodeKind::Keyword}});
}

TEST_CASE("every loop has a listing in every language, with a line for each place to stand") {
    const Listings all = read_listings(IOVLAB_SOURCE_DIR "/assets/loops");
    CHECK(all.size() == loops().size() * std::size(kLanguages));
    for (const auto& [key, shown] : all) {
        CAPTURE(key.first, title_of(key.second));
        REQUIRE(shown.tokens.size() == shown.listing.lines.size());
        CHECK(shown.widest > 20);
        CHECK_FALSE(shown.listing.lines_of("call").empty());
        for (std::size_t i = 0; i < shown.tokens.size(); ++i) {
            for (const CodeToken& token : shown.tokens[i]) CHECK(token.end <= shown.listing.lines[i].size());
        }
    }
    CHECK(read_listings("/nowhere").empty());
}

TEST_CASE("an experiment becomes a program, or it is said why not") {
    TestLab test;
    CHECK(test.lab.program_in(Language::C).empty());
    REQUIRE(test.state().notices.size() == 1);
    CHECK(test.state().notices[0].text.find("not installed") != std::string::npos);
    test.lab.look_for_examples(IOVLAB_SOURCE_DIR "/assets/examples");
    REQUIRE(test.until([&] { return !test.state().listings.empty(); }));
    CHECK(test.lab.program_in(Language::C).find("writev(") != std::string::npos);
    CHECK(test.lab.program_in(Language::Python).find("os.writev(") != std::string::npos);
    CHECK(test.state().notices.size() == 1);
}
