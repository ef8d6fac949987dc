#include "core/experiment/check.h"

#include "tests/catch.h"

#include <cmath>
#include <functional>

using namespace iovlab;

namespace {

BufferSpec text_buffer(const std::string& name, const std::string& text) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.content.text = text;
    return buffer;
}

BufferSpec part_of(BufferKind kind, const std::string& name, const std::string& of) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.kind = kind;
    buffer.of = of;
    return buffer;
}

EntrySpec entry_of(const std::string& buffer) {
    EntrySpec entry;
    entry.buffer = buffer;
    return entry;
}

EntrySpec bad_entry(BadBase bad, std::optional<std::uint64_t> length, std::uint64_t good = 0) {
    EntrySpec entry;
    entry.bad = bad;
    entry.length = length;
    entry.good = good;
    return entry;
}

Content made(ContentKind kind, const std::string& text, std::uint64_t size = 0) {
    Content content;
    content.kind = kind;
    content.text = text;
    content.size = size;
    return content;
}

// body (5 bytes), one writev of it, into a pipe: nothing wrong with it.
Experiment sound() {
    Experiment e;
    e.buffers = {text_buffer("body", "hello")};
    e.calls[0].iov = {entry_of("body")};
    return e;
}

Experiment sound_file() {
    Experiment e = sound();
    e.target.kind = "file";
    return e;
}

Experiment of_kind(const char* kind) {
    Experiment e = sound();
    e.target.kind = kind;
    return e;
}

struct Row {
    const char* where;
    const char* says;
    std::function<void(Experiment&)> spoil;
};

void must_be_found(Experiment e, const Row& row) {
    REQUIRE(check(e).empty());
    row.spoil(e);
    const auto problems = check(e);
    CAPTURE(row.where, row.says);
    REQUIRE(problems.size() == 1);
    CAPTURE(problems[0].what);
    CHECK(to_string(problems[0].where) == row.where);
    CHECK(problems[0].what.find(row.says) != std::string::npos);
}

}  // namespace

TEST_CASE("buffers that cannot be are explained") {
    const Row rows[] = {
        {"title", "not UTF-8", [](Experiment& e) { e.title = "\xff"; }},
        {"buffer[1].name", "1 to 64 letters", [](Experiment& e) { e.buffers.push_back(text_buffer("", "")); }},
        {"buffer[1].name", "digits, _ and -", [](Experiment& e) { e.buffers.push_back(text_buffer("a b", "")); }},
        {"buffer[1].name", "letters",
         [](Experiment& e) { e.buffers.push_back(text_buffer("gr\xc3\xbc\xc3\x9f", "")); }},
        {"buffer[1].name", "1 to 64",
         [](Experiment& e) { e.buffers.push_back(text_buffer(std::string(65, 'a'), "")); }},
        {"buffer[1].name", "a second buffer is called \"body\"",
         [](Experiment& e) { e.buffers.push_back(text_buffer("body", "")); }},
        {"buffer[1].of", "did you mean \"body\"?",
         [](Experiment& e) { e.buffers.push_back(part_of(BufferKind::View, "v", "bdoy")); }},
        {"buffer[1].of", "needs \"of\"",
         [](Experiment& e) { e.buffers.push_back(part_of(BufferKind::Slice, "s", "")); }},
        {"buffer[1].of", "taken from itself",
         [](Experiment& e) { e.buffers.push_back(part_of(BufferKind::View, "v", "v")); }},
        {"buffer[1].of", "comes later",
         [](Experiment& e) {
             e.buffers.push_back(part_of(BufferKind::View, "v", "late"));
             e.buffers.push_back(text_buffer("late", ""));
         }},
        {"buffer[0].of", "only a slice or a view", [](Experiment& e) { e.buffers[0].of = "x"; }},
        {"buffer[0].range", "only a slice or a view",
         [](Experiment& e) {
             e.buffers[0].range = SliceRange{0, 1};
         }},
        {"buffer[0].hex", "odd number",
         [](Experiment& e) { e.buffers[0].content = made(ContentKind::Hex, "123"); }},
        {"buffer[0].fill", "empty", [](Experiment& e) { e.buffers[0].content = made(ContentKind::Fill, "", 3); }},
        {"buffer[0].file", "names a path",
         [](Experiment& e) { e.buffers[0].content = made(ContentKind::File, "/etc/passwd"); }},
        {"buffer[0].file", "is a folder",
         [](Experiment& e) { e.buffers[0].content = made(ContentKind::File, ".."); }},
        {"buffer[0]", "64 MiB",
         [](Experiment& e) { e.buffers[0].content = made(ContentKind::Fill, "a", kMaxContent + 1); }},
        {"buffer[0]", "64 MiB",
         [](Experiment& e) { e.buffers[0].content = made(ContentKind::Random, "", UINT64_MAX); }},
        {"buffer[1]", "A slice is a copy and counts",
         [](Experiment& e) {
             e.buffers[0].content = made(ContentKind::Fill, "a", kMaxContent);
             e.buffers.push_back(part_of(BufferKind::Slice, "s", "body"));
             e.buffers[1].range = SliceRange{-1, INT64_MAX};
         }},
    };
    for (const Row& row : rows) must_be_found(sound(), row);
}

TEST_CASE("content at the limit, and views of it, are allowed") {
    Experiment e = sound();
    e.buffers[0].content = made(ContentKind::Fill, "a", kMaxContent);
    e.buffers.push_back(part_of(BufferKind::View, "v", "body"));
    e.buffers.push_back(part_of(BufferKind::View, "w", "v"));
    e.buffers.push_back(text_buffer(std::string(64, 'Z'), ""));
    CHECK(check(e).empty());
    e.target.kind = "file";
    e.target.content = made(ContentKind::Text, "x");
    REQUIRE(check(e).size() == 1);
    CHECK(to_string(check(e)[0].where) == "target.content");
}

TEST_CASE("entries that cannot be are explained") {
    const Row rows[] = {
        {"call", "at least one", [](Experiment& e) { e.calls.clear(); }},
        {"call[0].iov[0].buffer", "did you mean \"body\"?",
         [](Experiment& e) { e.calls[0].iov[0].buffer = "bdy"; }},
        {"call[0].iov[0].buffer", "needs a buffer's name", [](Experiment& e) { e.calls[0].iov[0].buffer = ""; }},
        {"call[0].iov[0].times", "at least once", [](Experiment& e) { e.calls[0].iov[0].times = 0; }},
        {"call[0].iov[0].good", "\"crossing\" alone", [](Experiment& e) { e.calls[0].iov[0].good = 1; }},
        {"call[0].iov[0]", "at most 65,536", [](Experiment& e) { e.calls[0].iov[0].times = 65537; }},
        {"call[0].iov[0]", "at most 65,536", [](Experiment& e) { e.calls[0].iov[0].times = UINT64_MAX; }},
        {"call[1].iov[0]", "there are 65,537 entries",
         [](Experiment& e) {
             e.calls.push_back(e.calls[0]);
             e.calls[1].iov[0].times = 65536;
         }},
        {"call[0].iov[0].length", "needs a length",
         [](Experiment& e) { e.calls[0].iov[0] = bad_entry(BadBase::Unmapped, std::nullopt); }},
        {"call[0].iov[0].good", "at most the length",
         [](Experiment& e) { e.calls[0].iov[0] = bad_entry(BadBase::Crossing, 10, 11); }},
        {"call[0].iov[0].good", "67,108,864",
         [](Experiment& e) { e.calls[0].iov[0] = bad_entry(BadBase::Crossing, UINT64_MAX, kMaxContent + 1); }},
        {"call[0].iov[0].good", "\"crossing\" alone",
         [](Experiment& e) { e.calls[0].iov[0] = bad_entry(BadBase::Null, 10, 1); }},
        {"call[0].iov[0].buffer", "not both",
         [](Experiment& e) {
             e.calls[0].iov[0] = bad_entry(BadBase::Null, 10);
             e.calls[0].iov[0].buffer = "body";
         }},
    };
    for (const Row& row : rows) must_be_found(sound(), row);
}

TEST_CASE("operations get only what they take") {
    const Row rows[] = {
        {"call[0].iov", "exactly one entry, and here are 2",
         [](Experiment& e) {
             e.calls[0].op = Op::Write;
             e.calls[0].iov[0].times = 2;
         }},
        {"call[0].iov", "here are 0",
         [](Experiment& e) {
             e.calls[0].op = Op::Write;
             e.calls[0].iov.clear();
         }},
        {"call[0].count", "no iovec count",
         [](Experiment& e) {
             e.calls[0].op = Op::Writes;
             e.calls[0].count = 1;
         }},
        {"call[0].array", "no iovec array",
         [](Experiment& e) {
             e.calls[0].op = Op::CopyWrite;
             e.calls[0].bad_array = true;
         }},
        {"call[0].iov[0].length", "cannot be joined",
         [](Experiment& e) {
             e.calls[0].op = Op::CopyWrite;
             e.calls[0].iov[0].length = UINT64_MAX;
         }},
        {"call[0].offset", "takes no offset", [](Experiment& e) { e.calls[0].offset = 1; }},
        {"call[0].flags[1]", "did you mean \"RWF_APPEND\"?",
         [](Experiment& e) {
             e.calls[0].op = Op::Pwritev2;
             e.calls[0].flags.names = {"RWF_NOWAIT", "RWF_APEND"};
         }},
    };
    for (const Row& row : rows) must_be_found(sound(), row);
}

TEST_CASE("wrong on purpose is allowed") {
    Experiment e = sound();
    e.calls[0].op = Op::Pwritev2;
    e.calls[0].count = -1;
    e.calls[0].bad_array = true;
    e.calls[0].offset = INT64_MIN;
    e.calls[0].flags = {{"RWF_APPEND", "RWF_NOAPPEND"}, 0xffff0000};
    e.calls[0].iov = {bad_entry(BadBase::Null, 0), bad_entry(BadBase::Kernel, UINT64_MAX),
                      bad_entry(BadBase::Crossing, 10, 10), bad_entry(BadBase::Unmapped, 1)};
    e.calls[0].iov.push_back(entry_of("body"));
    e.calls[0].iov.back().length = UINT64_MAX;
    CHECK(check(e).empty());
    e.calls[0] = CallSpec{};  // an empty list
    CHECK(check(e).empty());
}

TEST_CASE("pipes and readers that cannot be are explained") {
    const Row rows[] = {
        {"target.kind", "did you mean \"pipe\"?", [](Experiment& e) { e.target.kind = "pip"; }},
        {"target.kind", "file, pipe", [](Experiment& e) { e.target.kind = ""; }},
        {"target.capacity", "1 to 1,073,741,824", [](Experiment& e) { e.target.capacity = 0; }},
        {"target.capacity", "1 to 1,073,741,824", [](Experiment& e) { e.target.capacity = UINT64_MAX; }},
        {"target.preload", "at most the capacity", [](Experiment& e) { e.target.preload = 65537; }},
        {"target.preload", "a pipe of 4,096",
         [](Experiment& e) {
             e.target.capacity = 1;
             e.target.preload = 4097;
         }},
        {"target.flags[0]", "no flag \"O_APPEND\"", [](Experiment& e) { e.target.flags.names = {"O_APPEND"}; }},
        {"target.flags[0]", "did you mean \"O_NONBLOCK\"?",
         [](Experiment& e) { e.target.flags.names = {"NONBLOCK"}; }},
        {"target.flags", "numbers are not allowed", [](Experiment& e) { e.target.flags.number = 1; }},
        {"reader.bytes", "bytes is 0",
         [](Experiment& e) {
             e.reader = {ReaderPolicy::WhenFull, 0, 10};
         }},
        {"reader.bytes", "1,073,741,824", [](Experiment& e) { e.reader.bytes = UINT64_MAX; }},
        {"reader.every_ms", "1 to 60,000",
         [](Experiment& e) {
             e.reader = {ReaderPolicy::Steady, 1, 0};
         }},
        {"reader.every_ms", "1 to 60,000", [](Experiment& e) { e.reader.every_ms = 60001; }},
        {"reader.policy", "closed from the start",
         [](Experiment& e) {
             e.target.reader_open = false;
             e.reader.policy = ReaderPolicy::All;
         }},
    };
    for (const Row& row : rows) must_be_found(sound(), row);

    Experiment e = sound();
    e.target.capacity = 5000;  // the kernel makes it 8,192
    e.target.preload = 8192;
    e.target.flags.names = {"O_NONBLOCK", "O_DIRECT"};
    e.reader = {ReaderPolicy::CloseAfter, 0, 10};
    CHECK(check(e).empty());
}

TEST_CASE("file targets that cannot be are explained") {
    const Row rows[] = {
        {"target.path", "names a path", [](Experiment& e) { e.target.path = "../out"; }},
        {"target.path", "names a path", [](Experiment& e) { e.target.path = "/etc/passwd"; }},
        {"target.path", "is a folder", [](Experiment& e) { e.target.path = "."; }},
        {"target.path", "is empty", [](Experiment& e) { e.target.path = ""; }},
        {"target.path", "not plain text", [](Experiment& e) { e.target.path = std::string("a\0b", 3); }},
        {"target.path", "at most 255", [](Experiment& e) { e.target.path = std::string(256, 'a'); }},
        {"target.content.hex", "not a hex digit",
         [](Experiment& e) { e.target.content = made(ContentKind::Hex, "xy"); }},
        {"target.seek", "counts from 0", [](Experiment& e) { e.target.seek = -1; }},
        {"target.disk", "4,096 to", [](Experiment& e) { e.target.disk = 1; }},
        {"target.flags[0]", "O_APPEND, O_TRUNC", [](Experiment& e) { e.target.flags.names = {"O_CREAT"}; }},
        {"reader.policy", "nobody reads from a file", [](Experiment& e) { e.reader.policy = ReaderPolicy::All; }},
    };
    for (const Row& row : rows) must_be_found(sound_file(), row);

    Experiment e = sound_file();
    e.target.path = std::string(255, 'a');
    e.target.flags.names = {"O_APPEND", "O_TRUNC", "O_RDONLY", "O_PATH", "O_DIRECT", "O_NONBLOCK"};
    e.target.seek = INT64_MAX;
    CHECK(check(e).empty());
}

TEST_CASE("a small disk, a resize and a socket's reader must make sense") {
    must_be_found(sound_file(), {"target.disk", "cannot hold the file's content of 5,000", [](Experiment& e) {
                                     e.target.disk = 4096;
                                     e.target.content = Content{ContentKind::Fill, "x", 0, 5000};
                                 }});
    must_be_found(sound_file(), {"target.disk", "O_DIRECT", [](Experiment& e) {
                                     e.target.disk = 8192;
                                     e.target.flags.names = {"O_DIRECT"};
                                 }});
    must_be_found(sound_file(),
                  {"call[0].resize", "the target is \"file\"", [](Experiment& e) { e.calls[0].resize = 8192; }});
    must_be_found(of_kind("unix-stream"), {"reader.policy", "peer is \"closed\"", [](Experiment& e) {
                                               e.target.peer = "closed";
                                               e.reader.policy = ReaderPolicy::All;
                                           }});
}

TEST_CASE("targets of later versions are checked as well") {
    must_be_found(of_kind("tcp"), {"target.peer", "for tcp", [](Experiment& e) { e.target.peer = "none"; }});
    must_be_found(of_kind("tcp"), {"target.serve", "0 to 65,535", [](Experiment& e) { e.target.serve = 65536; }});
    must_be_found(of_kind("tcp"), {"target.rcvbuf", "rcvbuf is 0", [](Experiment& e) { e.target.rcvbuf = 0; }});
    must_be_found(of_kind("unix-stream"),
                  {"target.peer", "did you mean \"closed\"?", [](Experiment& e) { e.target.peer = "close"; }});
    must_be_found(of_kind("unix-stream"),
                  {"target.sndbuf", "sndbuf", [](Experiment& e) { e.target.sndbuf = UINT64_MAX; }});
    must_be_found(of_kind("unix-datagram"),
                  {"target.timeout", "more than 0", [](Experiment& e) { e.target.timeout_s = 0.0; }});
    must_be_found(of_kind("unix-seqpacket"),
                  {"target.timeout", "more than 0", [](Experiment& e) { e.target.timeout_s = std::nan(""); }});
    must_be_found(of_kind("memfd"), {"target.size", "size is", [](Experiment& e) { e.target.size = UINT64_MAX; }});
    must_be_found(of_kind("memfd"), {"target.seals[0]", "did you mean \"F_SEAL_GROW\"?",
                                     [](Experiment& e) { e.target.seals = {"F_SEAL_GROWS"}; }});
    must_be_found(of_kind("eventfd"),
                  {"target.value", "value is", [](Experiment& e) { e.target.value = UINT64_MAX; }});
    must_be_found(of_kind("null"), {"target.flags[0]", "it takes none",
                                    [](Experiment& e) { e.target.flags.names = {"O_NONBLOCK"}; }});
    for (const char* kind : {"udp", "pty", "full", "zero", "closed", "directory", "minus-one"}) {
        CHECK(check(of_kind(kind)).empty());
    }
}

TEST_CASE("what stands around the calls is checked") {
    const Row rows[] = {
        {"loop.kind", "did you mean \"write-all\"?", [](Experiment& e) { e.loop.kind = "write_al"; }},
        {"loop.kind", "use once, write-all", [](Experiment& e) { e.loop.kind = ""; }},
        {"loop.max_calls", "1 to 1,000,000", [](Experiment& e) { e.loop.max_calls = 0; }},
        {"loop.max_calls", "1 to 1,000,000", [](Experiment& e) { e.loop.max_calls = 1000001; }},
        {"faults.script", "step 2, \"shrt 3\"", [](Experiment& e) { e.faults.script = "real -> shrt 3"; }},
        {"limits.file_size", "file_size is", [](Experiment& e) { e.limits.file_size = UINT64_MAX; }},
        {"signal.name", "did you mean \"SIGUSR1\"?",
         [](Experiment& e) {
             e.signal = SignalSpec{"SIGUSER1", false};
         }},
        {"signal.name", "cannot be sent",
         [](Experiment& e) {
             e.signal = SignalSpec{"SIGKILL", false};
         }},
        {"signal.name", "cannot be sent",
         [](Experiment& e) {
             e.signal = SignalSpec{"SIGSTOP", false};
         }},
        {"signal.name", "cannot be sent",
         [](Experiment& e) {
             e.signal = SignalSpec{"SIGSEGV", false};
         }},
        {"deadline.seconds", "0.001 to 3600", [](Experiment& e) { e.deadline_s = 0; }},
        {"deadline.seconds", "0.001 to 3600", [](Experiment& e) { e.deadline_s = -1; }},
        {"deadline.seconds", "0.001 to 3600", [](Experiment& e) { e.deadline_s = HUGE_VAL; }},
        {"deadline.seconds", "0.001 to 3600", [](Experiment& e) { e.deadline_s = std::nan(""); }},
    };
    for (const Row& row : rows) must_be_found(sound(), row);
}

TEST_CASE("what this version cannot run yet is said in a sentence") {
    CHECK(unsupported(sound()).empty());
    CHECK(unsupported(sound_file()).empty());
    const Row rows[] = {
        {"", "The operation readv cannot be run",
         [](Experiment& e) {
             e.target = TargetSpec{};
             e.target.kind = "tcp";
             e.calls[0].op = Op::Readv;
             for (BufferSpec& buffer : e.buffers) buffer.kind = BufferKind::Bytearray;
         }},
    };
    for (const Row& row : rows) {
        Experiment e = sound();
        row.spoil(e);
        CAPTURE(row.says);
        CHECK(check(e).empty());
        CHECK(unsupported(e).find(row.says) != std::string::npos);
    }
    Experiment e = sound();
    e.signal = SignalSpec{};
    e.loop.kind = "write-all-poll";
    e.limits.file_size = 1;
    CHECK(unsupported(e).empty());
}
