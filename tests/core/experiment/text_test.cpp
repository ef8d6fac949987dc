#include "core/experiment/text.h"

#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("a stranger's text is quoted so that no terminal obeys it") {
    CHECK(quoted("plain") == "\"plain\"");
    CHECK(quoted("gr\xc3\xbc\xc3\x9f") == "\"gr\xc3\xbc\xc3\x9f\"");
    CHECK(quoted("a\x1b[2J\n") == "\"a\\x1b[2J\\x0a\"");
    CHECK(quoted("\xc2\x9b"
                 "31m") == "\"\\xc2\\x9b31m\"");
    CHECK(quoted("\xff") == "\"\\xff\"");
    CHECK(quoted(std::string(1000, 'a')) == "\"" + std::string(60, 'a') + "\"...");
}

TEST_CASE("the nearest name is proposed, and only if it is near") {
    const std::vector<std::string> names = {"writev", "pwritev", "write", "O_NONBLOCK", "every_ms"};
    CHECK(did_you_mean("wrtiev", names) == " (did you mean \"writev\"?)");
    CHECK(did_you_mean("WRITEV", names) == " (did you mean \"writev\"?)");
    CHECK(did_you_mean("O-NONBLOK", names) == " (did you mean \"O_NONBLOCK\"?)");
    CHECK(did_you_mean("every", names) == " (did you mean \"every_ms\"?)");
    CHECK(did_you_mean("sendfile", names).empty());
    CHECK(did_you_mean("x", {"y"}).empty());
    CHECK(did_you_mean("", names).empty());
    CHECK(did_you_mean(std::string(100'000, 'w'), names).empty());
}

TEST_CASE("lists and numbers read as people write them") {
    CHECK(one_of({"a"}) == "a");
    CHECK(one_of({"a", "b"}) == "a or b");
    CHECK(one_of({"a", "b", "c"}) == "a, b or c");
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(18446744073709551615u) == "18,446,744,073,709,551,615");
}

TEST_CASE("text ends at the first byte that is none") {
    CHECK(first_not_text("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x99\x82") == std::string::npos);
    CHECK(first_not_text(std::string("ab\0c", 4)) == 2);
    CHECK(first_not_utf8(std::string("ab\0c", 4)) == std::string::npos);
    CHECK(first_not_utf8("ab\xff") == 2);
    CHECK(first_not_utf8("a\xc3") == 1);              // cut short
    CHECK(first_not_utf8("a\xc0\x80") == 1);          // overlong
    CHECK(first_not_utf8("a\xed\xa0\x80") == 1);      // a surrogate
    CHECK(first_not_utf8("a\xf4\x90\x80\x80") == 1);  // beyond Unicode
    CHECK(first_not_utf8("\x80") == 0);
}

TEST_CASE("only plain file names are plain file names") {
    CHECK(plain_name_problem("out.bin").empty());
    CHECK(plain_name_problem("...").empty());
    CHECK(plain_name_problem("with space").empty());
    for (const char* name : {"", ".", "..", "/", "a/b", "../x", "/etc/passwd", "a/", "\xff"}) {
        CAPTURE(name);
        CHECK_FALSE(plain_name_problem(name).empty());
    }
}
