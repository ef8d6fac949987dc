#pragma once

#include "app/lab/atlas.h"
#include "app/lab/belief.h"
#include "app/lab/benchmark.h"
#include "app/lab/course.h"
#include "app/lab/derived.h"
#include "app/lab/document.h"
#include "app/lab/files.h"
#include "app/lab/filled.h"
#include "app/lab/guess.h"
#include "app/lab/intent.h"
#include "app/lab/lighting.h"
#include "app/lab/listings.h"
#include "app/lab/motion.h"
#include "app/lab/problems.h"
#include "app/lab/rows.h"
#include "app/lab/run_view.h"
#include "app/lab/shell.h"
#include "app/lab/thinking.h"
#include "core/doctor/machine.h"
#include "core/experiment/hindrances.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace iovlab {

/// Something that the user has to know and that stays until it is dismissed.
struct Notice {
    enum class Kind { Note, Error };
    Kind kind = Kind::Error;
    std::string heading;
    std::string text;

    bool operator==(const Notice&) const = default;
};

/// The file chooser in the window: a path to type and a folder to look into.
struct Chooser {
    enum class Mode { Closed, Open, SaveAs, Picture };
    Mode mode = Mode::Closed;
    std::string folder;
    std::string text;  ///< what stands in the path field
    FolderListing listing;
    bool reading = false;
    std::string taken;     ///< a path where there is a file: saving there replaces it
    std::string pictures;  ///< where they were last put
};

/// The file that the chooser's text means: inside its folder unless it is absolute, ".toml" added when saving.
std::string chosen_path(const Chooser& chooser);
/// Saving there would replace a file that is there already.
bool replaces_file(const Chooser& chooser);

/// Text that could not be a value ("12x"), by the place that it was typed for.
struct DraftText {
    Path where;
    std::string text;
    std::string what;
};

/// How the window is looked at; nothing of this is in the experiment.
struct Look {
    std::size_t list = 0;                    ///< which [[call]] is shown
    std::optional<std::size_t> open_buffer;  ///< whose details are unfolded
    std::optional<std::size_t> open_entry;
    std::optional<std::size_t> open_fault;  ///< the step of the fault script being edited
    bool playing = false;                   ///< the trace goes by, step after step
    unsigned speed = 1;                     ///< that many steps a second, or so
    std::set<std::string> folded_out;       ///< sections that are open
    ChosenRows chosen;                      ///< to be copied, duplicated, removed
    InPlace in_place;                       ///< what is being typed where it stands
    bool reduce_motion = false;             ///< nothing slides: the end is shown at once
    std::uint64_t read_amount = 4096;
    float zoom = 1.0F;
    bool dark = true;
    bool help = false;
    Language language = Language::C;  ///< of the loop's listing
    Screen screen = Screen::Bench;
    AtlasLook atlas;
};

/// What the learner said would happen, beside the run.
struct Prediction {
    bool on = false;       ///< the learner guesses first: the model's answer waits for the guess
    Guess draft;           ///< for the next call
    std::string text;      ///< as it was typed
    std::string problem;   ///< why it is no guess
    std::string cut_text;  ///< the same for the place of the cut
    std::string cut_problem;
    std::uint64_t run = 0;                  ///< the run that `locked` and `model_shown` are about
    std::map<std::uint64_t, Guess> locked;  ///< by number of the call in that run
    bool model_shown = false;               ///< the learner asked to see the model all the same
};

/// Everything that panels draw. They get it const.
struct LabState {
    Document document;
    Problems problems;           ///< what check() says, and drafts
    std::string cannot_run_yet;  ///< what an experiment file may say and this version cannot run
    std::map<std::string, DraftText> drafts;
    Derived derived;      ///< of the document
    Derived run_derived;  ///< of the run's experiment
    RunView run;
    Belief belief;      ///< at the shown step
    Thinking thinking;  ///< of the shown call
    Lighting lighting;  ///< the bytes pointed at
    Filled filled;      ///< by calls that read, at the shown step
    Motion motion;      ///< the bytes on their way
    Prediction prediction;
    Benchmark benchmark;
    Course course;  ///< the lessons
    Chooser chooser;
    std::vector<Notice> notices;
    std::vector<Example> examples;
    Listings listings;              ///< empty until they are read, or where they are not installed
    std::string recipes;            ///< the folder with the atlas's experiments; empty: not found
    std::optional<Intent> unsaved;  ///< what waits for an answer about unsaved work
    bool saving = false;
    bool opening = false;
    Look look;
    Shell shell;
    Hindrances machine;                 ///< what it forbids; nothing until it was asked
    std::optional<MachineFacts> facts;  ///< all that is known of it, for the help; recipes come one by one
    bool examining = false;             ///< facts or recipes are still to come
    std::string kernel;                 ///< "6.18"
    bool first_start = false;           ///< nothing was done yet: say what to press
    bool quit = false;                  ///< the window may go

    const Experiment& experiment() const { return document.experiment(); }
    /// The person's own document: in a lesson it waits aside, and what is on the bench is the lesson's.
    const Document& own() const { return course.aside ? *course.aside : document; }
    /// The call on show; the list index is always valid.
    const CallSpec& call() const { return document.experiment().calls[look.list]; }
    const ListFacts& list() const { return derived.lists[look.list]; }
    /// The theme in force: the projector has its own.
    bool dark() const { return shell.present ? shell.settings.present_dark : look.dark; }
    /// Why Run cannot be pressed, in a sentence; empty when it can.
    std::string run_obstacle() const;
};

}  // namespace iovlab
