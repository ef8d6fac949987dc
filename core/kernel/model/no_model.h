#pragma once

#include "core/kernel/model/target_model.h"

#include <string>
#include <utility>

namespace iovlab {

/// A target about which no rule is written down: what is refused before it is looked at is known all the same.
class NoModel final : public TargetModel {
public:
    explicit NoModel(std::string kind) : kind_(std::move(kind)) {}

    Access access() const override { return Access::Writable; }
    bool seekable() const override { return false; }
    Answer write(const Call&, const Imported&) override {
        return no_claim(
            "The model has no rules for this target: what comes back depends on more than can be seen.");
    }
    TargetState state() const override { return {.kind = kind_}; }

private:
    std::string kind_;
};

}  // namespace iovlab
