#pragma once

#include <string>

/// Golden answers: texts that stand as files below tests/golden/, so that a change of the words shows as a
/// difference of these files, and nowhere else. `./check --golden` makes them anew.
namespace iovlab::test {

/// How `text` differs from the golden file `name`, as lines to be read ("-" the file, "+" the text); empty when it
/// does not. Under IOVLAB_GOLDEN=remake the file is written instead.
std::string golden_difference(const std::string& name, const std::string& text);

/// Several texts for one golden file, each below the expression that it comes from.
class Texts {
public:
    void add(const char* of, const std::string& text);
    const std::string& all() const { return all_; }

private:
    std::string all_;
};

/// The golden files are being made anew.
bool remaking_golden();
/// The folder that they stand in.
std::string golden_folder();

}  // namespace iovlab::test

/// Adds a text to `told`, the case's own Texts.
#define TELL(...) told.add(#__VA_ARGS__, __VA_ARGS__)

/// Fails unless `text` is what the golden file `name` holds.
#define IOVLAB_GOLDEN(name, text)                                                    \
    do {                                                                             \
        const std::string difference_ = iovlab::test::golden_difference(name, text); \
        if (!difference_.empty()) FAIL_CHECK(difference_);                           \
    } while (false)
