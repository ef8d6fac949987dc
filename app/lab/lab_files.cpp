// What the lab does with files. Everything that touches one runs on the file thread and comes back as a job.
#include "app/lab/lab.h"
#include "core/experiment/toml.h"
#include "core/report/export/export.h"

#include <exception>
#include <filesystem>
#include <new>
#include <utility>

namespace iovlab {

namespace {

constexpr std::size_t kShownProblems = 6;  // of a refused file; the rest are counted

std::string all_of(const std::vector<FileProblem>& problems) {
    std::string text;
    for (std::size_t i = 0; i < problems.size() && i < kShownProblems; ++i) text += problems[i].text() + "\n";
    if (problems.size() > kShownProblems) {
        text += "and " + std::to_string(problems.size() - kShownProblems) + " more.\n";
    }
    return text + "The bench is as it was. Put the file right and open it again.";
}

/// What brings another experiment onto the bench, or ends it. A lesson is left only when that really happens.
bool replaces_bench(const Intent& intent) {
    return std::holds_alternative<NewDocument>(intent) || std::holds_alternative<OpenFile>(intent) ||
           std::holds_alternative<OpenRecipe>(intent) || std::holds_alternative<OpenBenchPoint>(intent) ||
           std::holds_alternative<Quit>(intent);
}

std::string what_was_thrown(const std::exception& why) {
    if (dynamic_cast<const std::bad_alloc*>(&why) != nullptr) return "There was not enough memory for it.";
    return why.what();
}

bool is_lesson_file(const std::string& path) {
    return path.size() > 3 && path.substr(path.size() - 3) == ".md";
}

}  // namespace

void Lab::on_files_thread(std::function<std::function<void()>()> job, std::function<void()> gave_up) {
    files_.run([this, job = std::move(job), gave_up = std::move(gave_up), post = hooks_.post, alive = alive_] {
        std::function<void()> done;
        try {
            done = job();
        } catch (const std::exception& why) {
            done = [this, what = what_was_thrown(why), gave_up] {
                if (gave_up) gave_up();
                say(Notice::Kind::Error, "Something with a file could not be done.", what);
            };
        }
        post([alive, done] {
            if (*alive) done();
        });
    });
}

bool Lab::apply_file(const Intent& intent) {
    if (const auto* open = std::get_if<OpenFile>(&intent); open && is_lesson_file(open->path)) {
        open_lesson(open->path, false);
        return true;
    }
    if (const auto* address = std::get_if<OpenAddress>(&intent)) {
        open_address(address->url);
        return true;
    }
    if (replaces_bench(intent) && !may_lose(intent)) return true;
    if (std::holds_alternative<NewDocument>(intent)) {
        leave_lesson();
        replace_document(Document());
        state_.first_start = false;
    } else if (const auto* open = std::get_if<OpenFile>(&intent)) {
        open_file(open->path, false);
    } else if (const auto* recipe = std::get_if<OpenRecipe>(&intent)) {
        open_file(recipe->path, recipe->run);
    } else if (std::holds_alternative<AskOpen>(intent)) {
        show_chooser(Chooser::Mode::Open);
    } else if (std::holds_alternative<AskSaveAs>(intent)) {
        show_chooser(Chooser::Mode::SaveAs);
    } else if (std::holds_alternative<AskPicture>(intent)) {
        show_chooser(Chooser::Mode::Picture);
    } else if (std::holds_alternative<Save>(intent)) {
        after_save_.reset();
        save_again();
    } else if (const auto* to = std::get_if<SaveTo>(&intent)) {
        save_to(to->path, to->replaces);
    } else if (const auto* folder = std::get_if<ChooseFolder>(&intent)) {
        read_folder(folder->folder);
    } else if (const auto* text = std::get_if<ChooserText>(&intent)) {
        state_.chooser.text = text->text;
        look_for_taken();
    } else if (std::holds_alternative<CloseChooser>(intent)) {
        state_.chooser.mode = Chooser::Mode::Closed;
        after_save_.reset();
    } else if (const auto* answer = std::get_if<AnswerUnsaved>(&intent)) {
        answer_unsaved(answer->answer);
    } else if (std::holds_alternative<Quit>(intent)) {
        leave_lesson();
        state_.quit = true;
    } else {
        return false;
    }
    return true;
}

/// True when nothing would be lost by `what`; otherwise the question stands in the window and `what` waits.
bool Lab::may_lose(const Intent& what) {
    if (!state_.own().dirty() || discarding_) return true;
    state_.unsaved = what;
    state_.shell.blank = false;  // a question has to be seen
    return false;
}

bool Lab::ask_quit() {
    state_.quit = false;
    apply(Quit{});
    return state_.quit;
}

void Lab::answer_unsaved(Unsaved answer) {
    if (!state_.unsaved) return;
    const Intent waiting = *state_.unsaved;
    state_.unsaved.reset();
    if (answer == Unsaved::Discard) {
        discarding_ = true;
        apply(waiting);
        discarding_ = false;
    } else if (answer == Unsaved::SaveFirst) {
        after_save_ = AfterSave{waiting, state_.own().id()};
        save_again();
    }
}

void Lab::open_file(const std::string& path, bool run) {
    if (path.empty()) return;
    state_.opening = true;
    const auto read_it = [this, path, run, asked_at = state_.own().state()] {
        auto read = std::make_shared<ReadResult>(read_experiment_file(path));
        return [this, path, run, asked_at, read] {
            state_.opening = false;
            if (!read->whole) {
                say(Notice::Kind::Error, "This file cannot be opened.", all_of(read->problems));
                return;
            }
            if (asked_at != state_.own().state() && !may_lose(OpenRecipe{path, run})) return;  // edited meanwhile
            leave_lesson();
            state_.chooser.mode = Chooser::Mode::Closed;
            state_.first_start = false;
            state_.shell.history.opened(path);
            replace_document(Document(std::move(read->experiment), path));
            if (run && read->ok()) apply(StartRun{});
        };
    };
    on_files_thread(read_it, [this] { state_.opening = false; });
}

void Lab::look_for_examples(const std::string& folder) {
    on_files_thread([this, folder] {
        auto examples = std::make_shared<std::vector<Example>>(find_examples(folder));
        const std::string recipes = folder.empty() ? folder : folder + "/errno";
        const std::string listed = std::filesystem::path(folder).parent_path() / "loops";
        auto listings = std::make_shared<Listings>(folder.empty() ? Listings() : read_listings(listed));
        const bool there = !folder.empty() && list_folder(recipes).problem.empty();
        return [this, examples, listings, recipes, there] {
            state_.examples = std::move(*examples);
            state_.listings = std::move(*listings);
            state_.recipes = there ? recipes : std::string();
        };
    });
}

void Lab::ask_machine(std::function<Hindrances()> ask) {
    on_files_thread([this, ask = std::move(ask)] {
        auto found = std::make_shared<Hindrances>(ask());
        return [this, found] { state_.machine = std::move(*found); };
    });
}

void Lab::examine() {
    if (!examine_ || state_.facts || state_.examining) return;
    state_.examining = true;
    on_files_thread([this, examine = examine_] {
        auto found = std::make_shared<MachineFacts>(examine());
        return [this, found] {
            state_.facts = std::move(*found);
            try_next_recipe();
        };
    });
}

// One at a time: files are read and written in between.
void Lab::try_next_recipe() {
    static const std::vector<RecipeResult> all = all_recipes();
    const std::size_t next = state_.facts->recipes.size();
    state_.examining = !state_.facts->recipes_folder.empty() && next < all.size();
    if (!state_.examining) return;
    on_files_thread([this, one = all[next], folder = state_.facts->recipes_folder] {
        auto tried = std::make_shared<RecipeResult>(try_recipe(one, folder));
        return [this, tried] {
            state_.facts->recipes.push_back(std::move(*tried));
            try_next_recipe();
        };
    });
}

std::string Lab::program_in(Language language) {
    const std::string heading = std::string("No program in ") + title_of(language) + " was copied.";
    const auto listing = state_.listings.find({state_.experiment().loop.kind, language});
    if (listing == state_.listings.end()) {
        say(Notice::Kind::Error, heading, "The listings of the loops (assets/loops) are not installed here.");
        return {};
    }
    try {
        return export_program(state_.experiment(), language, listing->second.listing);
    } catch (const CannotExport& why) {
        say(Notice::Kind::Error, heading, why.what());
    }
    return {};
}

}  // namespace iovlab
