#pragma once

#include "core/experiment/problem.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace iovlab {

/// What is wrong with the document, by place, so that each panel can say it beside the control that did it.
class Problems {
public:
    Problems() = default;
    explicit Problems(std::vector<Problem> all);

    bool empty() const { return all_.empty(); }
    std::size_t size() const { return all_.size(); }
    const std::vector<Problem>& all() const { return all_; }
    /// What is wrong at exactly this place ("buffer[0].name"), or null.
    const std::string* at(std::string_view where) const;
    /// What is first wrong at this place or inside it, or null: "call[0].iov[2]" finds "call[0].iov[2].length".
    const Problem* under(std::string_view where) const;

private:
    std::vector<Problem> all_;
    std::map<std::string, std::size_t, std::less<>> by_place_;
};

/// With a capital letter in front and a full stop behind: the checker's words follow a place.
std::string as_sentence(const std::string& what);

/// A place in words for people: "buffer 2, name", "entry 3, iov_len".
std::string place_in_words(const Path& where);

}  // namespace iovlab
