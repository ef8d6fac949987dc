#include "core/bytes/content.h"

#include "tests/catch.h"

using namespace iovlab;

namespace {

std::string as_text(const std::vector<std::byte>& bytes) {
    std::string text;
    for (const std::byte byte : bytes) text += static_cast<char>(byte);
    return text;
}

Content random(std::uint64_t seed, std::uint64_t size) {
    return {.kind = ContentKind::Random, .text = {}, .seed = seed, .size = size};
}

}  // namespace

TEST_CASE("text is its own bytes, NUL included") {
    const Content content{.kind = ContentKind::Text, .text = std::string("a\0\r\n", 4)};
    CHECK(content_size(content) == 4);
    CHECK(as_text(make_content(content)) == std::string("a\0\r\n", 4));
}

TEST_CASE("hex takes pairs of digits with white space between them") {
    const Content content{.kind = ContentKind::Hex, .text = " 48 65\t6C6c\n6f00 fF"};
    CHECK(content_problem(content).empty());
    CHECK(content_size(content) == 7);
    CHECK(as_text(make_content(content)) == std::string("Hello\0\xff", 7));
    CHECK(make_content({.kind = ContentKind::Hex, .text = ""}).empty());
}

TEST_CASE("hex that is no bytes is explained") {
    struct Row {
        const char* hex;
        const char* says;
    };
    const Row row = GENERATE(Row{"4", "odd number"}, Row{"48 6", "odd number"}, Row{"48 6 5", "splits the pair"},
                             Row{"48 g5", "character 4 is not a hex digit"}, Row{"0x48", "character 2 is not"});
    CAPTURE(row.hex);
    const Content content{.kind = ContentKind::Hex, .text = row.hex};
    CHECK(content_problem(content).find(row.says) != std::string::npos);
    CHECK_THROWS_AS(make_content(content), std::logic_error);
}

TEST_CASE("fill repeats its pattern and stops anywhere in it") {
    CHECK(as_text(make_content({.kind = ContentKind::Fill, .text = "abc", .size = 8})) == "abcabcab");
    CHECK(make_content({.kind = ContentKind::Fill, .text = "abc", .size = 0}).empty());
    CHECK(content_problem({.kind = ContentKind::Fill, .text = "", .size = 1}).find("empty") != std::string::npos);
}

TEST_CASE("a seed gives the same random bytes on every machine and for ever") {
    // SplitMix64 from 0 begins 0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4 (its published test vector), lowest byte
    // first.
    const std::string bytes = as_text(make_content(random(0, 11)));
    CHECK(bytes == "\xaf\xcd\x1d\x7b\x39\xa8\x20\xe2\xf4\x65\xb9");
    // A longer one begins with the shorter one.
    CHECK(as_text(make_content(random(0, 5))) == bytes.substr(0, 5));
    CHECK(as_text(make_content(random(1, 11))) != bytes);
}

TEST_CASE("a file's content is what was read of it") {
    const Content content{.kind = ContentKind::File, .text = "data"};
    CHECK(content_size(content) == 0);
    CHECK(as_text(make_content(content, {std::byte{'h'}, std::byte{'i'}})) == "hi");
}

TEST_CASE("nobody is made to allocate more than the limit") {
    CHECK_THROWS_AS(make_content(random(0, kMaxContent + 1)), std::logic_error);
    CHECK_THROWS_AS(make_content({.kind = ContentKind::Fill, .text = "a", .size = UINT64_MAX}), std::logic_error);
}
