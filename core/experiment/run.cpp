#include "core/experiment/run.h"

#include "core/experiment/board.h"
#include "core/experiment/check.h"
#include "core/experiment/engine.h"
#include "core/experiment/fault_script.h"
#include "core/experiment/model_setup.h"
#include "core/experiment/open_target.h"
#include "core/experiment/race.h"
#include "core/experiment/scratch.h"
#include "core/experiment/serve.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"
#include "core/kernel/real/real_kernel.h"

#include <fmt/format.h>
#include <system_error>
#include <utility>

namespace iovlab {

namespace {

WorkerSetup worker_setup(const Experiment& experiment, const Arena& arena, Sight sight) {
    WorkerSetup setup{.arena = &arena,
                      .file_size = experiment.limits.file_size,
                      .sigpipe_default = experiment.limits.sigpipe == Disposition::Default,
                      .sigxfsz_default = experiment.limits.sigxfsz == Disposition::Default};
    setup.reads = reads(experiment);
    setup.sight = sight;
    if (experiment.signal) {
        setup.signal = signal_from(experiment.signal->name).value_or(0);
        setup.restart = experiment.signal->restart;
    }
    return setup;
}

// The book of a target with a reader; null where there is none.
std::unique_ptr<PipeRecord> record_of(const TargetSpec& spec, const TargetState& state) {
    if (sink_kind(spec) != SinkKind::Stream) return nullptr;
    if (spec.kind != "pipe") {
        using Keeps = PipeRecord::Keeps;
        const bool bytes = spec.kind == "unix-stream" || spec.kind == "tcp" || spec.kind == "pty";
        return std::make_unique<PipeRecord>(bytes ? Keeps::Bytes : Keeps::Messages, spec.kind.starts_with("unix-"));
    }
    return std::make_unique<PipeRecord>(static_cast<std::uint64_t>(state.capacity.value_or(0)), preloaded(spec),
                                        spec.flags.has("O_DIRECT"));
}

// What every run needs of the machine, and this one does not give.
CannotRun no_worker(const std::system_error& error) {
    return CannotRun(
        fmt::format("This machine does not give what every run needs: {}. A sandbox, a container or an "
                    "old kernel may be why",
                    error.what()));
}

}  // namespace

struct Run::Impl {
    Impl(const Experiment& e, RunOptions o) : experiment(e), options(std::move(o)), board(options.step) {}

    void set_up();
    std::unique_ptr<Kernel> make_kernel(const Scratch& scratch, Arena& its_arena, ModelFacts& facts);
    void show_content();
    void race(const Scratch& scratch);

    const Experiment experiment;
    const RunOptions options;
    Board board;

    mutable std::mutex mutex;  // guards the pointers below while they are made; what they point to never moves
    std::unique_ptr<Buffers> buffers;
    std::unique_ptr<Arena> arena;
    std::unique_ptr<SinkRecord> sink;
    std::unique_ptr<PipeRecord> pipe;
    std::unique_ptr<Foreteller> model;
    std::unique_ptr<Kernel> kernel;
    Served* client = nullptr;       // of target.serve: the kernel's target
    std::vector<std::byte> source;  // of calls that read from a pipe or socket
};

void Run::Impl::set_up() {
    if (const std::string missing = unsupported(experiment); !missing.empty()) throw CannotRun(missing);
    const Scratch scratch(options.keep);
    if (reads(experiment)) source = waiting_in(experiment.target, scratch);
    auto new_buffers =
        std::make_unique<Buffers>(resolve_buffers(experiment.buffers, scratch.read_files(experiment)));
    std::vector<std::vector<EntrySpec>> lists;
    for (const CallSpec& call : experiment.calls) lists.push_back(call.iov);
    if (experiment.second) lists.push_back(experiment.second->iov);
    std::unique_ptr<Arena> new_arena;
    try {
        new_arena = std::make_unique<Arena>(*new_buffers, lists);
    } catch (const std::length_error& error) {
        throw CannotRun(error.what());
    } catch (const std::system_error& error) {
        throw CannotRun(error.what());
    }
    {  // whoever tells of the wait for a client speaks of the list too
        const std::lock_guard lock(mutex);
        buffers = std::move(new_buffers);
        arena = std::move(new_arena);
        sink = std::make_unique<SinkRecord>(*arena);
    }
    if (experiment.second) return race(scratch);
    ModelFacts facts;
    std::unique_ptr<Kernel> new_kernel = make_kernel(scratch, *arena, facts);
    if (!new_kernel) return;  // nobody came
    const std::string note = facts.note;
    auto new_model = std::make_unique<Foreteller>(
        options.model ? nullptr : make_model(experiment, *arena, std::move(facts)), note);
    const TargetState state = new_kernel->state();
    std::unique_ptr<PipeRecord> new_pipe = record_of(experiment.target, state);
    const std::lock_guard lock(mutex);
    pipe = std::move(new_pipe);
    model = std::move(new_model);
    kernel = std::move(new_kernel);
}

// The real kernel, or the model in its place. `facts` learns what a model must know of the target.
std::unique_ptr<Kernel> Run::Impl::make_kernel(const Scratch& scratch, Arena& its_arena, ModelFacts& facts) {
    if (options.model) {
        const bool emptied = experiment.target.flags.has("O_TRUNC");
        if (!emptied) facts.content = scratch.target_content(experiment.target).value_or(std::vector<std::byte>());
        facts.waiting = source;
        if (serves(experiment.target)) throw CannotRun("The model has no client to serve; ask the kernel.");
        auto only_model = model_alone(experiment, its_arena, std::move(facts));
        only_model->fills(its_arena);
        return only_model;
    }
    try {
        std::unique_ptr<Target> target;
        if (serves(experiment.target)) {
            auto served = wait_for_client(experiment, options, *arena, board);
            if (!served) return nullptr;
            client = served.get();
            target = std::move(served);
        } else {
            target = open_target(experiment.target, scratch, reads(experiment));
        }
        facts = facts_of(*target, experiment.target);
        facts.waiting = source;
        return std::make_unique<RealKernel>(std::move(target), worker_setup(experiment, its_arena, options.sight));
    } catch (const NoTarget& error) {
        throw CannotRun(error.what());
    } catch (const std::system_error& error) {
        throw no_worker(error);
    }
}

// Two writers: the whole run.
void Run::Impl::race(const Scratch& scratch) {
    if (options.model) throw CannotRun("The model has no rules for two writers at once; ask the kernel.");
    try {
        Race two(experiment, options, *arena, worker_setup(experiment, *arena, options.sight),
                 open_target(experiment.target, scratch), board, *sink);
        two.play();
    } catch (const NoTarget& error) {
        throw CannotRun(error.what());
    } catch (const std::system_error& error) {
        throw no_worker(error);
    }
}

// A file's content before the first call is part of what the sink shows.
void Run::Impl::show_content() {
    const std::int64_t size = kernel->state().size.value_or(0);
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min<std::int64_t>(size, kMaxShown)));
    bytes.resize(kernel->read_file(0, bytes));
    sink->holds(bytes);
}

Run::Run(const Experiment& experiment, RunOptions options)
    : impl_(std::make_unique<Impl>(experiment, std::move(options))) {}

Run::~Run() = default;

void Run::execute() {
    try {
        impl_->set_up();
        if (!impl_->kernel) return impl_->board.set_state(State::Over);  // nobody came, or it is over already
        const bool place = sink_kind(impl_->experiment.target) == SinkKind::Place;
        if (place && !reads(impl_->experiment)) impl_->show_content();
        impl_->board.set_state(State::Running);
        Engine engine({.experiment = impl_->experiment,
                       .options = impl_->options,
                       .arena = *impl_->arena,
                       .kernel = *impl_->kernel,
                       .board = impl_->board,
                       .sink = *impl_->sink,
                       .model = *impl_->model,
                       .pipe = impl_->pipe.get(),
                       .source = impl_->source,
                       .client = impl_->client});
        engine.play();
    } catch (...) {
        impl_->kernel.reset();
        impl_->board.set_state(State::Over);
        throw;
    }
    impl_->kernel.reset();  // the worker goes with the thread that started it
}

void Run::on_change(std::function<void()> callback) {
    impl_->board.on_change(std::move(callback));
}

void Run::go_on(std::uint64_t steps) {
    impl_->board.allow(steps);
}

void Run::pause() {
    impl_->board.allow(0);
}

void Run::read(std::uint64_t bytes) {
    impl_->board.post({Command::Read, bytes});
}

void Run::close_reader() {
    impl_->board.post({Command::CloseReader, 0});
}

void Run::signal(int number) {
    impl_->board.post({Command::Signal, static_cast<std::uint64_t>(number)});
}

void Run::set_faults(const FaultSpec& faults) {
    if (!parse_fault_script(faults.script).problem.empty()) return;
    impl_->board.post({Command::Faults, 0, faults});
}

void Run::stop() {
    impl_->board.post({Command::Stop, 0});
}

void Run::steps_since(std::size_t from, Trace& out) const {
    impl_->board.steps_since(from, out);
}

std::size_t Run::step_count() const {
    return impl_->board.step_count();
}

Run::State Run::state() const {
    return impl_->board.state();
}

const Buffers* Run::buffers() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->buffers.get();
}

const Arena* Run::arena() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->arena.get();
}

int Run::target_fd() const {
    return impl_->experiment.target.kind == "minus-one" ? -1 : 4;
}

bool Run::copy_sink(Sink& sink) const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->sink && impl_->sink->copy(sink);
}

Run::Pipe Run::pipe() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->pipe ? impl_->pipe->copy() : Pipe{};
}

}  // namespace iovlab
