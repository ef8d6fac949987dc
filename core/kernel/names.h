#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The field's own names for numbers: errnos, signals, and the flags that an experiment may name.
namespace iovlab {

std::string errno_name(int error);  ///< "EAGAIN"; "errno 999" where there is no name
std::string errno_text(int error);  ///< the C library's sentence, in English: "Resource temporarily unavailable"
std::optional<int> errno_from(const std::string& name);

std::string signal_name(int number);  ///< "SIGPIPE"; "signal 99" where there is no name
std::optional<int> signal_from(const std::string& name);

/// RWF_ flags of pwritev2(2). Known here even where this machine's headers do not have them yet.
std::optional<std::uint32_t> rwf_from(const std::string& name);
/// The same for a name that is known to have one.
std::uint32_t rwf_bit(const char* name);
const std::vector<std::string>& rwf_names();

/// F_SEAL_ seals of a memfd, as fcntl(2) names them. Known here even where the headers are older.
std::optional<int> seal_from(const std::string& name);

/// O_ flags for open(2) and pipe2(2) that a target may name.
std::optional<int> open_flag_from(const std::string& name);

}  // namespace iovlab
