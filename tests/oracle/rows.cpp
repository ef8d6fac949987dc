#include "tests/oracle/rows.h"

#include "core/experiment/check.h"
#include "tests/catch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace iovlab::oracle {

namespace {

constexpr long kTmpfsMagic = 0x01021994;

Part bad_part(BadBase kind, std::uint64_t length, std::uint64_t good = 0) {
    Part part;
    part.entry = test::bad(kind, length, good);
    return part;
}

// Where the model makes a claim, it must be what the kernel did.
void check_model(const CallStep& call) {
    if (!call.model) return;
    INFO("the model, by its rule " << call.rule);
    CHECK(call.model->result == call.outcome.result);
    CHECK(call.model->error == call.outcome.error);
    CHECK(call.model->signal == call.outcome.signal);
}

std::string temporary_folder() {
    const char* wish = std::getenv("TMPDIR");
    return wish && *wish ? wish : "/tmp";
}

}  // namespace

Part Part::with_length(std::uint64_t length) const {
    Part part = *this;
    part.entry.length = length;
    return part;
}

Part Part::times(std::uint64_t n) const {
    Part part = *this;
    part.entry.times = n;
    return part;
}

Part b(std::uint64_t size) {
    Part part;
    part.content = test::bytes("", size).content;
    return part;
}

Part text(const std::string& bytes) {
    Part part;
    part.content = Content{.kind = ContentKind::Text, .text = bytes};
    return part;
}

Part none(std::uint64_t length) {
    return bad_part(BadBase::Unmapped, length);
}
Part null(std::uint64_t length) {
    return bad_part(BadBase::Null, length);
}
Part kernel(std::uint64_t length) {
    return bad_part(BadBase::Kernel, length);
}
Part edge(std::uint64_t good, std::uint64_t length) {
    return bad_part(BadBase::Crossing, length, good);
}
std::string zeros(std::size_t n) {
    return std::string(n, '\0');
}

Row& Row::file(const std::string& content, std::int64_t seek) {
    experiment_.target.kind = "file";
    experiment_.target.content = Content{.kind = ContentKind::Text, .text = content};
    experiment_.target.seek = seek;
    experiment_.calls.clear();
    return *this;
}

Row& Row::pipe(std::uint64_t capacity, std::uint64_t preload) {
    return sleeping_pipe(capacity, preload).flag("O_NONBLOCK");
}

Row& Row::sleeping_pipe(std::uint64_t capacity, std::uint64_t preload) {
    experiment_.target.kind = "pipe";
    experiment_.target.capacity = capacity;
    experiment_.target.preload = preload;
    experiment_.calls.clear();
    return *this;
}

Row& Row::flag(const std::string& name) {
    experiment_.target.flags.names.push_back(name);
    return *this;
}

Row& Row::with(const std::function<void(Experiment&)>& change) {
    change(experiment_);
    return *this;
}

std::string Row::buffer(const Content& content, bool filled) {
    for (const BufferSpec& known : experiment_.buffers) {
        if (known.content == content) return known.name;
    }
    BufferSpec spec;
    spec.name = "b" + std::to_string(experiment_.buffers.size());
    spec.content = content;
    if (filled) spec.kind = BufferKind::Bytearray;  // only those can be filled
    experiment_.buffers.push_back(spec);
    return spec.name;
}

Row& Row::call(Op op, const Parts& parts, std::int64_t expected) {
    CallSpec spec;
    spec.op = op;
    for (const Part& part : parts) {
        spec.iov.push_back(part.entry);
        if (part.content) spec.iov.back().buffer = buffer(*part.content, reads(op));
    }
    experiment_.calls.push_back(spec);
    expected_.push_back(expected);
    return *this;
}

Row& Row::preadv(const Parts& parts, std::int64_t offset, std::int64_t expected) {
    call(Op::Preadv, parts, expected);
    experiment_.calls.back().offset = offset;
    return *this;
}

Row& Row::pwritev(const Parts& parts, std::int64_t offset, std::int64_t expected) {
    call(Op::Pwritev, parts, expected);
    experiment_.calls.back().offset = offset;
    return *this;
}

Row& Row::pwritev2(const Parts& parts, std::int64_t offset, std::uint32_t flags, std::int64_t expected) {
    call(Op::Pwritev2, parts, expected);
    experiment_.calls.back().offset = offset;
    if (flags != 0) experiment_.calls.back().flags.number = flags;
    return *this;
}

Row& Row::again(std::uint64_t times, std::int64_t expected) {
    const CallSpec last = experiment_.calls.back();
    experiment_.calls.insert(experiment_.calls.end(), times, last);
    expected_.insert(expected_.end(), times, expected);
    return *this;
}

Row& Row::count(std::int32_t n) {
    experiment_.calls.back().count = n;
    return *this;
}
Row& Row::bad_array() {
    experiment_.calls.back().bad_array = true;
    return *this;
}
Row& Row::size(std::int64_t n) {
    size_ = n;
    return *this;
}
Row& Row::offset(std::int64_t n) {
    offset_ = n;
    return *this;
}
Row& Row::queued(std::int64_t n) {
    queued_ = n;
    return *this;
}
Row& Row::holds(const std::string& bytes) {
    holds_ = bytes;
    return *this;
}

test::Ran Row::check() const {
    INFO("row " << id_);
    const auto problems = iovlab::check(experiment_);
    CHECK((problems.empty() ? std::string() : problems.front().what) == "");
    const test::Ran ran = test::run(experiment_);
    REQUIRE(ran.calls.size() == expected_.size());
    std::uint64_t moved = 0;
    for (std::size_t i = 0; i < expected_.size(); ++i) {
        INFO("call " << i + 1 << " of " << expected_.size());
        CHECK(ran.result(i) == expected_[i]);
        check_model(ran.calls[i]);
        moved += static_cast<std::uint64_t>(std::max<std::int64_t>(ran.result(i), 0));
    }
    // What holds of every run, whatever it is about.
    CHECK(ran.end.delivered == moved);
    CHECK(ran.end.calls == expected_.size());
    CHECK(ran.pipe.agrees);
    const bool taken_out = !reads(experiment_) && experiment_.target.reader_open && ran.after.back().reader_open;
    if (taken_out) CHECK((ran.end.verdict == Verdict::Intact) == (ran.end.delivered == ran.end.expected));

    if (size_) CHECK(ran.after.back().size == size_);
    if (offset_) CHECK(ran.after.back().offset == offset_);
    if (queued_) CHECK(ran.after.back().queued == queued_);
    if (holds_) {
        const std::string found(reinterpret_cast<const char*>(ran.sink.bytes.data()), ran.sink.bytes.size());
        CHECK((found == *holds_ ? holds_->size() : found.size()) == holds_->size());
        CHECK((found == *holds_));
    }
    return ran;
}

void check_all(const std::vector<Row>& rows) {
    for (const Row& row : rows) row.check();
}

FilesIn::FilesIn(const char* folder) : folder_(folder) {
    struct stat info {};
    usable_ = ::stat(folder, &info) == 0 && ::access(folder, W_OK) == 0;
    if (!usable_) return;
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    ::setenv("TMPDIR", folder, 1);
}

FilesIn::~FilesIn() {
    if (!usable_) return;
    before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR");
}

bool FilesIn::is_tmpfs() const {
    struct statfs info {};
    return usable_ && ::statfs(folder_.c_str(), &info) == 0 && info.f_type == kTmpfsMagic;
}

int probe_file(int open_flags) {
    std::string name = temporary_folder() + "/iovlab-probe-XXXXXX";
    const int fd = ::mkostemp(name.data(), O_CLOEXEC | open_flags);
    ::unlink(name.c_str());
    return fd;
}

std::int64_t probe_pwritev2(std::uint32_t flags, int open_flags) {
    const int fd = probe_file(open_flags);
    char byte = 'x';
    const iovec one{&byte, 1};
    const long result = ::syscall(SYS_pwritev2, fd, &one, 1L, 0L, 0L, flags);
    const std::int64_t answer = result < 0 ? -errno : result;
    ::close(fd);
    return answer;
}

}  // namespace iovlab::oracle
