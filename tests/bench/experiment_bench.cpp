#include "core/experiment/check.h"
#include "core/experiment/toml.h"
#include "tests/bench/timing.h"
#include "tests/support/runs.h"

#include <cstdlib>

namespace iovlab::bench {

void reading_and_checking() {
    Experiment experiment = test::into_pipe({10000, 20000, 30000, 40000}, 65536, true);
    for (int i = 0; i < 255; ++i) {
        for (int k = 0; k < 4; ++k)
            experiment.calls[0].iov.push_back(experiment.calls[0].iov[static_cast<std::size_t>(k)]);
    }
    const std::string text = write_experiment(experiment);
    const auto spreads = measure({[&] {
                                      if (!check(experiment).empty()) std::abort();
                                  },
                                  [&] {
                                      if (!read_experiment(text, "bench").ok()) std::abort();
                                  }},
                                 9, 50);
    print("check: 1,024 entries", spreads[0], 1.0);
    print("read and check the same from TOML", spreads[1], spreads[1].median / spreads[0].median);
}

}  // namespace iovlab::bench
