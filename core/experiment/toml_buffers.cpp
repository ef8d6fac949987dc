#include "core/experiment/text.h"
#include "core/experiment/toml_sections.h"

#include <fmt/core.h>

namespace iovlab {

namespace {

const std::vector<std::string>& buffer_kind_names() {
    static const std::vector<std::string> names = {"bytes", "bytearray", "slice", "view"};
    return names;
}

std::optional<BufferKind> kind_from(const std::string& name) {
    for (const BufferKind kind : {BufferKind::Bytes, BufferKind::Bytearray, BufferKind::Slice, BufferKind::View}) {
        if (name == to_string(kind)) return kind;
    }
    return std::nullopt;
}

std::optional<SliceRange> read_range(Fields& fields) {
    const toml::node* node = fields.node("range");
    if (!node) return std::nullopt;
    const toml::array* array = node->as_array();
    if (!array || array->size() != 2 || !array->get(0)->is_integer() || !array->get(1)->is_integer()) {
        fields.complain("range", fmt::format("range is {}; two whole numbers are expected, start and stop, such as "
                                             "[0, 100] or [-10, -1]",
                                             array ? "an array of something else" : describe(*node)));
        return std::nullopt;
    }
    return SliceRange{array->get(0)->as_integer()->get(), array->get(1)->as_integer()->get()};
}

BufferSpec read_buffer(const toml::table& table, Complaints& complaints) {
    Fields fields(table, "buffer", "this [[buffer]]", complaints);
    BufferSpec buffer;
    if (fields.require("name", "name = \"body\"")) buffer.name = fields.string("name").value_or("");
    fields.know("name");
    fields.know("kind");
    if (!fields.require("kind", "kind = \"bytes\", \"bytearray\", \"slice\" or \"view\"")) return buffer;
    const auto word = fields.string("kind");
    if (!word) return buffer;
    const auto kind = kind_from(*word);
    if (!kind) {
        fields.complain("kind", fmt::format("no kind of buffer is called {}{}; use {}", quoted(*word),
                                            did_you_mean(*word, buffer_kind_names()), one_of(buffer_kind_names())));
        return buffer;
    }
    buffer.kind = *kind;
    if (*kind == BufferKind::Slice || *kind == BufferKind::View) {
        fields.require("of", "of = \"body\", the name of a buffer above it");
        buffer.of = fields.string("of").value_or("");
        buffer.range = read_range(fields);
    } else {
        buffer.content = read_content(fields);
    }
    fields.done();
    return buffer;
}

/// fill = {hex = "e9 00"}: a pattern that is no text.
std::string read_hex_pattern(const toml::table& table, Fields& fields) {
    Fields inside(table, fields.section(), "fill", fields.complaints());
    inside.require("hex", "hex = \"e9 00\", the pattern in hex digits");
    const Content digits{ContentKind::Hex, inside.string("hex").value_or(""), 0, 0};
    inside.done();
    const std::string problem = content_problem(digits);
    if (!problem.empty()) {
        inside.complain("hex", problem);
        return {};
    }
    std::string pattern;
    for (const std::byte byte : make_content(digits)) pattern += static_cast<char>(byte);
    return pattern;
}

}  // namespace

Content read_content(Fields& fields) {
    static const std::vector<std::pair<const char*, ContentKind>> kinds = {{"text", ContentKind::Text},
                                                                           {"hex", ContentKind::Hex},
                                                                           {"fill", ContentKind::Fill},
                                                                           {"random", ContentKind::Random},
                                                                           {"file", ContentKind::File}};
    Content content;
    const char* found = nullptr;
    for (const auto& [key, kind] : kinds) {
        fields.know(key);
        if (!fields.has(key)) continue;
        if (found) {
            fields.complain(key,
                            fmt::format("\"{}\" and \"{}\" both say what the content is; exactly one of text, hex, "
                                        "fill, random or file is allowed",
                                        found, key));
            continue;
        }
        found = key;
        content.kind = kind;
    }
    fields.know("size");
    if (!found) {
        fields.complain("",
                        "the content is missing; write one of text, hex, fill and size, random and size, or file");
        return content;
    }
    const toml::node* pattern = content.kind == ContentKind::Fill ? fields.node("fill") : nullptr;
    if (pattern && pattern->is_table()) {
        content.text = read_hex_pattern(*pattern->as_table(), fields);
    } else if (content.kind == ContentKind::Random) {
        content.seed = fields.natural("random").value_or(0);
    } else {
        content.text = fields.string(found).value_or("");
    }
    if (content.kind == ContentKind::Fill || content.kind == ContentKind::Random) {
        fields.require("size", "size = 1000, how many bytes to make");
        content.size = fields.natural("size").value_or(0);
    } else if (fields.has("size")) {
        fields.complain("size",
                        fmt::format("\"size\" belongs to fill and random; \"{}\" is as long as it is", found));
    }
    return content;
}

void read_buffers(const toml::node& node, Experiment& experiment, Complaints& complaints) {
    const toml::array* array = node.as_array();
    if (!array) {
        complaints.add("buffer", node.source().begin,
                       fmt::format("buffer is {}; each buffer begins with a line [[buffer]], in double brackets",
                                   describe(node)));
        return;
    }
    for (const toml::node& element : *array) {
        if (const toml::table* table = element.as_table()) {
            experiment.buffers.push_back(read_buffer(*table, complaints));
        } else {
            complaints.add("buffer", element.source().begin,
                           fmt::format("a buffer is {}; a table is expected, under [[buffer]]", describe(element)));
        }
    }
}

}  // namespace iovlab
