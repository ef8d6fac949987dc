#pragma once

#include "core/bytes/random.h"
#include "core/experiment/experiment.h"

#include <array>
#include <cstdint>
#include <initializer_list>

/// What random experiments are put together from.
namespace iovlab::differ {

// Sizes where rules change: around pages, around PIPE_BUF, nothing at all.
inline constexpr std::array<std::uint64_t, 14> kSizes = {0,    1,    2,    3,    100,  2048, 4095,
                                                         4096, 4097, 5000, 8191, 8192, 8193, 12288};

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t below(std::uint64_t n) { return next_random(state_) % n; }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <typename T>
    T one_of(std::initializer_list<T> values) {
        return *(values.begin() + below(values.size()));
    }
    std::uint64_t size() { return chance(50) ? kSizes[below(kSizes.size())] : below(20000); }

private:
    std::uint64_t state_;
};

/// One to three buffers with random content, and slices or views of some of them.
void add_buffers(Dice& dice, Experiment& experiment);
/// An entry of one of the experiment's buffers, or one at a bad address. `giants`: lengths of gigabytes too.
EntrySpec random_entry(Dice& dice, const Experiment& experiment, bool giants);
/// A target to write to, with a reader where it has one; none that keeps a caller waiting.
void make_target(Dice& dice, Experiment& experiment);

}  // namespace iovlab::differ
