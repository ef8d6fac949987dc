#include "core/kernel/model/device_model.h"

#include "core/kernel/model/flags.h"

#include <algorithm>
#include <cerrno>

namespace iovlab {

Access DeviceModel::access() const {
    switch (device_) {
        case Device::Closed:
        case Device::MinusOne:
            return Access::Closed;
        case Device::Directory:
            return Access::ReadOnly;
        case Device::Null:
        case Device::Zero:
        case Device::Full:
            break;
    }
    return Access::Writable;
}

Answer DeviceModel::write(const Call& call, const Imported& imported) {
    if (device_ == Device::Full) {
        if (const FlagAnswer flags = entry_flags(call); flags.refused) return *flags.refused;
        return {.rule = "full.no-space", .error = ENOSPC};  // also for a write of nothing
    }
    if (const FlagAnswer flags = stream_flags(call); flags.refused) return *flags.refused;
    return {.rule = "null.swallowed", .taken = imported.total};
}

Answer DeviceModel::fill(const Call&, const Imported& imported, std::vector<std::byte>& out) {
    if (device_ == Device::Directory) return {.rule = "read.directory", .error = EISDIR};
    if (device_ == Device::Null) return {.rule = "read.null"};
    const std::uint64_t n = std::min(imported.total, imported.fault);
    if (n == 0) return {.rule = "read.fault", .error = EFAULT};
    out.resize(n);
    return {.rule = n < imported.total ? "read.fault-short" : "read.zero", .taken = n};
}

TargetState DeviceModel::state() const {
    TargetState state{.kind = kind_};
    if (device_ != Device::Closed && device_ != Device::MinusOne) state.writable = true;
    return state;
}

}  // namespace iovlab
