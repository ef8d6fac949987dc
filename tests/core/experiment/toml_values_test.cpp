// What a file can hold and cannot: bytes that are no text, numbers that are none, an operation left out.
#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("bytes that are no text are written so that they can be read again") {
    Experiment e;
    BufferSpec text, fill, name;
    text.name = "text";
    text.content.text = "caf\xe9";
    fill.name = "fill";
    fill.content = {ContentKind::Fill, std::string("\xff\0z", 3), 0, 8};
    name.name = "n\xe9";  // half typed: no name, and no text either
    e.buffers = {text, fill, name};
    e.title = "\xed\xa0\x80";
    e.target.kind = "file";
    e.target.content = Content{ContentKind::Text, "\xc3", 0, 0};
    const std::string written = write_experiment(e);
    CHECK(written.find("\xe9") == std::string::npos);
    const ReadResult read = read_experiment(written, "x.toml");
    CHECK(read.whole);
    REQUIRE(read.experiment.buffers.size() == 3);
    CHECK(read.experiment.buffers[0].content == Content{ContentKind::Hex, "636166e9", 0, 0});
    CHECK(make_content(read.experiment.buffers[0].content) == make_content(e.buffers[0].content));
    CHECK(read.experiment.buffers[1].content == e.buffers[1].content);
    CHECK(read.experiment.target.content == writable(*e.target.content));
    CHECK_FALSE(read_fragment(write_fragment(e), "x").experiment.buffers.empty());
}

TEST_CASE("bytes that are no text may be sent") {
    Experiment e;
    BufferSpec buffer;
    buffer.name = "a";
    buffer.content.text = "caf\xe9";
    e.buffers = {buffer};
    CHECK(check(e).empty());
    e.buffers[0].content = {ContentKind::Fill, "\xe9", 0, 3};
    CHECK(check(e).empty());
    CHECK(read_experiment(write_experiment(e), "x.toml").ok());
}

TEST_CASE("a call says writev when it says nothing") {
    const std::string rest =
        "format = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\ntext = \"x\"\n[target]\nkind = \"file\"\n";
    const ReadResult one = read_experiment(rest + "[call]\niov = [\"a\"]\n", "x.toml");
    REQUIRE(one.ok());
    CHECK(one.experiment.calls.front().op == Op::Writev);
    CHECK(read_experiment(write_experiment(one.experiment), "x.toml").experiment == one.experiment);
    const ReadResult two =
        read_experiment(rest + "[[call]]\niov = [\"a\"]\n[[call]]\nop = \"pwritev\"\noffset = 3\niov = [\"a\"]\n" +
                            "[[call]]\niov = []\n[second]\niov = [\"a\"]\ntimes = 2\n",
                        "x.toml");
    CHECK(two.whole);
    REQUIRE(two.experiment.calls.size() == 3);
    CHECK(two.experiment.calls[0].op == Op::Writev);
    CHECK(two.experiment.calls[1].op == Op::Pwritev);
    CHECK(two.experiment.calls[2].op == Op::Writev);
    CHECK(read_fragment("[call]\niov = [\"a\"]\n", "x").ok());
    // Something about a key that is not there is told at the call.
    const ReadResult wrong = read_experiment(rest + "[call]\niov = [\"a\"]\noffset = 3\n", "x.toml");
    REQUIRE_FALSE(wrong.ok());
    CHECK(wrong.problems.front().line >= 8);
}

TEST_CASE("nan and inf are amounts of nothing, wherever a number is read") {
    for (const char* bad : {"nan", "-nan", "inf", "+inf", "-inf"}) {
        for (const char* where : {"deadline", "timeout"}) {
            std::string text =
                "format = 1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\ntext = \"x\"\n"
                "[call]\niov = [\"a\"]\n[target]\nkind = \"unix-stream\"\n";
            text += where == std::string("timeout") ? "timeout = " : "[deadline]\nseconds = ";
            const ReadResult read = read_experiment(text + bad + "\n", "x.toml");
            CAPTURE(bad, where);
            REQUIRE(read.problems.size() == 1);
            CHECK(read.problems.front().line == (where == std::string("timeout") ? 10 : 11));
            CHECK(read.problems.front().column > 1);
            CHECK(read.experiment == read.experiment);  // which nothing with a nan in it is
        }
    }
}
