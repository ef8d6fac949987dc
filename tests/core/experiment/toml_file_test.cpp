#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "tests/catch.h"

#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace iovlab;
namespace fs = std::filesystem;

namespace {

// A folder of its own that goes with the test.
class Folder {
public:
    Folder() {
        std::string name = fs::temp_directory_path() / "iovlab-test-XXXXXX";
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const char* name) const { return path_ / name; }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    fs::path path_;
};

void write_file(const std::string& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    REQUIRE(std::fwrite(text.data(), 1, text.size(), file) == text.size());
    REQUIRE(std::fclose(file) == 0);
}

std::string read_file(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    REQUIRE(file != nullptr);
    std::string text;
    char piece[4096];
    for (std::size_t n = 0; (n = std::fread(piece, 1, sizeof piece, file)) > 0;) text.append(piece, n);
    std::fclose(file);
    return text;
}

std::vector<fs::path> examples() {
    std::vector<fs::path> all;
    for (const char* folder : {"assets/examples", "assets/examples/wrong"}) {
        for (const auto& file : fs::directory_iterator(fs::path(IOVLAB_SOURCE_DIR) / folder)) {
            if (file.is_regular_file()) all.push_back(file.path());
        }
    }
    return all;
}

void must_be_refused(const std::string& path, const std::string& says) {
    const ReadResult result = read_experiment_file(path);
    CAPTURE(path);
    REQUIRE(result.problems.size() == 1);
    CAPTURE(result.problems[0].what);
    CHECK(result.problems[0].file == path);
    CHECK(result.problems[0].what.find(says) != std::string::npos);
}

}  // namespace

TEST_CASE("files that are no experiments are refused without being read") {
    const Folder folder;
    must_be_refused(folder / "missing.toml", "No such file or directory");
    must_be_refused(folder / "", "this is a folder");
    must_be_refused("/dev/zero", "this is a device");
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    must_be_refused(folder / "fifo", "a named pipe");  // and nobody waits for a writer
    REQUIRE(::symlink("loop", (folder / "loop").c_str()) == 0);
    must_be_refused(folder / "loop", "cannot be opened");

    write_file(folder / "huge.toml", "");
    REQUIRE(::truncate((folder / "huge.toml").c_str(), 100 << 20) == 0);
    must_be_refused(folder / "huge.toml", "the file has 104,857,600 bytes");
}

TEST_CASE("binary files are refused at their first byte that is no text") {
    const Folder folder;
    const auto refused_at = [&](const std::string& text, unsigned line, unsigned column, const char* says) {
        write_file(folder / "x.toml", text);
        const ReadResult result = read_experiment_file(folder / "x.toml");
        CAPTURE(text);
        REQUIRE(result.problems.size() == 1);
        CHECK(result.problems[0].line == line);
        CHECK(result.problems[0].column == column);
        CHECK(result.problems[0].what.find(says) != std::string::npos);
    };
    refused_at(std::string("format = 1\n# \0", 14), 2, 3, "0x00");
    refused_at(
        "\x7f"
        "ELF\x02\x01\x01\xff",
        1, 8, "0xff");
    refused_at("# \xc3\xbc\xff", 1, 4, "0xff");
    refused_at("format = 1\n\n\xc3", 3, 1, "0xc3");
    refused_at(
        "\xff\xfe"
        "f",
        1, 1, "0xff");  // UTF-16
}

TEST_CASE("absurd nesting is refused before it can overflow a stack") {
    std::string dots = "a";
    for (int i = 0; i < 1'000'000; ++i) dots += ".a";
    const std::string brackets(1'000'000, '[');
    const std::string inline_tables = [] {
        std::string text = "a = ";
        for (int i = 0; i < 300'000; ++i) text += "{a = ";
        return text;
    }();
    for (const std::string& text :
         {dots + " = 1\n", "[" + dots + "]\n", "[[" + dots + "]]\n", "a = {" + dots + " = 1}\n", "a = " + brackets,
          brackets, inline_tables, "a = '''x'y'''''\n" + dots + " = 1\n", "a = \"x\\\"y\"\n" + dots + " = 1\n"}) {
        const ReadResult result = read_experiment(text, "x.toml");
        CAPTURE(text.substr(0, 40));
        REQUIRE(result.problems.size() == 1);
        CHECK(result.problems[0].what.find("nested deeper") != std::string::npos);
    }
    // Dots in strings, comments and numbers nest nothing.
    const std::string harmless = "format = 1\ntitle = \"" + std::string(1000, '.') + "[[[\" # " +
                                 std::string(1000, '[') +
                                 "\n[call]\nop = \"writev\"\niov = []\n[target]\nkind = \"pipe\"\n";
    CHECK(read_experiment(harmless, "x.toml").ok());
}

TEST_CASE("a text beyond the limit is refused") {
    const ReadResult result = read_experiment(std::string(kMaxFile + 1, '#'), "x.toml");
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].what.find("at most 8,388,608") != std::string::npos);
}

TEST_CASE("every example is sound, can be run and says what to look for") {
    const auto files = examples();
    CHECK(files.size() >= 21);
    for (const fs::path& file : files) {
        const ReadResult result = read_experiment_file(file);
        for (const FileProblem& problem : result.problems) FAIL_CHECK(problem.text());
        CAPTURE(file.string());
        // An errno may need a target of a later version; its experiment is there already.
        if (file.parent_path().filename() != "errno") CHECK(unsupported(result.experiment).empty());
        CHECK_FALSE(result.experiment.title.empty());
        CHECK(read_file(file).rfind("# ", 0) == 0);
        CHECK(read_experiment(write_experiment(result.experiment), "x").experiment == result.experiment);
    }
}

TEST_CASE("an example cut short anywhere is read or refused, never a crash") {
    for (const fs::path& file : examples()) {
        const std::string text = read_file(file);
        CAPTURE(file.string());
        for (std::size_t size = 0; size < text.size(); size += 7) {
            CAPTURE(size);
            const ReadResult result = read_experiment(text.substr(0, size), "x.toml");
            // Whatever still reads as an experiment has lost no section that it needs.
            if (result.ok()) CHECK(text.substr(0, size).find("[target]") != std::string::npos);
        }
    }
}

TEST_CASE("an example with a byte changed anywhere is read or refused, never a crash") {
    const std::string text = read_file(fs::path(IOVLAB_SOURCE_DIR) / "assets/examples/05-pipe-that-fills.toml");
    const std::size_t start = text.find("format");
    for (std::size_t at = start; at < text.size(); at += 3) {
        for (const char byte : {'"', '[', ']', '.', '=', '\n', '-', '\x01', '\xff', '9'}) {
            std::string changed = text;
            changed[at] = byte;
            const ReadResult result = read_experiment(changed, "x.toml");
            if (!result.ok()) REQUIRE_FALSE(result.problems[0].what.empty());
        }
    }
}

TEST_CASE("saving replaces the file as a whole and leaves nothing else behind") {
    const Folder folder;
    const std::string path = folder / "saved.toml";
    Experiment e;
    e.title = "first";
    REQUIRE(save_experiment_file(e, path).empty());
    CHECK(read_experiment_file(path).experiment == e);
    REQUIRE(::chmod(path.c_str(), 0640) == 0);
    e.title = "second";
    REQUIRE(save_experiment_file(e, path).empty());
    CHECK(read_experiment_file(path).experiment == e);
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0640);
    CHECK(folder.files() == 1);
}

TEST_CASE("saving through a link keeps the link") {
    const Folder folder;
    Experiment e;
    REQUIRE(save_experiment_file(e, folder / "real.toml").empty());
    REQUIRE(::symlink("real.toml", (folder / "link.toml").c_str()) == 0);
    e.title = "changed";
    REQUIRE(save_experiment_file(e, folder / "link.toml").empty());
    CHECK(fs::is_symlink(folder / "link.toml"));
    CHECK(read_experiment_file(folder / "real.toml").experiment == e);
}

TEST_CASE("a file that cannot be saved is explained, and the old one stays") {
    const Folder folder;
    const Experiment e;
    CHECK(save_experiment_file(e, folder / "no/such/folder.toml").find("No such file") != std::string::npos);
    CHECK(save_experiment_file(e, folder / "").find("cannot be saved: Is a directory") != std::string::npos);
    CHECK(save_experiment_file(e, "/dev/full").find("cannot be saved") != std::string::npos);
    CHECK(folder.files() == 0);
}
