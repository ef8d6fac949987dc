#include "core/kernel/call.h"

#include <array>
#include <utility>

namespace iovlab {

namespace {

// The values of `op`.
constexpr std::array<std::pair<Op, const char*>, 8> kOps = {{
    {Op::Writev, "writev"},
    {Op::Pwritev, "pwritev"},
    {Op::Pwritev2, "pwritev2"},
    {Op::Write, "write"},
    {Op::Writes, "writes"},
    {Op::CopyWrite, "copy+write"},
    {Op::Readv, "readv"},
    {Op::Preadv, "preadv"},
}};

}  // namespace

const char* to_string(Op op) {
    for (const auto& [value, name] : kOps) {
        if (value == op) return name;
    }
    return "";
}

std::optional<Op> op_from(const std::string& name) {
    for (const auto& [value, known] : kOps) {
        if (name == known) return value;
    }
    return std::nullopt;
}

IovList Call::meant() const {
    const std::int64_t entries = iovcnt();
    return entries < 0 ? list : list.entries(static_cast<std::size_t>(entries));
}

Call Call::made() const {
    Call call = *this;
    if (!cap) return call;
    call.list = meant().first(*cap);
    call.count.reset();
    return call;
}

const char* to_string(Origin origin) {
    switch (origin) {
        case Origin::Kernel:
            return "kernel";
        case Origin::Capped:
            return "capped";
        case Origin::Injected:
            return "injected";
        case Origin::Model:
            return "model";
    }
    return "";
}

}  // namespace iovlab
