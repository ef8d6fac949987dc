#include "app/commands/program.h"

#include "app/commands/bench.h"
#include "app/commands/doctor.h"
#include "app/commands/errno.h"
#include "app/commands/export.h"
#include "app/commands/lessons.h"
#include "app/commands/output.h"
#include "app/commands/run.h"
#include "app/commands/shot.h"
#include "app/commands/window.h"
#include "core/experiment/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <map>
#include <sys/stat.h>

namespace iovlab {
namespace {

constexpr int kBadCommandLine = 2;

struct CommandLine {
    bool run = false;
    RunArguments arguments;
    bool atlas = false;
    std::string errno_name;  ///< empty: all
    bool shot = false;
    ShotArguments picture;
    bool exports = false;
    ExportArguments program;
    bool bench = false;
    BenchArguments measured;
    bool lessons = false;
    LessonsArguments course;
    bool doctor = false;
    bool doctor_json = false;
    std::string file;  ///< for the window
};

/// An option that takes one of some words. CLI11's own check would tell people of maps, and take their numbers too.
template <class Value>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Value& to,
                        const std::map<std::string, Value>& choices, const std::string& help) {
    const auto take = [name, &to, choices](const std::string& word) {
        const auto found = choices.find(word);
        if (found != choices.end()) return void(to = found->second);
        std::vector<std::string> words;
        for (const auto& [one, value] : choices) words.push_back(one);
        throw CLI::ValidationError(fmt::format("{} is {}; use {}", name, iovlab::quoted(word), one_of(words)));
    };
    return app.add_option_function<std::string>(name, take, help);
}

void describe_run(CLI::App& app, CommandLine& line) {
    CLI::App* run = app.add_subcommand("run", "Run an experiment here in the terminal");
    run->set_help_flag("-h,--help", "Print this help");
    run->add_option("FILE", line.arguments.file, "The experiment (*.toml)")->type_name("")->required();
    add_choice(*run, "--kernel", line.arguments.model, {{"real", false}, {"model", true}},
               "Who answers: this machine's kernel (real, unless said otherwise) or a model that makes no calls")
        ->type_name("real|model");
    add_choice(*run, "--format", line.arguments.format,
               {{"text", ReportFormat::Text}, {"strace", ReportFormat::Strace}, {"json", ReportFormat::Json}},
               "Text for people (unless said otherwise), strace for comparing, json for programs")
        ->type_name("text|strace|json");
    run->add_option("--keep", line.arguments.keep, "Use this folder for the experiment's files, and leave it there")
        ->type_name("DIR");
    run->footer(
        "Exit status: 0 the experiment ran, whatever the kernel said; 2 the file or the command line is wrong;\n"
        "3 this machine cannot do what the experiment needs; 1 a fault of the program; 130 after Ctrl-C.");
    run->callback([&line] { line.run = true; });
}

void describe_errno(CLI::App& app, CommandLine& line) {
    CLI::App* atlas =
        app.add_subcommand("errno", "Every way that a vectored write can fail, and what to do about it");
    atlas->set_help_flag("-h,--help", "Print this help");
    atlas->add_option("NAME", line.errno_name, "One errno, by name or number: EAGAIN, 11")->type_name("");
    atlas->callback([&line] { line.atlas = true; });
}

void describe_export(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("export", "Turn an experiment into a program that stands alone");
    command->set_help_flag("-h,--help", "Print this help");
    command->add_option("FILE", line.program.file, "The experiment (*.toml)")->type_name("")->required();
    add_choice(*command, "--to", line.program.language,
               {{"c", Language::C}, {"cpp", Language::Cpp}, {"python", Language::Python}, {"rust", Language::Rust}},
               "The language")
        ->type_name("c|cpp|python|rust")
        ->required();
    command->add_option("--out", line.program.out, "Where it goes (standard output, unless said otherwise)")
        ->type_name("FILE");
    command->add_flag("--force", line.program.force, "Replace a file that is there");
    command->callback([&line] { line.exports = true; });
}

void describe_lessons(CLI::App& app, CommandLine& line) {
    CLI::App* lessons = app.add_subcommand("lessons", "The lessons: list them, take one here, check or print them");
    lessons->set_help_flag("-h,--help", "Print this help");
    lessons
        ->add_option("WHAT", line.course.words,
                     "list (unless said otherwise); the NAME of a lesson, to take it here; sheet NAME, a teacher's "
                     "sheet of it; check [FILE...], to run all that lessons say on this kernel")
        ->type_name("");
    lessons->add_option("--from", line.course.from, "Begin at this step (where it was left, unless said otherwise)")
        ->check(CLI::Range(1, 1000).description(""))
        ->type_name("STEP");
    lessons->callback([&line] { line.lessons = true; });
}

void describe_shot(CLI::App& app, CommandLine& line) {
    CLI::App* shot = app.add_subcommand("shot", "Draw the window into a picture, without a display");
    ShotArguments& to = line.picture;
    shot->set_help_flag("-h,--help", "Print this help");
    shot->add_option("FILE", to.file, "The experiment (*.toml) or lesson (*.md); without one, the first start's")
        ->type_name("");
    shot->add_option("--out", to.out, "Where the PNG goes")->type_name("PNG")->required();
    shot->add_option("--size", to.size, "In pixels (1440x900, unless said otherwise)")->type_name("WIDTHxHEIGHT");
    shot->add_option("--theme", to.theme, "dark, unless said otherwise; light for present")
        ->check(CLI::IsMember({"dark", "light"}).description(""))
        ->type_name("dark|light");
    shot->add_option("--screen", to.screen, "Which: " + screen_words() + " (lab, unless said otherwise)")
        ->type_name("SCREEN");
    shot->add_option("--zoom", to.zoom, "In per cent, 80 to 300")
        ->check(CLI::Range(80, 300).description(""))
        ->type_name("PERCENT");
    shot->add_option("--step", to.step, "Of a lesson: the step to show, from 1")
        ->check(CLI::Range(1, 1000).description(""))
        ->type_name("STEP");
    shot->add_flag("--no-run", to.no_run, "Show the window before the run");
    shot->add_flag("--force", to.force, "Replace a file that is there");
    shot->callback([&line] { line.shot = true; });
}

void describe_bench(CLI::App& app, CommandLine& line) {
    CLI::App* bench = app.add_subcommand("bench", "Measure writev against the other ways to send a list");
    BenchArguments& to = line.measured;
    bench->set_help_flag("-h,--help", "Print this help");
    bench->add_option("--target", to.target, "What is written to (tmpfs, unless said otherwise)")
        ->check(CLI::IsMember({"tmpfs", "disk", "pipe", "unix-stream", "null"}).description(""))
        ->type_name("tmpfs|disk|pipe|unix-stream|null");
    bench->add_option("--counts", to.counts, "Entries in a list: 1,8,64,256,1024")->type_name("LIST");
    bench->add_option("--sizes", to.sizes, "Bytes in an entry: 16,64,256,1K,4K,16K,64K")->type_name("LIST");
    bench->add_option("--folder", to.folder, "Where the file on disk goes")->type_name("DIR");
    bench->add_option("--seconds", to.seconds, "No longer than this (15; with --quick 2.2)")
        ->check(CLI::Range(0.1, 3600.0).description(""))
        ->type_name("SECONDS");
    bench->add_flag("--nonblock", to.nonblock, "pipe, unix-stream: O_NONBLOCK, so that writes are cut short");
    bench->add_flag("--quick", to.quick, "Fewer lists, in less than three seconds");
    CLI::Option* json = bench->add_flag("--json", to.json, "One JSON object, for programs");
    bench->add_flag("--csv", to.csv, "A line for each list and way, for spreadsheets")->excludes(json);
    bench->footer(
        "Exit status: 0 it was measured; 2 the command line is wrong; 3 this machine has not got the target;\n"
        "1 the sink did not get every byte, or a fault of the program; 130 after Ctrl-C, with what there is.");
    bench->callback([&line] { line.bench = true; });
}

void describe_doctor(CLI::App& app, CommandLine& line) {
    CLI::App* doctor =
        app.add_subcommand("doctor", "Say what this machine has and what is missing for experiments");
    doctor->set_help_flag("-h,--help", "Print this help");
    doctor->add_flag("--json", line.doctor_json, "One JSON object, for programs");
    doctor->footer("Exit status: 0, whatever is missing; 2 the command line is wrong; 1 a fault of the program.");
    doctor->callback([&line] { line.doctor = true; });
}

void describe(CLI::App& app, CommandLine& line) {
    app.set_version_flag("--version", "iovlab " IOVLAB_VERSION, "Print the version");
    app.set_help_flag("-h,--help", "Print this help");
    app.add_option("FILE", line.file, "An experiment or lesson to open in the window")->type_name("");
    describe_run(app, line);
    describe_errno(app, line);
    describe_lessons(app, line);
    describe_shot(app, line);
    describe_export(app, line);
    describe_bench(app, line);
    describe_doctor(app, line);
}

/// Commands of later versions. Typed today, each gets an answer that says so.
bool comes_later(const std::string& word) {
    static constexpr const char* later[] = {"watch", "grade"};
    return std::any_of(std::begin(later), std::end(later), [&](const char* name) { return word == name; });
}

int refuse(const std::string& what) {
    return failed(what + "\nTry 'iovlab --help'.", kBadCommandLine);
}

int print(const std::string& text) {
    Output output;
    output.print(text);
    return output.finish(0);
}

int obey(const CommandLine& line) {
    if (line.run) return run_command(line.arguments);
    if (line.exports) return export_command(line.program);
    if (line.lessons) return lessons_command(line.course);
    if (line.shot) return shot_command(line.picture);
    if (line.bench) return bench_command(line.measured);
    if (line.doctor) return doctor_command(line.doctor_json);
    if (line.atlas) return errno_command(line.errno_name);
    struct stat facts {};
    if (!line.file.empty() && ::stat(line.file.c_str(), &facts) != 0) {
        return refuse(fmt::format("'{}' is neither a command nor a file that exists.", line.file));
    }
    return window_command(line.file);
}

}  // namespace

int run_program(int argc, char** argv) {
    secure_standard_descriptors();
    // A reader of our output that goes away is an error to report, not a reason to vanish.
    std::signal(SIGPIPE, SIG_IGN);
    if (argc > 1 && comes_later(argv[1])) {
        return refuse(fmt::format("the command '{}' is not in this version.", argv[1]));
    }
    CommandLine line;
    CLI::App app(
        "A playground for writev: build lists of buffers, write them for real, and see what the kernel did.",
        "iovlab");
    describe(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return print(app.help());
    } catch (const CLI::CallForVersion& version) {
        return print(std::string(version.what()) + "\n");
    } catch (const CLI::ParseError& error) {
        return refuse(error.what());
    }
    return obey(line);
}

}  // namespace iovlab
