#include "core/experiment/scratch.h"

#include "core/experiment/run.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cstdio>
#include <functional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::test;

namespace {

Experiment with_files(std::initializer_list<const char*> names) {
    Experiment experiment;
    experiment.target.kind = "pipe";
    for (const char* name : names) {
        BufferSpec spec;
        spec.name = "b" + std::to_string(experiment.buffers.size());
        spec.content = Content{.kind = ContentKind::File, .text = name};
        experiment.buffers.push_back(spec);
    }
    return experiment;
}

void put(const std::string& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    REQUIRE(std::fwrite(text.data(), 1, text.size(), file) == text.size());
    REQUIRE(std::fclose(file) == 0);
}

std::string text_of(const NamedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};
}

/// The message of the BadExperiment that `what` throws; empty when it throws none.
std::string refusal(const std::function<void()>& what) {
    try {
        what();
    } catch (const BadExperiment& error) {
        return error.what();
    }
    return {};
}

bool says(const std::string& message, const char* part) {
    return message.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Scratch: a folder is made where there is none", "[experiment][scratch]") {
    const TemporaryFolder folder;
    const std::string name = folder.path() + "/new";
    {
        const Scratch scratch(name);
        CHECK(scratch.folder_fd() >= 0);
    }
    CHECK(::access(name.c_str(), W_OK) == 0);
    CHECK(Scratch("").folder_fd() == -1);
    CHECK(says(refusal([&] { Scratch(folder.path() + "/no/such/place"); }), "cannot be made"));
    put(folder.path() + "/file", "x");
    CHECK(says(refusal([&] { Scratch(folder.path() + "/file"); }), "cannot be used"));
}

TEST_CASE("Scratch: files are read whole, in the buffers' order", "[experiment][scratch]") {
    const TemporaryFolder folder;
    put(folder.path() + "/one", "first");
    put(folder.path() + "/two", std::string(100000, 'z'));
    put(folder.path() + "/empty", "");
    const auto files = Scratch(folder.path()).read_files(with_files({"two", "empty", "one"}));
    REQUIRE(files.size() == 3);
    CHECK(files[0].name == "two");
    CHECK(files[0].bytes.size() == 100000);
    CHECK(files[1].bytes.empty());
    CHECK(text_of(files[2]) == "first");
}

TEST_CASE("Scratch: nothing leads outside, and nothing makes us wait", "[experiment][scratch]") {
    const TemporaryFolder folder;
    const TemporaryFolder outside;
    const std::string path = folder.path() + "/in";
    put(outside.path() + "/secret", "secret");
    const auto read = [&] { Scratch(folder.path()).read_files(with_files({"in"})); };
    SECTION("a missing file") {
        CHECK(says(refusal(read), "no such file"));
    }
    SECTION("a symbolic link") {
        REQUIRE(::symlink((outside.path() + "/secret").c_str(), path.c_str()) == 0);
        CHECK(says(refusal(read), "it is a link"));
    }
    SECTION("a FIFO that nobody writes to") {
        REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
        CHECK(says(refusal(read), "not a plain file"));
    }
    SECTION("a folder") {
        REQUIRE(::mkdir(path.c_str(), 0700) == 0);
        CHECK(says(refusal(read), "not a plain file"));
    }
}

// A case of its own: where there are no hard links, everything else is tried all the same.
TEST_CASE("Scratch: a second name of a file elsewhere leads nowhere", "[experiment][scratch]") {
    const TemporaryFolder folder;
    const TemporaryFolder outside;
    put(outside.path() + "/secret", "secret");
    const std::string second = folder.path() + "/in";
    if (::link((outside.path() + "/secret").c_str(), second.c_str()) != 0) IOVLAB_SKIP("no hard links here");
    CHECK(says(refusal([&] { Scratch(folder.path()).read_files(with_files({"in"})); }), "it is a link"));
}

TEST_CASE("Scratch: without a folder there is nothing in it but the target", "[experiment][scratch]") {
    Experiment experiment = with_files({"out"});
    CHECK(says(refusal([&] { Scratch("").read_files(experiment); }), "--keep"));
    experiment.target.kind = "file";
    experiment.target.path = "out";
    experiment.target.content = Content{.kind = ContentKind::Text, .text = "what was there"};
    const auto files = Scratch("").read_files(experiment);
    REQUIRE(files.size() == 1);
    CHECK(text_of(files[0]) == "what was there");
}

TEST_CASE("Scratch: 64 MiB and no more", "[experiment][scratch]") {
    const TemporaryFolder folder;
    const auto sparse = [&](const char* name, std::uint64_t size) {
        put(folder.path() + "/" + name, "");
        REQUIRE(::truncate((folder.path() + "/" + name).c_str(), static_cast<off_t>(size)) == 0);
    };
    sparse("large", kMaxContent);
    sparse("larger", kMaxContent + 1);
    sparse("byte", 1);
    const auto reading = [&](std::initializer_list<const char*> names) {
        return refusal([&] { Scratch(folder.path()).read_files(with_files(names)); });
    };
    CHECK(reading({"large"}).empty());
    CHECK(says(reading({"larger"}), "64 MiB"));
    CHECK(says(reading({"large", "byte"}), "more than 64 MiB in all"));
}
