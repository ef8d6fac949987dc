#pragma once

#include "core/kernel/model/target_model.h"

#include <string>

namespace iovlab {

/// The targets that never look at the bytes (docs/kernel.md, 4), and the descriptors that are not good for
/// writing (1.0, rule 1).
enum class Device { Null, Zero, Full, Closed, Directory, MinusOne };

class DeviceModel final : public TargetModel {
public:
    explicit DeviceModel(Device device, std::string kind) : device_(device), kind_(std::move(kind)) {}

    Access access() const override;
    bool seekable() const override { return true; }
    int number() const override { return device_ == Device::MinusOne ? -1 : 4; }
    Answer fill(const Call& call, const Imported& imported, std::vector<std::byte>& out) override;
    Answer write(const Call& call, const Imported& imported) override;
    TargetState state() const override;

private:
    Device device_;
    std::string kind_;
};

}  // namespace iovlab
