#pragma once

#include <span>
#include <string_view>

namespace iovlab {

/// An experiment that ends in an errno: a file of assets/examples/errno, without ".toml".
struct Recipe {
    const char* file;
    const char* cause;  ///< what this one shows: "more than IOV_MAX entries"
};

/// One way for write(2), writev(2), pwritev2(2) or send(2) to fail, for the atlas. All texts are whole sentences
/// unless said otherwise.
struct ErrnoFact {
    const char* name;      ///< "EAGAIN"
    int number;            ///< on this machine
    const char* meaning;   ///< in a few words, without a full stop: "the call would have to wait"
    const char* where;     ///< kinds of targets: "pipe, socket", "any"
    const char* gone_out;  ///< what calls before it, or a short one, had stored: "nothing", "a beginning before"
    const char* cause;     ///< why the kernel says so, and what had gone out before
    const char* remedy;    ///< what a correct program does
    const char* python;    ///< what Python makes of it
    const char* go;
    const char* rust;
    const char* pages;  ///< manual pages
    bool injected;      ///< it cannot be had from this kernel on request: recipes report it without a call
    std::span<const Recipe> recipes;
};

/// Every errno of the atlas, by name.
std::span<const ErrnoFact> errno_facts();
/// Null for a name that is not in the atlas. Upper or lower case.
const ErrnoFact* errno_fact(std::string_view name);

}  // namespace iovlab
