#include "core/kernel/model/target_model.h"

#include <cerrno>

namespace iovlab {

Answer TargetModel::read(std::uint64_t, std::vector<std::byte>& out) {
    out.clear();
    return {};
}

Answer TargetModel::fill(const Call&, const Imported&, std::vector<std::byte>&) {
    return no_claim("The model has no rules for calls that read from this target.");
}

std::int64_t TargetModel::resize(std::uint64_t) {
    return -EBADF;
}

Answer TargetModel::close_reader() {
    return {};
}

Answer TargetModel::interrupt(bool) {
    return {};
}

std::size_t TargetModel::read_file(std::uint64_t, std::span<std::byte>) {
    return 0;
}

}  // namespace iovlab
