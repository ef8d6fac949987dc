// What the model's answer costs: it stands beside every real call, and the differential test asks it for thousands.
#include "core/kernel/model/file_model.h"
#include "core/kernel/model/model_kernel.h"
#include "core/kernel/model/pipe_model.h"
#include "tests/bench/timing.h"
#include "tests/support/runs.h"

#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace iovlab::bench {

namespace {

constexpr int kCalls = 2000;  // a model's life: its record of where bytes came from grows with every call

struct Lists {
    Experiment experiment = test::into_pipe({100, 100, 100, 100, 100, 100, 100, 100}, 1u << 20, true);
    Buffers buffers = resolve_buffers(experiment.buffers);
    Arena arena{buffers, {experiment.calls[0].iov}};
    Call call{.op = Op::Writev, .list = arena.list(0)};
};

void ask(ModelKernel& model, const Call& call) {
    model.start(call);
    if (!model.claims() || model.rule() == nullptr) std::abort();
}

// A roomy pipe that is read empty before it is full.
void fill_and_drain(const Lists& lists) {
    ModelKernel model(lists.arena, std::make_unique<PipeModel>(lists.arena, PipeModelSetup{.capacity = 1u << 20}),
                      false);
    std::vector<std::byte> out;
    for (int i = 0; i < kCalls; ++i) {
        ask(model, lists.call);
        if (i % 128 == 127) model.read(SIZE_MAX, out);
    }
}

void stay_full(const Lists& lists) {
    const PipeModelSetup full{.capacity = 65536, .nonblock = true, .preload = 65536};
    ModelKernel model(lists.arena, std::make_unique<PipeModel>(lists.arena, full), false);
    for (int i = 0; i < kCalls; ++i) ask(model, lists.call);
}

void grow_file(const Lists& lists) {
    ModelKernel model(lists.arena, std::make_unique<FileModel>(lists.arena, FileModelSetup{}), false);
    for (int i = 0; i < kCalls; ++i) ask(model, lists.call);
}

void refuse(const Lists& lists) {
    ModelKernel model(lists.arena, std::make_unique<FileModel>(lists.arena, FileModelSetup{}), false);
    Call wrong = lists.call;
    wrong.count = -1;
    for (int i = 0; i < kCalls; ++i) ask(model, wrong);
}

}  // namespace

void model_calls() {
    const Lists lists;
    const std::pair<const char*, void (*)(const Lists&)> all[] = {
        {"model: 8 x 100 bytes refused for their count", refuse},
        {"model: the same into a full pipe, EAGAIN", stay_full},
        {"model: into a pipe, drained now and then", fill_and_drain},
        {"model: into a file that grows", grow_file},
    };
    std::vector<std::function<void()>> candidates;
    for (const auto& one : all) candidates.push_back([&lists, &one] { one.second(lists); });
    std::vector<Spread> spreads = measure(candidates, 21, 5);
    for (Spread& s : spreads) s = {s.min / kCalls, s.median / kCalls, s.max / kCalls};
    for (std::size_t i = 0; i < spreads.size(); ++i) {
        print(all[i].first, spreads[i], spreads[i].median / spreads[0].median);
    }
}

}  // namespace iovlab::bench
