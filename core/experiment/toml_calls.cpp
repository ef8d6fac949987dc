#include "core/experiment/text.h"
#include "core/experiment/toml_sections.h"

#include <fmt/core.h>
#include <limits>

namespace iovlab {

namespace {

constexpr const char* kOps[] = {"writev", "pwritev",    "pwritev2", "write",
                                "writes", "copy+write", "readv",    "preadv"};

std::optional<BadBase> bad_from(const std::string& name) {
    for (const BadBase bad : {BadBase::Unmapped, BadBase::Crossing, BadBase::Null, BadBase::Kernel}) {
        if (name == to_string(bad)) return bad;
    }
    return std::nullopt;
}

void read_bad(Fields& fields, EntrySpec& entry) {
    static const std::vector<std::string> names = {"unmapped", "crossing", "null", "kernel"};
    const auto word = fields.string("bad");
    if (!word) return;
    const auto bad = bad_from(*word);
    if (!bad) {
        fields.complain("bad", fmt::format("no bad address is called {}{}; use {}", quoted(*word),
                                           did_you_mean(*word, names), one_of(names)));
        return;
    }
    entry.bad = *bad;
    fields.require("length", "length = 100");
    if (*bad != BadBase::Crossing) {
        if (fields.has("good")) fields.complain("good", "\"good\" belongs to bad = \"crossing\" alone");
        return;
    }
    fields.require("good", "good = 10, how many bytes may be read");
    entry.good = fields.natural("good").value_or(0);
}

EntrySpec read_entry(const toml::node& node, Complaints& complaints) {
    EntrySpec entry;
    if (const auto* name = node.as_string()) {
        entry.buffer = name->get();
        return entry;
    }
    const toml::table* table = node.as_table();
    if (!table) {
        complaints.add(
            "call", node.source().begin,
            fmt::format("an entry is {}; a buffer's name in quotes, or a table such as {{buffer = \"body\", "
                        "times = 2}}, is expected",
                        describe(node)));
        return entry;
    }
    Fields fields(*table, "call", "this entry", complaints);
    fields.know("buffer");
    fields.know("bad");
    if (!fields.has("buffer") && !fields.has("bad")) {
        fields.complain("", "this entry says neither which \"buffer\" it is of nor how its address is \"bad\"");
    } else if (fields.has("buffer") && fields.has("bad")) {
        fields.complain("bad",
                        "\"buffer\" and \"bad\" both stand here; an entry is of a buffer or at a bad address");
    } else if (fields.has("bad")) {
        read_bad(fields, entry);
    } else {
        entry.buffer = fields.string("buffer").value_or("");
    }
    if (const toml::node* length = fields.node("length")) entry.length = fields.natural_of(*length, "length", true);
    entry.times = fields.natural("times").value_or(1);
    fields.know("good");
    if (fields.has("good") && !fields.has("bad"))
        fields.complain("good", "\"good\" belongs to bad = \"crossing\" alone");
    fields.done();
    return entry;
}

Op read_op(Fields& fields) {
    const std::vector<std::string> names(std::begin(kOps), std::end(kOps));
    const auto word = fields.string("op");  // without it: what all of this is about
    if (!word) return Op::Writev;
    const auto op = op_from(*word);
    if (!op) {
        fields.complain("op", fmt::format("no operation is called {}{}; use {}", quoted(*word),
                                          did_you_mean(*word, names), one_of(names)));
    }
    return op.value_or(Op::Writev);
}

std::vector<EntrySpec> read_iov(Fields& fields, Complaints& complaints) {
    std::vector<EntrySpec> entries;
    fields.require("iov", "iov = [\"header\", \"body\"], the entries in order");
    const toml::node* iov = fields.node("iov");
    if (!iov) return entries;
    if (const toml::array* array = iov->as_array()) {
        for (const toml::node& element : *array) entries.push_back(read_entry(element, complaints));
    } else {
        fields.complain("iov",
                        fmt::format("iov is {}; a list of entries is expected, such as [\"header\", \"body\"]",
                                    describe(*iov)));
    }
    return entries;
}

CallSpec read_call(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "call", "this [call]", complaints);
    CallSpec call;
    call.op = read_op(fields);
    call.iov = read_iov(fields, complaints);
    if (const auto count = fields.integer("count")) {
        if (*count < std::numeric_limits<std::int32_t>::min() ||
            *count > std::numeric_limits<std::int32_t>::max()) {
            fields.complain(
                "count",
                fmt::format("count is {}; iovcnt is an int, so -2147483648 to 2147483647 is allowed", *count));
        } else {
            call.count = static_cast<std::int32_t>(*count);
        }
    }
    if (const auto array = fields.string("array")) {
        call.bad_array = *array == "bad";
        if (!call.bad_array) {
            fields.complain("array",
                            fmt::format("array is {}; \"bad\" is allowed, or leave it out", quoted(*array)));
        }
    }
    call.offset = fields.integer("offset").value_or(0);
    call.flags = read_flags(fields, true);
    call.resize = fields.natural("resize");
    fields.done();
    return call;
}

}  // namespace

FlagSet read_flags(Fields& fields, bool numbers) {
    FlagSet flags;
    const toml::node* node = fields.node("flags");
    if (!node) return flags;
    const auto add = [&](const toml::node& element) {
        if (const auto* name = element.as_string()) {
            flags.names.push_back(name->get());
            return;
        }
        if (!numbers || !element.is_integer()) {
            fields.complain_at(element, fmt::format("a flag is {}; its name is expected, in quotes{}",
                                                    describe(element), numbers ? ", or a number" : ""));
            return;
        }
        const auto bits = element.as_integer()->get();
        if (bits < 0 || bits > std::numeric_limits<std::uint32_t>::max()) {
            fields.complain_at(element,
                               fmt::format("a flag is the number {}; 0 to 4,294,967,295 is allowed", bits));
            return;
        }
        flags.number = flags.number.value_or(0) | static_cast<std::uint32_t>(bits);
    };
    if (const toml::array* array = node->as_array()) {
        for (const toml::node& element : *array) add(element);
    } else if (numbers && node->is_integer()) {
        add(*node);
    } else {
        fields.complain("flags",
                        fmt::format("flags is {}; a list of names is expected, such as [\"{}\"]{}", describe(*node),
                                    numbers ? "RWF_APPEND" : "O_NONBLOCK", numbers ? ", or a number" : ""));
    }
    return flags;
}

void read_second(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "second", "[second]", complaints);
    SecondSpec& second = experiment.second.emplace();
    second.iov = read_iov(fields, complaints);
    second.times = fields.natural("times").value_or(second.times);
    if (const auto word = fields.string("position")) {
        second.shared = *word == "shared";
        if (*word != "own" && *word != "shared") {
            fields.complain("position", fmt::format("position is {}{}; it is own or shared", quoted(*word),
                                                    did_you_mean(*word, {"own", "shared"})));
        }
    }
    fields.done();
}

void read_calls(const toml::node& node, Experiment& experiment, Complaints& complaints) {
    experiment.calls.clear();
    if (const toml::table* table = node.as_table()) {
        experiment.calls.push_back(read_call(*table, complaints));
        return;
    }
    const toml::array* array = node.as_array();
    const bool tables = array && !array->empty() && array->is_homogeneous(toml::node_type::table);
    if (!tables) {
        complaints.add(
            "call", node.source().begin,
            fmt::format("call is {}; a section [call] is expected, or several [[call]]", describe(node)));
    } else {
        for (const toml::node& element : *array)
            experiment.calls.push_back(read_call(*element.as_table(), complaints));
    }
    if (experiment.calls.empty()) experiment.calls.emplace_back();
}

}  // namespace iovlab
