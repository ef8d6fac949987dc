#include "core/lesson/read.h"

#include "core/lesson/lesson.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

const std::string kFront = R"(# A lesson

```lesson
title = "A lesson"
minutes = 3
goals = ["something"]
```
)";

const std::string kExperiment = R"(
```experiment
format = 1
[[buffer]]
name = "a"
kind = "bytes"
text = "abc"
[call]
op = "writev"
iov = ["a"]
[target]
kind = "null"
```
)";

bool says(const LessonResult& result, unsigned line, const std::string& what) {
    for (const FileProblem& problem : result.problems) {
        if (problem.line == line && problem.what.find(what) != std::string::npos) return true;
    }
    for (const FileProblem& problem : result.problems) UNSCOPED_INFO(problem.text());
    return false;
}

}  // namespace

TEST_CASE("a lesson's text becomes a tree", "[lesson]") {
    const auto read = read_lesson(kFront +
                                      "## One\n\nSome *loud* `code` and a [link](http://x.y).\n\n"
                                      "1. first\n2. second\n   - inner\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n"
                                      "```c\nint x;\n```\n\n## Two\n\n> quoted\n",
                                  "x/07-name.md");
    for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
    const Lesson& lesson = read.lesson;
    CHECK(lesson.name == "07-name");
    CHECK(lesson.title == "A lesson");
    CHECK(lesson.minutes == 3);
    REQUIRE(lesson.steps.size() == 2);
    CHECK(lesson.steps[0].title == "One");
    CHECK(lesson.steps[0].line == 8);
    const auto& blocks = lesson.steps[0].before;
    REQUIRE(blocks.size() == 4);
    REQUIRE(blocks[0].spans.size() == 7);
    CHECK(blocks[0].spans[1].emphasis);
    CHECK(blocks[0].spans[3].code);
    CHECK(blocks[0].spans[5].link == "http://x.y");
    CHECK(blocks[1].kind == MdKind::List);
    CHECK(blocks[1].level == 1);
    REQUIRE(blocks[1].children.size() == 2);
    CHECK(blocks[1].children[1].children.size() == 2);
    CHECK(blocks[2].kind == MdKind::Table);
    CHECK(blocks[2].children[1].children[1].align == MdAlign::Right);
    CHECK(blocks[3].text == "int x;\n");
    CHECK(lesson.steps[1].before[0].kind == MdKind::Quote);
}

TEST_CASE("what stands below the question waits for its answer", "[lesson]") {
    const auto read = read_lesson(
        kFront + "## One\nbefore\n" + kExperiment + "```predict\nask = \"how many?\"\nnumber = true\n```\nafter\n",
        "x.md");
    for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
    const LessonStep& step = read.lesson.steps.at(0);
    CHECK(step.before.size() == 1);
    CHECK(step.after.size() == 1);
    REQUIRE(std::holds_alternative<Question>(step.activity));
    CHECK(step.experiment->buffers.size() == 1);
}

TEST_CASE("from takes another step's experiment, with changes", "[lesson]") {
    const auto read =
        read_lesson(kFront + "## One\n" + kExperiment +
                        "## Two\n```experiment\nfrom = \"previous\"\n[call]\niov = [\"a\", \"a\"]\n```\n"
                        "## Three\n```experiment\nfrom = 1\n[target]\nkind = \"full\"\n```\n",
                    "x.md");
    for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
    CHECK(read.lesson.steps[1].experiment->calls[0].iov.size() == 2);
    CHECK(read.lesson.steps[2].experiment->calls[0].iov.size() == 1);
    CHECK(read.lesson.steps[2].experiment->target.kind == "full");
}

TEST_CASE("problems are told at their line of the Markdown file", "[lesson]") {
    CHECK(says(read_lesson("## One\n", "x.md"), 1, "front block"));
    CHECK(says(read_lesson("```lesson\ntitle = 3\nminutes = 1\ngoals = []\n```\n## A\n", "x.md"), 2, "title"));
    CHECK(says(read_lesson("```lesson\ntitle = \"a\nminutes = 1\n```\n## A\n", "x.md"), 2, "not TOML"));
    CHECK(says(read_lesson(kFront + "## One\n```experiment\nformat = 1\n[call]\nop = \"writex\"\n```\n", "x.md"),
               12, "writex"));
    CHECK(says(read_lesson(kFront + "## One\n```predikt\nask = 1\n```\n", "x.md"), 9, "predict"));
    CHECK(says(read_lesson(kFront + "## One\n- a\n  ```predict\n  ask = 1\n  ```\n", "x.md"), 10,
               "stands on its own"));
    CHECK(says(read_lesson(kFront + "## One\n```predict\nask = \"x\"\nnumber = true\n```\n", "x.md"), 9,
               "needs an experiment"));
    CHECK(says(read_lesson(kFront + "## One\n```experiment\nfrom = \"previous\"\n```\n", "x.md"), 10, "from is"));
    CHECK(says(read_lesson(kFront, "x.md"), 0, "no steps"));
    const auto unknown =
        read_lesson(kFront + "## One\n" + kExperiment +
                        "```predict\nask = \"x\"\n[[choices]]\ntext = \"1\"\nresult = \"b\"\n"
                        "[[choices]]\ntext = \"2\"\nerror = \"ENOPE\"\n[[choices]]\ntext = \"3\"\n```\n",
                    "x.md");
    CHECK(says(unknown, 24, "means nothing in this step's experiment"));
    CHECK(says(unknown, 29, "ENOPE"));
    CHECK(says(unknown, 31, "says nothing of the run"));
    const auto loop = read_lesson(kFront + "## One\n```order\nask = \"x\"\nblocks = [\"ofer\"]\n```\n", "x.md");
    CHECK(says(loop, 11, "did you mean \"offer\""));
    const auto cited = read_lesson(
        kFront + "## One\n```order\nask = \"x\"\nblocks = [\"offer\"]\nincident = \"nobody\"\n```\n", "x.md");
    CHECK(says(cited, 12, "no incident"));
    const auto given =
        read_lesson(kFront + "## One\n" + kExperiment +
                        "```build\nask = \"x\"\ngoal = {result = 1}\n"
                        "given = [\"buffer[0].size\", \"tagret.capacity\"]\n[solution]\nseed = 1\n```\n",
                    "x.md");
    CHECK(says(given, 25, "did you mean \"target\""));
}

TEST_CASE("a solution that is no sound experiment is told at its own line", "[lesson]") {
    const auto read =
        read_lesson(kFront + "## One\n" + kExperiment +
                        "```build\nask = \"x\"\ngoal = {result = 1}\n[solution.target]\nkind = \"pip\"\n```\n",
                    "x.md");
    CHECK(says(read, 26, "pip"));
}

TEST_CASE("no text makes the reader fall over", "[lesson]") {
    std::string whole =
        kFront + "## One\ntext\n" + kExperiment +
        "```vote\nask = \"x\"\n[[choices]]\ntext = \"1\"\nresult = {min = 1, max = \"all\"}\n"
        "[[choices]]\ntext = \"2\"\nerror = \"EAGAIN\"\n```\n```vary\n\"buffer[0].size\" = [1, 2]\n```\n"
        "```sheet\nminutes = 1\n```\n";
    for (std::size_t end = 0; end < whole.size(); ++end) read_lesson(whole.substr(0, end), "cut.md");
    std::uint32_t random = 1;
    for (int round = 0; round < 1500; ++round) {
        std::string text = whole;
        for (int change = 0; change < 3; ++change) {
            random = random * 1664525u + 1013904223u;
            const char letters[] = "`[]{}\"=\n#-*|>1x\0\xff";
            text[(random >> 8u) % text.size()] = letters[(random >> 4u) % (sizeof letters - 1)];
        }
        read_lesson(text, "random.md");
    }
    CHECK_FALSE(read_lesson(std::string(100000, '>'), "deep.md").ok());
    CHECK_FALSE(read_lesson(std::string(300000, 'a'), "long.md").ok());
    CHECK_FALSE(read_lesson(std::string(2000, '['), "brackets.md").ok());
    CHECK_FALSE(read_lesson_file("/nowhere/at.md").ok());
    CHECK_FALSE(read_lesson_file("/").ok());
}

TEST_CASE("a path that leads nowhere is no path, in vary and in given", "[lesson]") {
    const std::string sized =
        "\n```experiment\nformat = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\nfill = \"x\"\nsize = 5\n"
        "[call]\niov = [\"a\", {buffer = \"a\", length = 3}]\n[target]\nkind = \"null\"\n```\n";
    const auto vary = [&](const std::string& path) {
        return read_lesson(kFront + "## One\n" + sized +
                               "```predict\nask = \"x\"\nnumber = true\n```\n```vary\n\"" + path +
                               "\" = [1, 3]\n```\n",
                           "x.md");
    };
    const auto given = [&](const std::string& path) {
        return read_lesson(kFront + "## One\n" + sized + "```build\nask = \"x\"\ngoal = {result = 1}\ngiven = [\"" +
                               path + "\"]\n[solution]\nseed = 1\n```\n",
                           "x.md");
    };
    for (const char* path : {"buffer[zzz].size",
                             "buffer[].size",
                             "buffer[0 ].size",
                             "buffer[+0].size",
                             "buffer[-1].size",
                             "buffer[0]size",
                             "buffer[0].size.",
                             "buffer[0]..size",
                             ".buffer[0].size",
                             "buffer[0x0].size",
                             "buffer[1].size",
                             "buffer[99999999999999999999].size",
                             "buffer.[0].size",
                             "buffer[0",
                             "buffer]0[.size",
                             "call[1].count",
                             "call.iov[2].length",
                             "buffer[0].zzz",
                             "",
                             "[0].size",
                             "tagret.capacity",
                             "call.iov[x].times"}) {
        CAPTURE(path);
        CHECK_FALSE(vary(path).ok());
        CHECK_FALSE(given(path).ok());
    }
    for (const char* path :
         {"buffer[0].size", "call.count", "call[0].count", "call.iov[0].times", "call.iov[1].length"}) {
        const auto read = vary(path);
        CAPTURE(path);
        for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
        REQUIRE(read.ok());
        bool other = false;  // the new numbers really come
        for (std::uint64_t seed = 1; seed < 7; ++seed)
            other = other || !(varied(read.lesson.steps[0], seed) == *read.lesson.steps[0].experiment);
        CHECK(other);
    }
    for (const char* path : {"buffer", "buffer[0]", "call", "call[0].op", "call.op", "call.iov[1]", "target.kind",
                             "signal", "limits", "seed", "loop.kind", "deadline.seconds"}) {
        CAPTURE(path);
        for (const FileProblem& problem : given(path).problems) FAIL_CHECK(problem.text());
    }
}
