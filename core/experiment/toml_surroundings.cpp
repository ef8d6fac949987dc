#include "core/experiment/text.h"
#include "core/experiment/toml_sections.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <fmt/core.h>

namespace iovlab {

namespace {

// "a pipe target has no key ..." for a key that another kind has; plain unknown keys are Fields::done()'s.
void refuse_strange_keys(Fields& fields, const TargetKind& kind) {
    for (const TargetKind& other : target_kinds()) {
        for (const std::string& key : other.keys) {
            if (!fields.has(key) || kind.has_key(key)) continue;
            fields.know(key);
            std::string has = "it has no keys but kind";
            if (!kind.keys.empty()) has = "it has " + one_of(kind.keys);
            fields.complain(key, fmt::format("a target of kind {} has no \"{}\"; {}", kind.name, key, has));
            return;
        }
    }
}

void read_target_content(Fields& fields, TargetSpec& target) {
    const toml::node* node = fields.node("content");
    if (!node) return;
    if (const auto* text = node->as_string()) {
        target.content.emplace().text = text->get();
    } else if (const toml::table* table = node->as_table()) {
        Fields content(*table, "target", "target.content", fields.complaints());
        target.content = read_content(content);
        content.done();
    } else {
        fields.complain("content",
                        fmt::format("content is {}; a string is expected, or a table such as {{fill = \"a\", "
                                    "size = 100}}",
                                    describe(*node)));
    }
}

bool read_open(Fields& fields, const char* key) {
    const auto word = fields.string(key);
    if (!word || *word == "open") return true;
    if (*word != "closed") {
        fields.complain(key, fmt::format("{} is {}{}; it is open or closed", key, quoted(*word),
                                         did_you_mean(*word, {"open", "closed"})));
    }
    return *word != "closed";
}

// Each key only where the kind has it, so that Fields::done() knows which keys to name.
void read_target_keys(Fields& fields, const TargetKind& kind, TargetSpec& target) {
    if (kind.has_key("path")) target.path = fields.string("path").value_or(target.path);
    if (kind.has_key("capacity")) target.capacity = fields.natural("capacity").value_or(target.capacity);
    if (kind.has_key("sndbuf")) target.sndbuf = fields.natural("sndbuf");
    if (kind.has_key("rcvbuf")) target.rcvbuf = fields.natural("rcvbuf");
    if (kind.has_key("flags")) target.flags = read_flags(fields, false);
    if (kind.has_key("content")) read_target_content(fields, target);
    if (kind.has_key("seek")) target.seek = fields.integer("seek").value_or(target.seek);
    if (kind.has_key("disk")) target.disk = fields.natural("disk");
    if (kind.has_key("preload")) target.preload = fields.natural("preload").value_or(target.preload);
    if (kind.has_key("reader")) target.reader_open = read_open(fields, "reader");
    if (kind.has_key("writer")) target.writer_open = read_open(fields, "writer");
    if (kind.has_key("timeout")) target.timeout_s = fields.number("timeout");
    if (kind.has_key("peer")) target.peer = fields.string("peer").value_or(target.peer);
    if (kind.has_key("serve")) target.serve = fields.natural("serve");
    if (kind.has_key("size")) target.size = fields.natural("size").value_or(target.size);
    if (kind.has_key("seals")) target.seals = fields.names("seals").value_or(target.seals);
    if (kind.has_key("value")) target.value = fields.natural("value").value_or(target.value);
}

Disposition read_disposition(Fields& fields, const char* key) {
    const auto word = fields.string(key);
    if (!word || *word == "ignore") return Disposition::Ignore;
    if (*word == "default") return Disposition::Default;
    fields.complain(key, fmt::format("{} is {}{}; it is ignore or default", key, quoted(*word),
                                     did_you_mean(*word, {"ignore", "default"})));
    return Disposition::Ignore;
}

}  // namespace

void read_target(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "target", "[target]", complaints);
    fields.know("kind");
    if (!fields.require("kind", "kind = \"pipe\" or kind = \"file\"")) return;
    const auto word = fields.string("kind");
    if (!word) return;
    experiment.target.kind = *word;
    const TargetKind* kind = target_kind(*word);
    if (!kind) return;  // check() says so, and its keys cannot be judged
    refuse_strange_keys(fields, *kind);
    read_target_keys(fields, *kind, experiment.target);
    fields.done();
}

void read_reader(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    static const std::vector<std::string> names = {"none",   "all",         "after-call",     "when-full",
                                                   "steady", "close-after", "close-when-full"};
    Fields fields(table, "reader", "[reader]", complaints);
    ReaderSpec& reader = experiment.reader;
    fields.require("policy", "policy = \"none\" or another of " + one_of(names));
    if (const auto word = fields.string("policy")) {
        const auto policy = reader_policy_from(*word);
        if (!policy) {
            fields.complain("policy", fmt::format("no policy is called {}{}; use {}", quoted(*word),
                                                  did_you_mean(*word, names), one_of(names)));
        }
        reader.policy = policy.value_or(reader.policy);
    }
    reader.bytes = fields.natural("bytes").value_or(reader.bytes);
    reader.every_ms = fields.natural("every_ms").value_or(reader.every_ms);
    fields.done();
}

void read_loop(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "loop", "[loop]", complaints);
    fields.require("kind", "kind = \"once\"");
    experiment.loop.kind = fields.string("kind").value_or(experiment.loop.kind);
    experiment.loop.max_calls = fields.natural("max_calls").value_or(experiment.loop.max_calls);
    fields.done();
}

void read_faults(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "faults", "[faults]", complaints);
    fields.require("script", "script = \"short 3 -> EAGAIN\"");
    experiment.faults.script = fields.string("script").value_or("");
    experiment.faults.repeat = fields.boolean("repeat").value_or(false);
    fields.done();
}

void read_limits(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "limits", "[limits]", complaints);
    experiment.limits.file_size = fields.natural("file_size");
    experiment.limits.sigpipe = read_disposition(fields, "SIGPIPE");
    experiment.limits.sigxfsz = read_disposition(fields, "SIGXFSZ");
    fields.done();
}

void read_signal(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "signal", "[signal]", complaints);
    SignalSpec& signal = experiment.signal.emplace();
    if (const auto when = fields.string("when"); when && *when != "asleep") {
        fields.complain("when",
                        fmt::format("when is {}; \"asleep\" is allowed: the signal is sent when the worker is "
                                    "seen asleep in the call",
                                    quoted(*when)));
    }
    fields.require("name", "name = \"SIGUSR1\"");
    signal.name = fields.string("name").value_or(signal.name);
    signal.restart = fields.boolean("restart").value_or(false);
    fields.done();
}

void read_deadline(const toml::table& table, Experiment& experiment, Complaints& complaints) {
    Fields fields(table, "deadline", "[deadline]", complaints);
    fields.require("seconds", "seconds = 2.0");
    experiment.deadline_s = fields.number("seconds");
    fields.done();
}

}  // namespace iovlab
