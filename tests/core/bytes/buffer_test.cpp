#include "core/bytes/buffer.h"

#include "tests/catch.h"

using namespace iovlab;

namespace {

BufferSpec owned(const std::string& name, const std::string& text) {
    BufferSpec spec;
    spec.name = name;
    spec.kind = BufferKind::Bytearray;
    spec.content.text = text;
    return spec;
}

BufferSpec part(BufferKind kind, const std::string& name, const std::string& of, std::optional<SliceRange> range) {
    return {.name = name, .kind = kind, .content = {}, .of = of, .range = range};
}

std::string text_of(const Buffers& buffers, const std::string& name) {
    const Buffer* buffer = buffers.find(name);
    REQUIRE(buffer != nullptr);
    std::string text;
    for (std::uint64_t i = 0; i < buffer->size; ++i) {
        text += static_cast<char>(buffers.at(static_cast<std::size_t>(buffer - buffers.all.data()), i));
    }
    return text;
}

}  // namespace

TEST_CASE("slices are clamped as Python clamps them") {
    struct Row {
        std::int64_t start, stop;
        std::uint64_t size, begin, end;
    };
    // Each row is slice(start, stop).indices(size) of CPython 3.11, an empty range where stop < start.
    const Row row =
        GENERATE(Row{0, 10, 10, 0, 10}, Row{2, 5, 10, 2, 5}, Row{5, 2, 10, 5, 5}, Row{-3, 10, 10, 7, 10},
                 Row{0, -1, 10, 0, 9}, Row{-4, -2, 10, 6, 8}, Row{-2, -4, 10, 8, 8}, Row{0, 99, 10, 0, 10},
                 Row{99, 100, 10, 10, 10}, Row{-99, 3, 10, 0, 3}, Row{-99, -98, 10, 0, 0}, Row{0, 0, 10, 0, 0},
                 Row{0, 5, 0, 0, 0}, Row{-1, 1, 0, 0, 0}, Row{INT64_MIN, INT64_MAX, 10, 0, 10},
                 Row{INT64_MAX, INT64_MIN, 10, 10, 10}, Row{-10, 10, 10, 0, 10}, Row{10, 0, 10, 10, 10});
    CAPTURE(row.start, row.stop, row.size);
    CHECK(clamp_slice(SliceRange{row.start, row.stop}, row.size) == ByteRange{row.begin, row.end});
    CHECK(clamp_slice(std::nullopt, row.size) == ByteRange{0, row.size});
}

TEST_CASE("views share their root's bytes, however they were reached") {
    const Buffers buffers = resolve_buffers({
        owned("root", "0123456789"),
        part(BufferKind::View, "view", "root", SliceRange{2, 9}),            // 2345678
        part(BufferKind::View, "view-of-view", "view", SliceRange{-3, -1}),  // 67
        part(BufferKind::Slice, "slice", "view", SliceRange{1, 5}),          // 3456
        part(BufferKind::View, "view-of-slice", "slice", SliceRange{2, 4}),  // 56
        part(BufferKind::Slice, "slice-of-slice", "slice", SliceRange{0, 2}),
        part(BufferKind::View, "whole", "view-of-slice", std::nullopt),
    });
    CHECK(text_of(buffers, "view") == "2345678");
    CHECK(text_of(buffers, "view-of-view") == "67");
    CHECK(text_of(buffers, "slice") == "3456");
    CHECK(text_of(buffers, "view-of-slice") == "56");
    CHECK(text_of(buffers, "slice-of-slice") == "34");
    CHECK(text_of(buffers, "whole") == "56");

    const Buffer& deep = *buffers.find("view-of-view");
    CHECK(deep.root == 0);
    CHECK(deep.offset == 6);
    CHECK(deep.range == ByteRange{4, 6});  // in terms of what it was taken from
    CHECK(deep.of == "view");
    CHECK(buffers.find("slice")->root == 3);
    CHECK(buffers.find("slice")->offset == 0);
    CHECK(buffers.find("view-of-slice")->root == 3);
    CHECK(buffers.find("whole")->root == 3);
    CHECK(buffers.bytes[1].empty());
    CHECK(buffers.bytes[3].size() == 4);
    CHECK(buffers.find("nobody") == nullptr);
}

TEST_CASE("slices count as content, views do not") {
    const Buffers buffers = resolve_sizes({owned("root", "0123456789"), part(BufferKind::View, "v", "root", {}),
                                           part(BufferKind::Slice, "s", "v", SliceRange{0, 4})});
    CHECK(buffers.total_content() == 14);
}

TEST_CASE("sizes are worked out without making any bytes, however large they claim to be") {
    BufferSpec huge = owned("huge", "");
    huge.content = {.kind = ContentKind::Fill, .text = "a", .size = UINT64_MAX};
    const Buffers buffers =
        resolve_sizes({huge, part(BufferKind::Slice, "copy", "huge", SliceRange{0, INT64_MAX})});
    CHECK(buffers.all[1].size == static_cast<std::uint64_t>(INT64_MAX));
    CHECK(buffers.total_content() == UINT64_MAX);
}

TEST_CASE("a file's bytes come from the files that were read") {
    BufferSpec spec = owned("data", "in.bin");
    spec.content.kind = ContentKind::File;
    const std::vector<NamedFile> files = {{"other", {std::byte{'x'}}},
                                          {"in.bin", {std::byte{'h'}, std::byte{'i'}}}};
    CHECK(text_of(resolve_buffers({spec}, files), "data") == "hi");
    CHECK(resolve_sizes({spec}, files).all[0].size == 2);
    CHECK(resolve_sizes({spec}).all[0].size == 0);
}

TEST_CASE("specs that nobody checked are a fault of the program") {
    CHECK_THROWS_AS(resolve_buffers({part(BufferKind::View, "v", "later", {}), owned("later", "a")}),
                    std::logic_error);
    CHECK_THROWS_AS(resolve_buffers({owned("a", "1"), owned("a", "2")}), std::logic_error);
}
