#pragma once

#include "app/lab/intent_benchmark.h"
#include "app/lab/intent_bytes.h"
#include "app/lab/intent_lessons.h"
#include "app/lab/intent_rows.h"
#include "app/lab/intent_serve.h"
#include "app/lab/intent_shell.h"
#include "core/experiment/experiment.h"
#include "core/experiment/problem.h"
#include "core/loops/listing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What a panel asks for. Panels change nothing themselves: they return intents, and the Lab carries them out.
namespace iovlab {

// Editing: each is one undoable step; `field` names what was touched, for the undo menu and for merging keystrokes.
struct AddBuffer {
    BufferSpec buffer;
};
struct SetBuffer {
    std::size_t index = 0;
    BufferSpec buffer;
    std::string field;
    // Filled in by the lab, where two buffers have one name for a while.
    std::optional<std::string> called = {};  ///< how lists and views call it; absent: by its name
    bool owns_name = false;                  ///< what has its name means it, whoever else is called so
};
struct RemoveBuffer {
    std::size_t index = 0;
};
struct AddEntry {
    std::size_t list = 0;
    EntrySpec entry;
    std::optional<std::size_t> at;
};
struct SetEntry {
    std::size_t list = 0;
    std::size_t line = 0;
    EntrySpec entry;
    std::string field;
};
struct RemoveEntry {
    std::size_t list = 0;
    std::size_t line = 0;
};
struct MoveEntry {
    std::size_t list = 0;
    std::size_t from = 0;
    std::size_t to = 0;
};  ///< to: its index afterwards
struct SetCall {
    std::size_t list = 0;
    CallSpec call;
    std::string field;
};  ///< all of a call but its entries
struct AddCall {};
struct RemoveCall {
    std::size_t list = 0;
};
struct SetTarget {
    TargetSpec target;
    std::string field;
};
struct SetReader {
    ReaderSpec reader;
    std::string field;
};
struct SetLoop {
    LoopSpec loop;
    std::string field;
};
struct SetLimits {
    LimitSpec limits;
    std::string field;
};
struct SetSignal {
    std::optional<SignalSpec> signal;
    std::string field;
};
/// A second writer, changed; one that had not been there comes with all that it takes (lab/second_writer.h).
struct SetSecond {
    std::optional<SecondSpec> second;
    std::string field;
};
struct SetDeadline {
    std::optional<double> seconds;
};
struct SetFaults {
    FaultSpec faults;
    std::string what;
    bool goes_on = false;
};  ///< what: for the undo menu, "add EAGAIN"; goes_on: one step with the edit before it (a cut being dragged)
struct SetSeed {
    std::optional<std::uint64_t> seed;
};
struct SetTitle {
    std::string title;
};
struct EditDone {};  ///< the control being typed in was left: the next keystroke is a new step
/// What was typed cannot be a value at all ("12x" for a number): kept, explained, and in the way of running.
struct Draft {
    Path where;
    std::string text;
    std::string what;
};
struct Undo {};
struct Redo {};

// Files.
struct NewDocument {};
struct AskOpen {};  ///< shows the file chooser
struct OpenFile {
    std::string path;
};
struct Save {};  ///< asks where when there is no file yet
struct AskSaveAs {};
struct SaveTo {
    std::string path;
    bool replaces = false;  ///< a file that is there already, and the person knows
};
struct ChooseFolder {
    std::string folder;
};
struct ChooserText {
    std::string text;
};
struct CloseChooser {};
enum class Unsaved { SaveFirst, Discard, Keep };
struct AnswerUnsaved {
    Unsaved answer = Unsaved::Keep;
};
struct Quit {};

// Running: never undoable, because a call that was made has happened.
struct StartRun {};
struct StepRun {};
struct PauseRun {};
struct StopRun {};
struct ReadSome {
    std::uint64_t bytes = 0;
};  ///< UINT64_MAX: all
struct CloseReader {};
struct SendSignal {
    int number = 0;
};

// Predicting: what the learner says before a call is made. Kept beside the experiment, not in it.
struct SetPredicting {
    bool on = false;
};
struct TypeGuess {
    std::string text;
};  ///< "65,536", "EAGAIN" or "sleeps"
struct TypeGuessedCut {
    std::string text;
};  ///< "tail+11,512"; empty: none
struct PointAtCut {
    std::uint64_t at = 0;
};                    ///< bytes from the list's front
struct ShowModel {};  ///< the learner gives up guessing in this run

// Looking.
struct SelectStep {
    std::optional<std::size_t> step;
};  ///< absent: follow the last
struct SelectList {
    std::size_t list = 0;
};
struct OpenBuffer {
    std::optional<std::size_t> index;
};  ///< whose details are unfolded
struct OpenEntry {
    std::optional<std::size_t> line;
};
struct OpenFault {
    std::optional<std::size_t> step;
};
struct Fold {
    std::string what;
    bool open = false;
};
struct Play {
    bool on = false;
};  ///< through the trace of what happened; makes no call
struct SetSpeed {
    unsigned factor = 1;
};
struct SetReadAmount {
    std::uint64_t bytes = 0;
};
struct Zoom {
    int steps = 0;
};  ///< 0: back to 100 %
struct SetTheme {
    bool dark = true;
};
struct ShowHelp {
    bool open = false;
};
enum class Screen { Bench, Lessons, Atlas, Benchmark };
struct ShowScreen {
    Screen screen = Screen::Bench;
};
struct ChooseErrno {
    std::size_t index = 0;
};  ///< into errno_facts()
struct FilterAtlas {
    std::string filter;
    std::string group;
};
struct OpenRecipe {
    std::string path;
    bool run = false;
};  ///< an experiment of the atlas goes to the bench
struct ChooseLanguage {
    Language language = Language::C;
};  ///< of the loop's listing
struct CopyStrace {};
/// The experiment as a program of its own, to the clipboard.
struct CopyProgram {
    Language language = Language::C;
};
struct Dismiss {
    std::size_t notice = 0;
};

using AnyIntent =
    std::variant<AddBuffer, SetBuffer, RemoveBuffer, AddEntry, SetEntry, RemoveEntry, MoveEntry, SetCall, AddCall,
                 RemoveCall, SetTarget, SetReader, SetLoop, SetLimits, SetSignal, SetSecond, SetDeadline, SetFaults,
                 SetSeed, SetTitle, EditDone, Draft, Undo, Redo, NewDocument, AskOpen, OpenFile, Save, AskSaveAs,
                 SaveTo, ChooseFolder, ChooserText, CloseChooser, AnswerUnsaved, Quit, StartRun, StepRun, PauseRun,
                 StopRun, ReadSome, CloseReader, SendSignal, SetPredicting, TypeGuess, TypeGuessedCut, PointAtCut,
                 ShowModel, SelectStep, SelectList, OpenBuffer, OpenEntry, OpenFault, Play, SetSpeed, Fold,
                 HoverByte, SelectBytes, SelectCall, SetReduceMotion, ChooseRow, ChooseAllRows, ChooseNoRows,
                 CopyRows, PasteRows, DuplicateRows, RemoveRows, EditInPlace, SetReadAmount, Zoom, SetTheme,
                 ShowHelp, ShowScreen, ChooseErrno, FilterAtlas, OpenRecipe, CopyStrace, CopyText, CopyProgram,
                 ChooseLanguage, Dismiss, SetBenchmark, ChooseLine, ChooseMap, SetBenchPredicting, PickWinner,
                 Measure, CancelMeasure, OpenBenchPoint, UseDesktopTheme, SetColumn, ShowPalette, TypePalette,
                 MovePalette, Present, Blank, AnswerLeftWork, AskPicture, PictureTo, NextPanel, OpenLesson,
                 OpenAddress, CloseLesson, GoToStep, ChooseAnswer, TakeVoteBack, NextVote, TypeNumber, LockAnswer,
                 ShowSetup, ShowHint, NewNumbers, StartStepAgain, ClickLine, PlaceBlock, TakeBlock, TryOrder>;

/// One of them. What a variant of more than a hundred alternatives needs to be made, copied and destroyed is
/// compiled once, in intent.cpp: in every panel it took half of the panel's compile time.
class Intent : public AnyIntent {
public:
    template <typename One>
    Intent(One one) : Intent() {  // NOLINT(google-explicit-constructor): panels push what they mean
        set(std::move(one));
    }
    Intent(const Intent& other);
    Intent(Intent&& other) noexcept;
    Intent& operator=(const Intent& other);
    Intent& operator=(Intent&& other) noexcept;
    ~Intent();

private:
    friend struct IntentParts;
    Intent();
    template <typename One>
    void set(One one);
};
using Intents = std::vector<Intent>;

}  // namespace iovlab
