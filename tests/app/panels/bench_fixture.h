#pragma once

#include "app/lab/lab_window.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/app/window/driver.h"

#include <memory>
#include <string>

namespace iovlab {

/// The whole window on the null backend, driven by the names of its controls.
struct TestWindow {
    std::unique_ptr<LabWindow> window;
    Driver driver;

    explicit TestWindow(WindowOptions options = {})
        : driver(
              [this] {
                  if (window) window->draw();
              },
              std::move(options)) {
        window = std::make_unique<LabWindow>(driver.backend());
        driver.frames(6);  // cards take their content's height from the frame before
    }
    ~TestWindow() { window.reset(); }
    TestWindow(const TestWindow&) = delete;
    TestWindow& operator=(const TestWindow&) = delete;

    const LabState& state() const { return window->state(); }
    const Experiment& experiment() const { return window->state().experiment(); }
    const RunView& run() const { return window->state().run; }

    /// An empty experiment, by the menu.
    void start_anew() {
        driver.click("menu.File");
        driver.click("menu.file.new");
        driver.frames(4);
    }
    /// Bytes `text` (with \n as two characters) under the name `name`, unfolded.
    void add_text(const std::string& name, const std::string& text) {
        driver.click("memory.add.bytes");
        driver.frames(4);
        const std::string control = "buffer." + std::to_string(experiment().buffers.size() - 1);
        driver.enter(control + ".name", name);
        driver.enter(control + ".text", text);
    }
    /// The base number `index` of the combo at the end of the list.
    void add_entry(std::size_t index) {
        driver.click("entries.add");
        driver.click("entries.add." + std::to_string(index));
        driver.frames(4);
    }
    /// The very first run stops to show its short write: here its end is looked at, as in every other.
    void run_to_end() {
        driver.click("run");
        driver.until([this] { return run().exists && !run().busy(); });
        window->lab().apply(SelectStep{});
        driver.frames(6);
    }
    void run_until_asleep() {
        driver.click("run");
        driver.until([this] { return run().asleep(); });
        driver.frames(6);
    }
    /// One call that asks for `size` bytes of a blocking pipe that nobody reads.
    void ask_for(std::uint64_t size) {
        window->lab().apply(NewDocument{});
        window->lab().apply(AddBuffer{fill_buffer("data", size)});
        window->lab().apply(AddEntry{0, entry_of("data"), {}});
        window->lab().apply(OpenBuffer{});
        driver.frames(6);
    }
};

}  // namespace iovlab
