#pragma once

#include <array>
#include <cstdint>
#include <string>

/// What a trace says of others than the caller and our own reader: a client that was served, a second writer.
namespace iovlab {

/// A real client of `target.serve`: waited for, come, gone.
struct ServeStep {
    enum class What {
        Listening,  ///< the wait begins
        Came,       ///< a client is connected; the experiment's calls go to it
        Closed,     ///< it has closed its side: it sends nothing more, and may have left
        Left,       ///< the connection is broken: nothing reaches it any more
    };
    What what = What::Listening;
    std::string address{};  ///< Listening: "http://127.0.0.1:8080/"; else the client's, "127.0.0.1:53122"
    std::uint16_t port = 0;
    std::string request{};  ///< Came: the first line of what it sent, as it came
    bool whole = false;     ///< Came: it sent all of a request's head, up to the blank line
};

/// What is known of the client when the run is over. What its program read, and what it did with it, is not.
struct ClientEnd {
    std::string client{};            ///< "127.0.0.1:53122"; empty: nobody came
    std::string request{};           ///< the first line
    std::uint64_t handed = 0;        ///< bytes that the kernel took for it
    std::uint64_t acknowledged = 0;  ///< bytes of those that the client's kernel has acknowledged
    bool left = false;               ///< the connection broke before its end
};

/// What became of two writers' records (one call, one record), looked up byte by byte in what arrived.
struct Records {
    struct OfWriter {
        std::uint64_t length = 0;  ///< bytes of a record
        std::uint64_t made = 0;    ///< calls that the kernel took all of
        std::uint64_t whole = 0;   ///< records whose bytes lie together and are all there
        std::uint64_t broken = 0;  ///< records that the other writer's bytes have cut apart, or overwritten in part
        std::uint64_t gone = 0;    ///< records of which no byte is left
    };
    std::array<OfWriter, 2> writers{};
    std::uint64_t overwritten = 0;  ///< bytes that the kernel took and that are not there any more
};

}  // namespace iovlab
