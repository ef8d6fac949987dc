#include "tests/support/runs.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <variant>

namespace iovlab::test {

BufferSpec bytes(const std::string& name, std::uint64_t size, char first) {
    BufferSpec spec;
    spec.name = name;
    spec.kind = BufferKind::Bytearray;
    std::string alphabet;
    for (int i = 0; i < 26; ++i) alphabet += static_cast<char>('a' + (first - 'a' + i) % 26);
    spec.content.kind = ContentKind::Fill;
    spec.content.text = alphabet;
    spec.content.size = size;
    return spec;
}

EntrySpec entry(const std::string& buffer) {
    EntrySpec spec;
    spec.buffer = buffer;
    return spec;
}

EntrySpec bad(BadBase kind, std::uint64_t length, std::uint64_t good) {
    EntrySpec spec;
    spec.bad = kind;
    spec.length = length;
    spec.good = good;
    return spec;
}

Experiment writev_of(std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment;
    char first = 'a';
    for (std::uint64_t size : sizes) {
        const std::string name = "b" + std::to_string(experiment.buffers.size());
        experiment.buffers.push_back(bytes(name, size, first));
        experiment.calls[0].iov.push_back(entry(name));
        first = static_cast<char>('a' + (first - 'a' + 7) % 26);
    }
    return experiment;
}

Experiment into_pipe(std::initializer_list<std::uint64_t> sizes, std::uint64_t capacity, bool nonblock) {
    Experiment experiment = writev_of(sizes);
    experiment.target.kind = "pipe";
    experiment.target.capacity = capacity;
    if (nonblock) experiment.target.flags.names.push_back("O_NONBLOCK");
    return experiment;
}

Experiment into_file(std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment = writev_of(sizes);
    experiment.target.kind = "file";
    return experiment;
}

std::int64_t Ran::result(std::size_t call) const {
    const Outcome& outcome = calls.at(call).outcome;
    return outcome.result ? *outcome.result : -outcome.error;
}

Ran run(const Experiment& experiment, RunOptions options) {
    Run run(experiment, std::move(options));
    run.execute();
    Ran ran;
    run.steps_since(0, ran.trace);
    for (const Step& step : ran.trace) {
        if (const auto* call = std::get_if<CallStep>(&step.what)) {
            ran.calls.push_back(*call);
            ran.after.push_back(step.after);
        }
        if (const auto* end = std::get_if<EndStep>(&step.what)) ran.end = *end;
    }
    run.copy_sink(ran.sink);
    ran.pipe = run.pipe();
    return ran;
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "iovlab-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no folder for the test's files");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace iovlab::test
