// The call's own settings: declared in panels/setup.h.
#include "app/panels/fields.h"
#include "app/panels/setup.h"
#include "app/widgets/layout.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <array>
#include <string>

namespace iovlab {

namespace {

constexpr std::array<Op, 8> kOps = {Op::Writev, Op::Pwritev,   Op::Pwritev2, Op::Write,
                                    Op::Writes, Op::CopyWrite, Op::Readv,    Op::Preadv};
constexpr std::array<std::string_view, 8> kOpLabels = {
    "writev",           "pwritev",         "pwritev2",        "write (one entry)", "writes (one an entry)",
    "copy, then write", "readv (scatter)", "preadv (scatter)"};

bool is_vectored(Op op) {
    return op == Op::Writev || op == Op::Pwritev || op == Op::Pwritev2 || reads(op);
}
bool has_offset(Op op) {
    return op == Op::Pwritev || op == Op::Pwritev2 || op == Op::Preadv;
}

std::string place(const LabState& state, const char* key) {
    return "call[" + std::to_string(state.look.list) + "]." + key;
}

void edit_op(const LabState& state, CallSpec& call, Intents& out) {
    ui::field("call");
    const auto found = std::find(kOps.begin(), kOps.end(), call.op);
    int index = found == kOps.end() ? -1 : static_cast<int>(found - kOps.begin());
    const ui::Hint hint{
        "`writev` gathers the whole list in one call. `writes` makes one write(2) for each entry, `copy, then "
        "write` "
        "joins them first: what writev saves. `readv` turns the bench round: the entries are filled from the "
        "target.",
        "writev(2)", "", ""};
    if (ui::combo("call.op", kOpLabels, index, hint, 0, to_string(call.op)) && index >= 0) {
        call.op = kOps[static_cast<std::size_t>(index)];
        if (!has_offset(call.op)) call.offset = 0;
        if (call.op != Op::Pwritev2) call.flags = FlagSet{};
        if (!is_vectored(call.op)) {
            call.count.reset();
            call.bad_array = false;
        }
        out.push_back(SetCall{state.look.list, call, "the operation"});
    }
    ui::problem_at(state.problems, place(state, "op"));
}

void edit_flags(const LabState& state, CallSpec& call, Intents& out) {
    ui::checkbox_field("flags", "RWF_NOAPPEND");
    ImGui::BeginGroup();
    bool first = true;
    for (const std::string& name : rwf_names()) {
        if (!first) ui::flow(ui::text_size(name).x + ui::em(2.2F));
        first = false;
        bool on = call.flags.has(name);
        if (ui::checkbox("call.flags." + name, name, on, {"A flag of this one call.", "pwritev2(2)", "", ""})) {
            on ? call.flags.names.push_back(name) : (void)std::erase(call.flags.names, name);
            out.push_back(SetCall{state.look.list, call, "the flags"});
        }
    }
    ImGui::EndGroup();
    ui::problem_at(state.problems, place(state, "flags"));
}

void edit_count(const LabState& state, CallSpec& call, Intents& out) {
    ui::field("iovcnt");
    std::string text = call.count ? std::to_string(*call.count) : std::string();
    const std::string where = place(state, "count");
    const auto draft = state.drafts.find(where);
    if (draft != state.drafts.end()) text = draft->second.text;
    ui::InputStyle style;
    style.placeholder = "as long as the list";
    style.wrong = ui::wrong(state.problems, where);
    const ui::Hint hint{
        "Overrides the number of entries that the call is told: -1, 0 or 1025 are refused or do nothing. "
        "Empty: the list's own.",
        "writev(2)", "", ""};
    if (ui::input_text("call.count", text, hint, style)) {
        const bool blank = text.find_first_not_of(' ') == std::string::npos;
        const Path path{"call", state.look.list, "count"};
        char* end = nullptr;
        const long long number = std::strtoll(text.c_str(), &end, 0);
        const bool good =
            blank || (end != text.c_str() && *end == '\0' && number >= INT32_MIN && number <= INT32_MAX);
        out.push_back(
            Draft{path, text, good ? "" : "\"" + text + "\" is no int. Write a number, or leave the field empty."});
        if (good) {
            call.count = blank ? std::nullopt : std::optional(static_cast<std::int32_t>(number));
            out.push_back(SetCall{state.look.list, call, "iovcnt"});
        }
    }
    ui::problem_at(state.problems, where);
    ui::checkbox_field("", "array at a bad address");
    const ui::Hint bad{
        "The iovec array itself lies at an address that may not be read: EFAULT before anything else is looked at.",
        "writev(2)", "", ""};
    if (ui::checkbox("call.array", "array at a bad address", call.bad_array, bad)) {
        out.push_back(SetCall{state.look.list, call, "the array"});
    }
}

}  // namespace

void draw_call(const LabState& state, Intents& out) {
    const std::size_t calls = state.experiment().calls.size();
    if (calls > 1) ui::heading("Call " + std::to_string(state.look.list + 1) + " of " + std::to_string(calls));
    CallSpec call = state.call();
    call.iov.clear();  // SetCall leaves the entries alone
    edit_op(state, call, out);
    if (has_offset(call.op)) {
        ui::field("offset");
        const ui::Hint hint{
            "Where in the file the bytes go; the file's own position stays. A negative one is EINVAL.",
            "pwritev(2)", "", ""};
        if (ui::input_int("call.offset", call.offset, INT64_MIN, INT64_MAX, hint)) {
            out.push_back(SetCall{state.look.list, call, "the offset"});
        }
        ui::problem_at(state.problems, place(state, "offset"));
    }
    if (call.op == Op::Pwritev2) edit_flags(state, call, out);
    const bool unusual = call.count.has_value() || call.bad_array || state.drafts.count(place(state, "count")) > 0;
    bool more = unusual || state.look.folded_out.count("call") > 0;
    if (is_vectored(call.op) && more) edit_count(state, call, out);
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, more ? ui::Icon::ChevronUp : ui::Icon::ChevronDown, 0};
    if (is_vectored(call.op) && !unusual) {
        const ui::Hint hint{"iovcnt, and an array at a bad address: for calls that are wrong on purpose.", "", "",
                            ""};
        if (ui::button("call.more", more ? "Less" : "Wrong on purpose", hint, quiet))
            out.push_back(Fold{"call", !more});
    }
    const ui::ButtonStyle plus{ui::ButtonKind::Quiet, ui::Icon::Plus, 0};
    if (is_vectored(call.op) && !unusual) ui::flow(ui::button_width("Another call", {}, plus));
    if (ui::button("call.add", "Another call",
                   {"Adds a call that is made after these, each through the loop.", "", "", ""}, plus)) {
        out.push_back(AddCall{});
    }
    if (calls < 2) return;
    const ui::ButtonStyle minus{ui::ButtonKind::Quiet, ui::Icon::Cross, 0};
    ui::flow(ui::button_width("Remove", {}, minus));
    if (ui::button("call.remove", "Remove", {"Removes the call on show.", "", "", ""}, minus))
        out.push_back(RemoveCall{state.look.list});
}

}  // namespace iovlab
