#pragma once

#include "app/widgets/controls.h"
#include "app/widgets/lit.h"
#include "core/kernel/call.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace iovlab::ui {

/// What an outcome of a call that asked for `asked` bytes means.
Meaning meaning_of(const Outcome& outcome, std::uint64_t asked);
/// As it is compared with strace, without separators: "65536", "65536 short", "-1 EAGAIN", "SIGPIPE", "asleep".
std::string outcome_text(const Outcome& outcome, std::uint64_t asked);

/// A result as a badge in its meaning's colour; what the kernel did not say is dashed and named ("injected").
void result_badge(std::string_view name, const Outcome& outcome, std::uint64_t asked, const Hint& hint = {});
/// The same from parts, for results that are no Outcome (a prediction, a verdict).
void result_badge(std::string_view name, Meaning meaning, std::string_view text, Origin origin,
                  const Hint& hint = {});
float result_badge_width(const Outcome& outcome, std::uint64_t asked);

/// One call's share of "bytes accepted, call by call".
struct ProgressPart {
    std::uint64_t bytes = 0;
    Meaning meaning = Meaning::Complete;
    std::string_view label = {};  ///< "call 1: 65,536"; left out where it does not fit
};
/// The bytes of the bar, as far as they matter one by one.
struct ProgressBytes {
    std::span<const LitRange> lit = {};
    std::optional<std::uint64_t> hovered = {};  ///< set by the bar: the byte under the pointer
};
/// A bar of `total` bytes with a part for each call; the rest is still to send. Many parts too thin to tell apart
/// are drawn as one. `size` 0: whole width, height of a label. Returns the part under the pointer, or -1.
int progress_bar(std::string_view name, std::span<const ProgressPart> parts, std::uint64_t total,
                 ImVec2 size = {0, 0}, ProgressBytes* bytes = nullptr);

enum class MessageKind { Note, Good, Warning, Error };
struct MessageText {
    std::string_view heading = {};  ///< "Short write: 65,536 of 70,024."
    std::string_view text = {};     ///< may hold `**strong**` and `` `code` ``
    std::string_view page = {};     ///< manual pages, dim at the end
};
/// An inline note that stays: a box in the colour of its kind, wrapped. `closable` draws a cross; true when it is
/// pressed.
bool message(std::string_view name, MessageKind kind, const MessageText& text, bool closable = false);
/// The same in the colour of a result's meaning.
void message(std::string_view name, Meaning meaning, const MessageText& text);

}  // namespace iovlab::ui
