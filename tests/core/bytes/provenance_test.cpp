// Provenance against one record a byte. A failure prints the seed that makes it again.
#include "core/bytes/provenance.h"

#include "tests/catch.h"

#include <random>
#include <string>
#include <vector>

using namespace iovlab;

namespace {

/// Every byte's source, one by one. Holes have no offset.
struct Origin {
    Source source = Source::Hole;
    std::uint32_t step = 0;
    std::uint32_t list = 0;
    std::uint32_t entry = 0;
    std::uint64_t offset = 0;

    bool operator==(const Origin&) const = default;
};
using Bytes = std::vector<Origin>;

Origin origin_of(const Piece& piece, std::uint64_t i) {
    if (piece.source == Source::Hole) return {};
    return {piece.source, piece.step, piece.list, piece.entry, piece.offset + i};
}

void overlay(Bytes& bytes, const Piece& piece) {
    if (piece.length == 0) return;
    if (bytes.size() < piece.end()) bytes.resize(piece.end());
    for (std::uint64_t i = 0; i < piece.length; ++i) bytes[piece.at + i] = origin_of(piece, i);
}

/// What is wrong, or nothing.
std::string compare(const Provenance& provenance, const Bytes& bytes) {
    if (provenance.size() != bytes.size()) return "the size is " + std::to_string(provenance.size());
    std::uint64_t at = 0;
    const Piece* last = nullptr;
    for (const Piece& piece : provenance.pieces()) {
        if (piece.length == 0) return "an empty piece at " + std::to_string(piece.at);
        if (piece.at != at) return "a gap or an overlap at " + std::to_string(at);
        if (last && origin_of(*last, last->length) == origin_of(piece, 0)) {
            return "two pieces that should be one at " + std::to_string(at);
        }
        for (std::uint64_t i = 0; i < piece.length; ++i) {
            if (origin_of(piece, i) != bytes[at + i]) return "a wrong source at " + std::to_string(at + i);
        }
        at = piece.end();
        last = &piece;
    }
    return at == bytes.size() ? std::string() : "nothing is known of " + std::to_string(at);
}

std::string compare_find(const Provenance& provenance, const Bytes& bytes) {
    for (std::uint64_t at = 0; at < bytes.size(); ++at) {
        const Piece* piece = provenance.find(at);
        if (!piece || at < piece->at || at >= piece->end()) return "find(" + std::to_string(at) + ")";
        if (origin_of(*piece, at - piece->at) != bytes[at]) return "find(" + std::to_string(at) + ")'s source";
    }
    return provenance.find(bytes.size()) ? std::string("find() past the end") : std::string();
}

Piece random_piece(std::mt19937_64& random, std::uint64_t most_at) {
    Piece piece{.at = random() % (most_at + 1), .length = random() % 12};
    switch (random() % 8) {
        case 0:
            piece.source = Source::Hole;
            break;
        case 1:
            piece.source = Source::Content;
            piece.offset = piece.at;
            break;
        case 2:
            piece.source = Source::Preload;
            piece.offset = random() % 30;
            break;
        default:  // few steps and entries, so that neighbours often go on where the last one ended
            piece.source = Source::Entry;
            piece.step = 1 + static_cast<std::uint32_t>(random() % 2);
            piece.entry = static_cast<std::uint32_t>(random() % 2);
            piece.offset = random() % 3 == 0 ? random() % 20 : piece.at;
    }
    return piece;
}

}  // namespace

TEST_CASE("Provenance: appends, overlays and resizes against a record of every byte", "[bytes][provenance]") {
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        std::mt19937_64 random(seed);
        Provenance provenance;
        Bytes bytes;
        for (int i = 0; i < 40; ++i) {
            const std::uint64_t dice = random() % 10;
            std::string did;
            if (dice < 3) {
                Piece piece = random_piece(random, 0);
                if (random() % 2 == 0) piece.offset = bytes.size();
                provenance.append(piece);
                piece.at = bytes.size();
                overlay(bytes, piece);
                did = "append";
            } else if (dice < 9) {
                const Piece piece = random_piece(random, bytes.size() + 5);
                provenance.overlay(piece);
                overlay(bytes, piece);
                did = "overlay at " + std::to_string(piece.at) + " of " + std::to_string(piece.length);
            } else {
                const std::uint64_t size = random() % (bytes.size() + 8);
                provenance.resize(size);
                bytes.resize(size);
                did = "resize to " + std::to_string(size);
            }
            std::string wrong = compare(provenance, bytes);
            if (wrong.empty()) wrong = compare_find(provenance, bytes);
            if (!wrong.empty()) FAIL("seed " << seed << ", operation " << i << ", " << did << ": " << wrong);
        }
    }
    SUCCEED();
}

TEST_CASE("Provenance: what goes on seamlessly is one piece", "[bytes][provenance]") {
    Provenance provenance;
    Piece piece{.length = 10, .source = Source::Entry, .step = 1};
    provenance.append(piece);
    SECTION("the same entry of the same call goes on") {
        piece.offset = 10;
        provenance.append(piece);
        REQUIRE(provenance.pieces().size() == 1);
        CHECK(provenance.pieces()[0].length == 20);
    }
    SECTION("another call does not, though it is the same entry") {
        piece.offset = 10;
        piece.step = 2;
        provenance.append(piece);
        CHECK(provenance.pieces().size() == 2);
    }
    SECTION("the same bytes again do not") {
        provenance.append(piece);
        CHECK(provenance.pieces().size() == 2);
    }
    SECTION("another list's entry does not") {
        piece.offset = 10;
        piece.list = 1;
        provenance.append(piece);
        CHECK(provenance.pieces().size() == 2);
    }
}

TEST_CASE("Provenance: ranges, not a record a byte", "[bytes][provenance]") {
    Provenance provenance;
    const std::uint64_t large = 1ull << 40;
    provenance.overlay({.at = large, .length = large, .source = Source::Entry, .step = 1});
    CHECK(provenance.size() == 2 * large);
    REQUIRE(provenance.pieces().size() == 2);
    CHECK(provenance.find(5)->source == Source::Hole);
    CHECK(provenance.find(large)->offset == 0);
    CHECK(provenance.find(2 * large) == nullptr);
}

TEST_CASE("provenance: as many pieces over as many others cost a search each", "[bytes][provenance][limits]") {
    constexpr std::uint32_t kPieces = 200'000;  // were they all copied each time, this would take hours
    Provenance provenance;
    const auto put = [&](std::uint32_t step, std::uint64_t at) {
        provenance.overlay({.at = at,
                            .length = 3,
                            .source = Source::Entry,
                            .step = step,
                            .entry = static_cast<std::uint32_t>(at)});
    };
    for (std::uint32_t i = 0; i < kPieces; ++i) put(1, 3ULL * i);
    for (std::uint32_t i = kPieces; i-- > 1;) put(2, 3ULL * i - 1);
    CHECK(provenance.size() == 3ULL * kPieces);
    CHECK(provenance.pieces().size() == kPieces + 1);
    const Provenance copy = provenance;
    CHECK(copy.pieces() == provenance.pieces());
    CHECK(copy.find(7)->step == 2);
}
