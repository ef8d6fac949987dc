#pragma once

#include "core/bytes/buffer.h"
#include "core/report/export/export.h"

#include <optional>
#include <string>
#include <vector>

/// What the writers of all languages share: only core/report/export/*.cpp include this.
namespace iovlab {

/// Who takes bytes out of the pipe in the exported program.
enum class ExportReader {
    None,       ///< nobody, or the pipe has lost its reader
    All,        ///< the program itself, everything after each call
    AfterCall,  ///< the program itself, some bytes after each call
    WhenFull,   ///< the program itself, some bytes after EAGAIN
    Beside,     ///< a process or thread of its own, as fast as it can: the calls may sleep
};

struct ExportPlan {
    const Experiment& experiment;
    const Listing& loop;
    Buffers buffers;                 ///< sizes and places; no bytes
    std::vector<std::string> names;  ///< of each buffer in the program
    std::vector<std::string> heading;
    ExportReader reader = ExportReader::None;

    const CallSpec& call(std::size_t i) const { return experiment.calls[i]; }
    bool pipe() const { return experiment.target.kind == "pipe"; }
    bool file() const { return experiment.target.kind == "file"; }
    bool reading() const;                  ///< the calls read
    bool positional(std::size_t i) const;  ///< the call has an offset that moves on with what was sent
    /// The loop makes one call whatever comes, so that a write for each entry is the program's own doing.
    bool entry_by_entry(std::size_t i) const;
    /// ... until one that is not whole; else until one fails.
    bool until_short() const { return experiment.loop.kind == "once"; }
    bool any_entry_by_entry() const;
    /// The system call that all lists are handed over by, for what the program says: "write"; "call" when they
    /// differ.
    std::string call_name() const;
    /// The loop's own lines, with the call by `from` replaced by `to`; where the calls read, in words of reading,
    /// and with a result of 0 as what it is then: the end of file.
    std::string loop_text(const std::string& from, const std::string& to) const;
    std::size_t index_of(const std::string& buffer) const;
    /// The buffer's place: its root's name, and the offset there.
    std::string root(const std::string& buffer) const;
    std::uint64_t offset(const std::string& buffer) const;
    std::uint64_t size(const std::string& buffer) const;
};

/// `quoted` bytes of a string literal in C's and Rust's notation (octal for C, \xNN otherwise).
std::string c_literal(const std::string& bytes);
std::string hex_literal(const std::string& bytes);  ///< "\x00a\n", for Python's b"" and Rust's b""
/// The bytes of text and hex contents; absent for those that are made by a rule.
std::optional<std::string> literal_bytes(const Content& content);
std::string heading_comment(const ExportPlan& plan, const char* comment);
/// The setrlimit, signal and deadline that the experiment asks for.
std::uint64_t deadline_seconds(const Experiment& experiment);

/// A line of a right loop that writes, as one that reads has it.
std::string read_instead(std::string line);
/// What lies in a pipe or socket, or in a file, before the first call; absent: nothing.
std::optional<Content> waiting_content(const Experiment& experiment);

/// C and C++: open_target(), for every kind that can be exported, and what it includes.
std::string c_target(const ExportPlan& plan);
std::string c_target_includes(const ExportPlan& plan);
std::string export_c(const ExportPlan& plan, bool cpp);
std::string export_python(const ExportPlan& plan);
std::string export_rust(const ExportPlan& plan);

}  // namespace iovlab
