#include "core/experiment/check.h"
#include "core/experiment/text.h"
#include "core/experiment/toml.h"
#include "core/experiment/vocabulary.h"
#include "core/loops/loop.h"
#include "tests/catch.h"

#include <cstdlib>
#include <random>

using namespace iovlab;

namespace {

// An experiment that check() has nothing against, with every field drawn by chance.
class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    Experiment make() {
        Experiment e;
        e.title = text();
        if (chance()) e.seed = wide();
        const std::size_t buffers = 1 + below(6);
        for (std::size_t i = 0; i < buffers; ++i) add_buffer(e);
        e.calls.clear();
        const std::size_t calls = 1 + below(3);
        for (std::size_t i = 0; i < calls; ++i) e.calls.push_back(call(e));
        e.target = target();
        const TargetKind* kind = target_kind(e.target.kind);
        for (CallSpec& made : e.calls) {
            if (kind->name == "pipe" && chance()) made.resize = wide() >> 32;
        }
        if (has_reader(e.target) && chance()) {
            e.reader.policy = static_cast<ReaderPolicy>(below(7));
            e.reader.bytes = 1 + below(1u << 20);
            e.reader.every_ms = 1 + below(60000);
        }
        e.loop.kind = loop_names()[below(loop_names().size())];
        if (e.loop.kind == "copying") e.loop.kind = "chunked";  // which some of these entries would kill
        if (chance()) e.loop.max_calls = 1 + below(1000);
        if (chance()) e.faults = {"short 3 -> EAGAIN -> 2*real -> 20%short 1", chance()};
        if (chance()) e.limits.file_size = wide() >> 1;
        if (chance()) e.limits.sigpipe = Disposition::Default;
        if (chance()) e.limits.sigxfsz = Disposition::Default;
        if (chance()) e.signal = SignalSpec{sendable_signals()[below(sendable_signals().size())], chance()};
        if (chance()) e.deadline_s = 0.001 * static_cast<double>(1 + below(3'600'000));
        chance() ? turn_round(e) : only_write(e);
        return e;
    }

private:
    // Calls that read: everything that can be filled, and nobody at the other end who reads as well.
    static void turn_round(Experiment& e) {
        for (BufferSpec& buffer : e.buffers) {
            if (buffer.kind == BufferKind::Bytes) buffer.kind = BufferKind::Bytearray;
        }
        for (CallSpec& call : e.calls) {
            call.op = call.offset != 0 ? Op::Preadv : Op::Readv;
            call.flags = {};
        }
        e.reader = {};
        e.target.reader_open = true;
        if (e.target.content) e.target.preload = 0;
        if (e.target.kind != "file" && e.target.peer == "none") e.target.content.reset();
        if (e.target.kind == "pipe" && e.target.content) e.target.capacity = 1u << 20;
        if (loop_info(e.loop.kind)->right && e.loop.kind != "chunked") return;
        e.loop.kind = "write-all";
    }

    static void only_write(Experiment& e) {
        if (e.target.kind != "file") e.target.content.reset();
        e.target.writer_open = true;
    }

    std::uint64_t wide() { return chance() ? random_() : random_() % 100; }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
    bool chance() { return below(2) == 0; }

    std::string text() {
        static const char* const pieces[] = {"a",
                                             "Z9",
                                             " ",
                                             "\"",
                                             "\\",
                                             "\n",
                                             "\r\n",
                                             "\t",
                                             "'''",
                                             "\"\"\"",
                                             "#",
                                             "=",
                                             "]",
                                             "\x01",
                                             "\x7f",
                                             "\xc3\xbc",
                                             "\xf0\x9f\x99\x82",
                                             "\b",
                                             "\\u0041"};
        std::string result;
        for (std::size_t i = below(8); i > 0; --i) result += pieces[below(std::size(pieces))];
        if (below(10) == 0) result += '\0';
        return result;
    }

    std::string name() {
        static const char letters[] = "abcXYZ019_-";
        std::string result;
        for (std::size_t i = 1 + below(12); i > 0; --i) result += letters[below(sizeof letters - 1)];
        return result + std::to_string(++names_);
    }

    Content content() {
        Content made;
        made.kind = static_cast<ContentKind>(below(5));
        switch (made.kind) {
            case ContentKind::Text:
                made.text = text();
                break;
            case ContentKind::Hex:
                made.text = "00 ff 1A 2b";
                break;
            case ContentKind::Fill:
                made.text = "x" + text();
                made.size = below(10000);
                break;
            case ContentKind::Random:
                made.seed = wide();
                made.size = below(10000);
                break;
            case ContentKind::File:
                made.text = "in.bin";
                break;
        }
        return made;
    }

    void add_buffer(Experiment& e) {
        BufferSpec buffer;
        buffer.name = name();
        buffer.kind = static_cast<BufferKind>(below(e.buffers.empty() ? 2 : 4));
        if (buffer.kind == BufferKind::Slice || buffer.kind == BufferKind::View) {
            buffer.of = e.buffers[below(e.buffers.size())].name;
            if (chance())
                buffer.range = SliceRange{static_cast<std::int64_t>(wide()), static_cast<std::int64_t>(wide())};
        } else {
            buffer.content = content();
        }
        e.buffers.push_back(buffer);
    }

    EntrySpec entry(const Experiment& e) {
        EntrySpec made;
        if (below(3) == 0) made.times = 1 + below(100);
        if (chance()) {
            made.buffer = e.buffers[below(e.buffers.size())].name;
            if (chance()) made.length = length();
            return made;
        }
        made.bad = static_cast<BadBase>(1 + below(4));
        made.length = length();
        if (made.bad == BadBase::Crossing) made.good = *made.length % 4096;
        return made;
    }

    std::uint64_t length() {
        const std::uint64_t all[] = {0, 1, 70000, INT64_MAX, UINT64_MAX, UINT64_MAX - 1, 1ull << 63, wide()};
        return all[below(std::size(all))];
    }

    CallSpec call(const Experiment& e) {
        static constexpr Op ops[] = {Op::Writev, Op::Pwritev, Op::Pwritev2, Op::Writes};
        CallSpec made;
        made.op = ops[below(std::size(ops))];
        for (std::size_t i = below(8); i > 0; --i) made.iov.push_back(entry(e));
        if (made.op == Op::Writes) return made;
        if (chance()) made.count = static_cast<std::int32_t>(static_cast<std::uint32_t>(random_()));
        made.bad_array = below(4) == 0;
        if (made.op == Op::Writev) return made;
        made.offset = static_cast<std::int64_t>(wide());
        if (made.op == Op::Pwritev2 && chance()) made.flags.names = {"RWF_APPEND", "RWF_NOWAIT"};
        if (made.op == Op::Pwritev2 && chance()) made.flags.number = static_cast<std::uint32_t>(wide());
        return made;
    }

    TargetSpec target() {
        const TargetKind& kind = target_kinds()[below(target_kinds().size())];
        TargetSpec made;
        made.kind = kind.name;
        const auto draw = [&](const char* key) { return kind.has_key(key) && chance(); };
        if (draw("capacity")) made.capacity = 1 + below(1u << 20);
        if (draw("preload")) made.preload = below(4096);
        if (draw("reader")) made.reader_open = false;
        if (draw("writer")) made.writer_open = false;
        if (draw("path")) made.path = name();
        if (draw("content")) made.content = content();
        if (draw("seek")) made.seek = static_cast<std::int64_t>(wide() >> 1);
        if (draw("disk")) made.disk = kMaxContent + below(1u << 20);
        if (draw("peer")) made.peer = kind.peers[below(kind.peers.size())];
        if (draw("sndbuf")) made.sndbuf = 1 + below(1u << 20);
        if (draw("rcvbuf")) made.rcvbuf = 1 + below(1u << 20);
        if (draw("timeout")) made.timeout_s = 0.1 * static_cast<double>(1 + below(100));
        if (draw("serve") && made.peer == "open" && !made.rcvbuf) made.serve = below(65536);
        if (draw("size")) made.size = below(1u << 20);
        if (draw("seals")) made.seals = {"F_SEAL_GROW", "F_SEAL_WRITE"};
        if (draw("value")) made.value = random_() - 1;
        if (draw("flags")) made.flags.names = {kind.flags[below(kind.flags.size())]};
        if (made.disk && made.flags.has("O_DIRECT")) made.flags.names.clear();
        return made;
    }

    std::mt19937_64 random_;
    int names_ = 0;
};

std::uint64_t chosen_seed() {
    const char* given = std::getenv("IOVLAB_SEED");
    return given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

}  // namespace

TEST_CASE("what is written is read back equal, whatever it is") {
    const std::uint64_t seed = chosen_seed();
    CAPTURE(seed);  // IOVLAB_SEED=... repeats a failure
    for (std::uint64_t i = 0; i < 500; ++i) {
        const Experiment e = Maker(seed + i).make();
        const std::string written = write_experiment(e);
        CAPTURE(seed + i, written);
        for (const Problem& problem : check(e)) FAIL(to_string(problem.where) + ": " + problem.what);
        const ReadResult result = read_experiment(written, "x.toml");
        for (const FileProblem& problem : result.problems) FAIL(problem.text());
        REQUIRE(result.experiment == e);
        REQUIRE(write_experiment(result.experiment) == written);
    }
}

TEST_CASE("what is usual is left out, and the rest looks as a person would write it") {
    Experiment e;
    e.title = "A pipe";
    BufferSpec body;
    body.name = "body";
    body.kind = BufferKind::Bytearray;
    body.content = {ContentKind::Fill, "b", 0, 30000};
    BufferSpec window;
    window.name = "window";
    window.kind = BufferKind::View;
    window.of = "body";
    window.range = SliceRange{6000, 30000};
    e.buffers = {body, window};
    EntrySpec plain;
    plain.buffer = "body";
    EntrySpec lying;
    lying.buffer = "window";
    lying.length = UINT64_MAX;
    lying.times = 3;
    e.calls[0].iov = {plain, lying};
    e.target.flags.names = {"O_NONBLOCK"};
    CHECK(write_experiment(e) == R"(format = 1
title  = "A pipe"

[[buffer]]
name = "body"
kind = "bytearray"
fill = "b"
size = 30000

[[buffer]]
name  = "window"
kind  = "view"
of    = "body"
range = [6000, 30000]

[call]
op  = "writev"
iov = ["body", {buffer = "window", length = "SIZE_MAX", times = 3}]

[target]
kind  = "pipe"
flags = ["O_NONBLOCK"]
)");
}

TEST_CASE("keys that the target's kind does not have are not written") {
    Experiment e;
    e.target.kind = "file";
    e.target.capacity = 4096;  // left over from when it was a pipe
    const ReadResult result = read_experiment(write_experiment(e), "x.toml");
    REQUIRE(result.ok());
    CHECK(result.experiment.target.capacity == 65536);
}

TEST_CASE("a long list is broken into lines") {
    Experiment e;
    BufferSpec buffer;
    buffer.name = std::string(40, 'n');
    e.buffers = {buffer};
    EntrySpec entry;
    entry.buffer = buffer.name;
    e.calls[0].iov.assign(10, entry);
    const std::string written = write_experiment(e);
    std::size_t longest = 0;
    for (std::size_t at = 0; at < written.size();) {
        const std::size_t end = written.find('\n', at);
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    CHECK(longest <= 100);
    CHECK(read_experiment(written, "x.toml").experiment == e);
}

namespace {

/// Something that a person might leave half done.
void spoil(Experiment& e, std::mt19937_64& random) {
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const auto bytes = [&] {
        std::string text;
        for (std::size_t i = below(12); i > 0; --i) text += static_cast<char>(below(256));
        return text;
    };
    BufferSpec& buffer = e.buffers[below(e.buffers.size())];
    CallSpec& call = e.calls[below(e.calls.size())];
    switch (below(10)) {
        case 0:
            buffer.content = {ContentKind::Text, bytes(), 0, 0};
            break;
        case 1:
            buffer.content = {ContentKind::Fill, bytes(), 0, below(9)};
            break;
        case 2:
            buffer.name = as_utf8(bytes());
            break;
        case 3:
            e.target.kind = target_kinds()[below(target_kinds().size())].name;
            e.target.flags = {};  // as the window does
            if (e.target.kind != "memfd") e.target.seals.clear();
            break;
        case 4:
            e.faults.script = as_utf8(bytes());
            break;
        case 5:
            e.title = as_utf8(bytes());
            break;
        case 6:
            call.iov.push_back({});
            break;
        case 7:
            call.op = static_cast<Op>(below(8));
            break;
        case 8:
            e.loop.kind = "blocks: " + as_utf8(bytes());
            break;
        default:
            e.target.content = Content{ContentKind::Text, bytes(), 0, 0};
            break;
    }
}

}  // namespace

TEST_CASE("a document that nobody would run yet is written and read back equal, too") {
    std::mt19937_64 random(chosen_seed());
    for (int i = 0; i < 2000; ++i) {
        Experiment e = Maker(random()).make();
        for (int change = 0; change < 4; ++change) spoil(e, random);
        for (BufferSpec& buffer : e.buffers) {  // as the window keeps them: a part has no content of its own
            const bool part = buffer.kind == BufferKind::Slice || buffer.kind == BufferKind::View;
            if (part) buffer.content = {};
        }
        const std::string written = write_experiment(e);
        CAPTURE(written);
        const ReadResult read = read_experiment(written, "x.toml");
        if (!read.whole) FAIL(read.problems.front().text());
        REQUIRE(read.experiment == writable(e));
        // What is not written, since the kind has no such key, is not judged either.
        std::string judged, written_judged;
        for (const Problem& problem : check(e)) judged += to_string(problem.where) + ": " + problem.what + "\n";
        for (const Problem& problem : check(writable(e)))
            written_judged += to_string(problem.where) + ": " + problem.what + "\n";
        REQUIRE(judged == written_judged);
    }
}
