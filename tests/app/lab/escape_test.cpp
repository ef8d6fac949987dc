#include "app/lab/escape.h"

#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("text is shown on one line and comes back") {
    const std::string text = std::string("a\n\r\t\\\x01\x7f\0z", 9);
    CHECK(escape_text(text) == "a\\n\\r\\t\\\\\\x01\\x7f\\x00z");
    CHECK(unescape_text(escape_text(text)) == text);
    CHECK(unescape_text(escape_text("λ → ✓")) == "λ → ✓");
}

TEST_CASE("half-typed escapes stand for themselves") {
    CHECK(unescape_text("a\\") == "a\\");
    CHECK(unescape_text("\\x4") == "\\x4");
    CHECK(unescape_text("\\xzz") == "\\xzz");
    CHECK(unescape_text("\\q") == "\\q");
    CHECK(unescape_text("\\x41") == "A");
}

TEST_CASE("bytes that are no text are shown by their numbers, and come back") {
    CHECK(escape_text("caf\xe9!") == "caf\\xe9!");
    CHECK(escape_text("\xff\xff\xc3\xa9\xc3") == "\\xff\\xff\xc3\xa9\\xc3");
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text = std::string("a") + static_cast<char>(byte) + "\xc3\xa9" + static_cast<char>(byte);
        CHECK(unescape_text(escape_text(text)) == text);
    }
}
