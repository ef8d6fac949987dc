// The fields of one step of the fault script: declared in panels/faults.h.
#include "app/lab/faults.h"
#include "app/panels/faults.h"
#include "app/panels/fields.h"
#include "app/widgets/layout.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace iovlab {

namespace {

constexpr std::array<std::string_view, 3> kKinds = {"real", "short write", "errno"};
constexpr std::uint64_t kMostTimes = 1'000'000;  // as the script's reader has it

/// One step being edited.
struct FaultEditing {
    const LabState& state;
    std::vector<FaultStep> steps;
    std::size_t index;
    Intents& out;

    FaultStep& step() { return steps[index]; }
    void changed(const char* field) {
        out.push_back(SetFaults{with_steps(state.experiment().faults, steps),
                                std::string("change ") + field + " of fault " + std::to_string(index + 1), false});
    }
};

void edit_kind(FaultEditing& edit) {
    ui::field("what");
    int kind = static_cast<int>(edit.step().kind);
    const ui::Hint hint{"`short write`: the kernel is asked for less. `errno`: no call is made.", "write(2)", "",
                        ""};
    if (!ui::combo("fault.kind", kKinds, kind, hint) || kind < 0) return;
    edit.step().kind = static_cast<FaultKind>(kind);
    if (edit.step().kind == FaultKind::Error && edit.step().error == 0) edit.step().error = EAGAIN;
    edit.changed("the kind");
}

void edit_errno(FaultEditing& edit) {
    ui::field("errno");
    const auto draft = edit.state.drafts.find("faults.script");
    std::string text = draft != edit.state.drafts.end() ? draft->second.text : errno_name(edit.step().error);
    ui::InputStyle style;
    style.wrong = draft != edit.state.drafts.end();
    const ui::Hint hint{"Any errno by its name: EAGAIN, EINTR, ENOSPC…", "errno(3)", "", ""};
    if (ui::input_text("fault.errno", text, hint, style)) {
        const auto error = errno_from(text);
        const std::string problem = error ? "" : "\"" + text + "\" is no errno's name, such as EAGAIN.";
        edit.out.push_back(Draft{{"faults", "script"}, text, problem});
        if (error) {
            edit.step().error = *error;
            edit.changed("the errno");
        }
    }
    ui::problem_at(edit.state.problems, "faults.script");
}

void edit_numbers(FaultEditing& edit) {
    FaultStep& step = edit.step();
    const ui::Hint bytes{"The kernel is asked for only so many bytes of the list, cut anywhere inside of an entry.",
                         "", "", ""};
    if (step.kind == FaultKind::Short && ui::number_field("fault.bytes", "bytes", step.bytes, INT64_MAX, bytes))
        edit.changed("the bytes");
    if (step.kind == FaultKind::Error) edit_errno(edit);
    const ui::Hint times{"So many calls in a row.", "", "", ""};
    if (ui::number_field("fault.times", "times", step.times, kMostTimes, times)) {
        step.times = std::max<std::uint64_t>(step.times, 1);
        edit.changed("times");
    }
    if (step.kind == FaultKind::Real) return;
    std::uint64_t percent = step.percent;
    const ui::Hint chance{"With this chance, else real. The seed decides.", "", "", ""};
    if (ui::number_field("fault.percent", "chance, %", percent, 100, chance)) {
        step.percent = static_cast<unsigned>(percent);
        edit.changed("the chance");
    }
}

void edit_place(FaultEditing& edit) {
    const auto move = [&](std::size_t to) {
        std::swap(edit.steps[edit.index], edit.steps[to]);
        edit.changed("the place");
        edit.out.push_back(OpenFault{to});
    };
    const ui::Hint up{"One place earlier. On the chip: Ctrl+Left.", "", "",
                      edit.index == 0 ? "It is the first." : ""};
    const ui::Hint down{"One place later. On the chip: Ctrl+Right.", "", "",
                        edit.index + 1 >= edit.steps.size() ? "It is the last." : ""};
    const ui::Hint gone{"Takes the step out of the script.", "", "", ""};
    const ui::ButtonStyle danger{ui::ButtonKind::Danger, ui::Icon::Cross, 0};
    if (ui::button("fault.earlier", "Earlier", up)) return move(edit.index - 1);
    ui::flow(ui::button_width("Later", down));
    if (ui::button("fault.later", "Later", down)) return move(edit.index + 1);
    ui::flow(ui::button_width("Remove", gone, danger));
    if (!ui::button("fault.remove", "Remove", gone, danger)) return;
    edit.steps.erase(edit.steps.begin() + static_cast<std::ptrdiff_t>(edit.index));
    edit.changed("the presence");
    edit.out.push_back(OpenFault{});
}

}  // namespace

void draw_fault_editor(const LabState& state, std::size_t index, Intents& out) {
    FaultEditing edit{state, parse_fault_script(state.experiment().faults.script).steps, index, out};
    edit_kind(edit);
    edit_numbers(edit);
    edit_place(edit);
}

}  // namespace iovlab
