// Random events by the thousand: nothing crashes, ImGui asserts nothing, and undo still leads back to the
// beginning.
#include "app/window/imgui_headless.h"
#include "core/experiment/toml.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>

using namespace iovlab;

namespace {

constexpr int kEvents = 5000;           // IOVLAB_MONKEY_EVENTS=200000 for a long night
constexpr int kBetweenChecks = 150;     // fewer than the steps that undo keeps
constexpr std::uint64_t kSeed = 20261;  // IOVLAB_MONKEY_SEED for another

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

class Monkey {
public:
    Monkey(TestWindow& test, const std::string& folder, std::uint64_t seed) : test_(test), random_(seed) {
        for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
            files_.push_back(file.path());
        std::sort(files_.begin(), files_.end());
        files_.push_back(folder + "/not-there.toml");
        look();
    }

    void act() {
        const std::size_t what = below(100);
        if (what < 30) {
            move();
            press();
        } else if (what < 40) {
            move();
        } else if (what < 45) {
            drag();
        } else if (what < 55) {
            wheel();
        } else if (what < 75) {
            key();
        } else if (what < 88) {
            type();
        } else if (what < 92) {
            resize();
        } else if (what < 95) {
            test_.driver.backend().set_zoom(0.7F + 0.1F * static_cast<float>(below(28)));
        } else if (what < 97) {
            test_.window->lab().apply(SetTheme{below(2) == 0});
        } else if (what < 98) {
            test_.driver.backend().on_drop({files_[below(files_.size())]});
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        frames(1 + static_cast<int>(below(2)));
        // It may look wherever it likes, but writes no files outside of its folder.
        if (test_.state().chooser.mode == Chooser::Mode::SaveAs) test_.window->lab().apply(CloseChooser{});
        look();
    }

    /// Whatever it has made of the document can be saved and opened again.
    bool can_be_kept() const {
        const ReadResult read = read_experiment(write_experiment(test_.experiment()), "kept");
        return read.whole && read.experiment == writable(test_.experiment());
    }

    /// Undoes everything: true when that leads to the document as it was opened.
    bool goes_back() {
        test_.window->lab().apply(EditDone{});
        while (test_.state().document.can_undo()) test_.window->lab().apply(Undo{});
        const bool back = !base_ || *base_ == test_.experiment();
        frames(2);  // only now: another file may come with them
        return back;
    }

private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

    /// Looks after each frame: what another thread has read is put onto the bench in one, and edited in the next.
    void frames(int n) {
        for (int i = 0; i < n; ++i) {
            test_.driver.frames(1);
            look();
        }
    }

    /// What tells one document from another that took its place. Going into a lesson and out of it changes it, too:
    /// the learner's own comes back then, with all its steps.
    struct Which {
        std::string path;
        const Lesson* lesson = nullptr;
        std::size_t step = 0;
        bool operator==(const Which&) const = default;
    };

    /// Notices when another document was opened: its first state is what undo has to lead back to.
    void look() {
        const Document& document = test_.state().document;
        const Course& course = test_.state().course;
        const Which which{document.path(), course.lesson.get(), course.step};
        if (!(which == which_)) base_.reset();
        which_ = which;
        constexpr std::uint64_t kKept = 350;       // undo keeps so many steps, or a few more
        constexpr std::uint64_t kLight = 100'000;  // entries and buffers of all those steps
        if (document.revision() < revision_) base_.reset();
        if (!document.can_undo() && !document.can_redo()) {
            base_ = document.experiment();
            base_revision_ = document.revision();
            weight_ = 0;
        }
        if (document.revision() != revision_)
            weight_ += test_.state().call().iov.size() + document.experiment().buffers.size();
        revision_ = document.revision();
        if (revision_ > base_revision_ + kKept || weight_ > kLight) base_.reset();  // the oldest may be forgotten
    }

    void move() {
        ImVec2 at{static_cast<float>(below(2000)), static_cast<float>(below(1200))};
        std::vector<std::string> names;
        for (const auto& item : ui::registry().all()) names.push_back(item.first);
        if (!names.empty() && below(4) != 0) {
            std::sort(names.begin(), names.end());  // the same seed does the same
            const ui::Control* control = ui::registry().find(names[below(names.size())]);
            const auto part = [this](float from, float to) {
                return from + (to - from) * static_cast<float>(below(100)) / 100;
            };
            at = {part(control->min.x, control->max.x), part(control->min.y, control->max.y)};
        }
        cx::mouse_position(ImGui::GetIO(), at.x, at.y);
        frames(1);
    }
    void press() {
        const int button = below(10) == 0 ? 1 : 0;
        const bool ctrl = below(8) == 0;
        const bool shift = below(8) == 0;
        const int times = below(6) == 0 ? 2 : 1;
        cx::modifiers(ImGui::GetIO(), ctrl, shift, false);
        for (int i = 0; i < times; ++i) {
            cx::mouse_button(ImGui::GetIO(), button, true);
            frames(1);
            cx::mouse_button(ImGui::GetIO(), button, false);
            frames(1);
        }
        cx::modifiers(ImGui::GetIO(), false, false, false);
    }
    void drag() {
        move();
        cx::mouse_button(ImGui::GetIO(), 0, true);
        frames(1);
        for (std::size_t i = 0; i < 1 + below(4); ++i) move();
        cx::mouse_button(ImGui::GetIO(), 0, false);
        frames(1);
    }
    void wheel() {
        move();
        cx::mouse_wheel(ImGui::GetIO(), static_cast<float>(below(11)) - 5);
    }
    void key() {
        constexpr auto kLast = static_cast<std::size_t>(Key::PageDown);
        Chord chord;
        chord.key = static_cast<Key>(1 + below(kLast));
        chord.ctrl = below(3) == 0;
        chord.shift = below(4) == 0;
        chord.alt = below(30) == 0;
        test_.driver.key(chord);
    }
    void type() {
        static constexpr std::array<const char*, 16> kTexts{
            "\\xe9", "\xF0\x9F\x99\x82", "0",      "1",        "4096", "65,536", "-1", "SIZE_MAX", "x",
            "data",  "short 10",         "EAGAIN", "\xC3\xA9", "\\n",  " ",      "1K"};
        ImGui::GetIO().AddInputCharactersUTF8(kTexts[below(kTexts.size())]);
        if (below(3) == 0) test_.driver.key({.key = Key::Enter});
    }
    void resize() {
        const auto width = static_cast<float>(200 + below(1800));
        ImGui::GetIO().DisplaySize = {width, static_cast<float>(150 + below(1200))};
    }

    TestWindow& test_;
    std::mt19937_64 random_;
    std::vector<std::string> files_;
    std::optional<Experiment> base_;
    Which which_;
    std::uint64_t revision_ = 0;
    std::uint64_t base_revision_ = 0;
    std::uint64_t weight_ = 0;
};

}  // namespace

TEST_CASE("a monkey at the keyboard and the mouse breaks nothing", "[monkey]") {
    const auto events = from_environment("IOVLAB_MONKEY_EVENTS", kEvents);
    const std::uint64_t seed = from_environment("IOVLAB_MONKEY_SEED", kSeed);
    std::fprintf(stderr, "monkey: %llu events from seed %llu\n", static_cast<unsigned long long>(events),
                 static_cast<unsigned long long>(seed));
    const TestFolder folder;
    const std::string before = std::filesystem::current_path();
    std::filesystem::copy(std::string(IOVLAB_SOURCE_DIR) + "/assets/examples", folder.path,
                          std::filesystem::copy_options::recursive);
    std::filesystem::current_path(folder.path);
    {
        TestWindow test;
        test.window->lab().look_for_examples(folder.path);
        test.window->lab().keep_nothing();
        Monkey monkey(test, folder.path, seed);
        for (std::uint64_t event = 1; event <= events; ++event) {
            monkey.act();
            if (event % 16 == 0 && !monkey.can_be_kept()) {
                CAPTURE(seed, event);
                FAIL(write_experiment(test.experiment()));
            }
            if (event % kBetweenChecks != 0 && event != events) continue;
            CAPTURE(seed, event);
            REQUIRE(monkey.goes_back());
        }
        test.window->lab().apply(StopRun{});
        test.driver.until([&] { return !test.run().busy(); }, 30000);
        // It is still there. A projector that was left blank shows nothing, and that is as it should be.
        test.window->lab().apply(Present{false});
        test.driver.frames(4);
        CAPTURE(test.state().shell.present, ImGui::GetIO().DisplaySize.x, ImGui::GetIO().DisplaySize.y);
        CHECK(ui::registry().all().size() > 5);
    }
    std::filesystem::current_path(before);
}
