#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"
#include "core/loops/blocks.h"
#include "tests/fuzz/mutate.h"

#include <map>

namespace iovlab::fuzz {

namespace {

using Words = std::vector<std::string>;

const Words kNumbers = {"0",
                        "1",
                        "2",
                        "3",
                        "10",
                        "100",
                        "4095",
                        "4096",
                        "4097",
                        "65535",
                        "65536",
                        "65537",
                        "1024",
                        "1025",
                        "1000000",
                        "1048576",
                        "67108864",
                        "2147479552",
                        "2147483647",
                        "4294967295",
                        "4294967296",
                        "9223372036854775797",
                        "9223372036854775807",
                        "-1",
                        "-2",
                        "-9223372036854775808",
                        "0x7fffffff",
                        "0o17",
                        "0b11",
                        "1_000",
                        "\"0xffffffffffffffff\"",
                        "\"0x8000000000000000\"",
                        "\"SIZE_MAX\"",
                        "\"SSIZE_MAX\""};
const Words kReals = {"0.0",    "0.001", "0.5",    "2.0",    "3600.0", "3600.1", "-1.5",
                      "nan",    "inf",   "-inf",   "1e-300", "1e300",  "0.1",    "0.30000000000000004",
                      "5e-324", "1",     "2_000.5"};
const Words kTexts = {"\"\"",
                      "\"a\"",
                      "\"hello\"",
                      "\"a\\nb\\r\\n\"",
                      "\"\\u0000\"",
                      "\"\\u001b[31m\"",
                      "\"caf\\u00e9\"",
                      "\"\xc5\x81ukasz\"",
                      "\"\\U0001F600\"",
                      "\"\xf0\x9f\x98\x80\"",
                      "\"\\\"\\\\\"",
                      "'raw \\ text'",
                      "\"\"\"\nlong\n\"\"\"",
                      "'''\n'''",
                      "\"\\u007f\\u0085\"",
                      "\"\xe2\x80\xae\"",
                      "\"\\uFFFE\"",
                      "\"../x\"",
                      "\".\"",
                      "\"a/b\"",
                      "\"a.txt\"",
                      "\"# no\"",
                      "\"-> real\"",
                      "\"{all}\"",
                      "\"{body + 1}\"",
                      "\"a|b\"",
                      "\"```\""};
const Words kHex = {"\"\"", "\"00\"", "\"00 ff\"", "\"00FF7f\"", "\"0\"", "\"zz\"", "\"0 0\"", "\"aa\\tbb\""};
const Words kNames = {"\"a\"", "\"body\"", "\"header\"", "\"b-1\"", "\"_\"", "\"\"", "\"out\"", "\"x y\""};

Words quoted_all(const Words& words) {
    Words all;
    for (const std::string& word : words) all.push_back('"' + word + '"');
    return all;
}

// Words that the format knows by name: the program's own lists where it has them.
const Words& named(Value value) {
    static const std::map<Value, Words> all = [] {
        Words kinds;
        for (const TargetKind& kind : target_kinds()) kinds.push_back(kind.name);
        std::map<Value, Words> made = {
            {Value::Bool, {"true", "false"}},
            {Value::Op, {"writev", "pwritev", "pwritev2", "write", "writes", "copy+write", "readv", "preadv"}},
            {Value::Bad, {"unmapped", "crossing", "null", "kernel"}},
            {Value::BufferKind, {"bytes", "bytearray", "slice", "view"}},
            {Value::Peer, {"open", "closed", "closed-unread", "none", "bound"}},
            {Value::Policy, {"none", "all", "after-call", "when-full", "steady", "close-after", "close-when-full"}},
            {Value::Disposition, {"ignore", "default"}},
            {Value::Open, {"open", "closed"}},
            {Value::Position, {"own", "shared"}},
            {Value::Language, {"python", "c", "rust"}},
            {Value::Verdict, {"intact", "incomplete", "lost", "duplicated", "reordered", "corrupt", "split"}},
            {Value::Status, {"done", "error", "blocked", "killed", "stopped"}},
            {Value::Origin, {"kernel", "capped", "injected"}},
            {Value::Target, kinds},
            {Value::Loop, loop_names()},
            {Value::Signal, sendable_signals()},
            {Value::Errno, common_errnos()},
        };
        for (auto& [key, words] : made) {
            if (key != Value::Bool) words = quoted_all(words);
        }
        return made;
    }();
    return all.at(value);
}

std::string listed(const Words& from, Chance& chance) {
    std::string text = "[";
    for (std::size_t n = chance.below(4); n > 0; --n) text += chance.of(from) + (n > 1 ? ", " : "");
    return text + "]";
}

std::string some_blocks(Chance& chance, const char* between) {
    std::string text;
    for (std::size_t n = chance.below(8); n > 0; --n)
        text += std::string(text.empty() ? "" : between) + chance.of(loop_blocks()).name;
    return text;
}

std::string entry(Chance& chance) {
    if (chance.one_in(2)) return chance.of(kNames);
    std::string text =
        chance.one_in(3) ? "{bad = " + chance.of(named(Value::Bad)) : "{buffer = " + chance.of(kNames);
    if (chance.one_in(2)) text += ", length = " + chance.of(kNumbers);
    if (chance.one_in(3)) text += ", times = " + chance.of(kNumbers);
    if (chance.one_in(4)) text += ", good = " + chance.of(kNumbers);
    return text + "}";
}

std::string entries(Chance& chance) {
    std::string text = "[";
    for (std::size_t n = chance.below(5); n > 0; --n) text += entry(chance) + (n > 1 ? ", " : "");
    return text + "]";
}

std::string script(Chance& chance) {
    static const Words steps = {"real",       "short 0", "short 3", "EAGAIN", "2*real",
                                "20%short 1", "EINTR",   "9*EIO",   "?"};
    std::string text;
    for (std::size_t n = chance.below(5); n > 0; --n) text += (text.empty() ? "" : " -> ") + chance.of(steps);
    return '"' + text + '"';
}

std::string claim(Chance& chance) {
    static const Words keys = {"result",    "asked",    "iovcnt", "queued", "calls",
                               "delivered", "believed", "spun",   "lost"};
    switch (chance.below(4)) {
        case 0:
            return "{verdict = " + chance.of(named(Value::Verdict)) + "}";
        case 1:
            return "{error = " + chance.of(named(Value::Errno)) + "}";
        default:
            return "{" + chance.of(keys) + " = " + drawn(Value::Amount, chance) + "}";
    }
}

std::string amount(Chance& chance) {
    static const Words sums = {"\"all\"",
                               "\"all - 1\"",
                               "\"body + header\"",
                               "\"capacity\"",
                               "\"entries + 1\"",
                               "\"short\"",
                               "\"all + 18446744073709551615\"",
                               "\"all - 9223372036854775807 - 9\"",
                               "{min = 1}",
                               "{max = \"all\"}",
                               "{min = 1, max = 3}"};
    return chance.one_in(2) ? chance.of(sums) : chance.of(kNumbers);
}

std::string flags(Chance& chance) {
    static const Words names = quoted_all({"O_NONBLOCK", "O_DIRECT", "O_APPEND", "O_TRUNC", "O_RDONLY", "O_WRONLY",
                                           "O_PATH", "RWF_APPEND", "RWF_NOWAIT", "RWF_HIPRI", "RWF_DSYNC"});
    if (chance.one_in(6)) return chance.of(kNumbers);
    return chance.one_in(6) ? "[" + chance.of(names) + ", 256]" : listed(names, chance);
}

std::string content(Chance& chance) {
    switch (chance.below(5)) {
        case 0:
            return "{fill = " + chance.of(kTexts) + ", size = " + chance.of(kNumbers) + "}";
        case 1:
            return "{random = " + chance.of(kNumbers) + ", size = " + chance.of(kNumbers) + "}";
        case 2:
            return "{hex = " + chance.of(kHex) + "}";
        case 3:
            return "{file = " + chance.of(kTexts) + "}";
        default:
            return chance.of(kTexts);
    }
}

std::string path(Chance& chance) {
    static const Words paths =
        quoted_all({"call", "target.capacity", "buffer[0].size", "buffer[9].size", "call[0].iov", "reader.bytes",
                    "buffer[-1].size", "loop", "zzz", "buffer[body].size"});
    return listed(paths, chance);
}

}  // namespace

std::string drawn(Value value, Chance& chance) {
    switch (value) {
        case Value::Number:
        case Value::Length:
            return chance.of(kNumbers);
        case Value::Real:
            return chance.of(kReals);
        case Value::Text:
            return chance.of(kTexts);
        case Value::Hex:
            return chance.of(kHex);
        case Value::Name:
            return chance.of(kNames);
        case Value::Names:
            return listed(chance.one_in(2) ? kNames : kTexts, chance);
        case Value::Entries:
            return entries(chance);
        case Value::Flags:
            return flags(chance);
        case Value::Range:
            return "[" + chance.of(kNumbers) + ", " + chance.of(kNumbers) + "]";
        case Value::Content:
            return content(chance);
        case Value::Script:
            return script(chance);
        case Value::Seals:
            return listed(quoted_all(seal_names()), chance);
        case Value::Claim:
            return claim(chance);
        case Value::Amount:
            return amount(chance);
        case Value::Blocks:
            return "[\"" + some_blocks(chance, "\", \"") + "\"]";
        case Value::Paths:
            return path(chance);
        case Value::Loop:
            if (chance.one_in(3)) return "\"blocks: " + some_blocks(chance, ", ") + "\"";
            [[fallthrough]];
        default:
            return chance.of(named(value));
    }
}

}  // namespace iovlab::fuzz
