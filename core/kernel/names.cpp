#include "core/kernel/names.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <locale.h>

namespace iovlab {

namespace {

struct Named {
    int number;
    const char* name;
};

#define NAMED(name) \
    { (name), #name }

// In the order of their numbers, as Linux has them. The first name of a number is the one that is shown.
// clang-format off
constexpr Named kErrnos[] = {
    NAMED(EPERM), NAMED(ENOENT), NAMED(ESRCH), NAMED(EINTR), NAMED(EIO), NAMED(ENXIO), NAMED(E2BIG),
    NAMED(ENOEXEC), NAMED(EBADF), NAMED(ECHILD), NAMED(EAGAIN), NAMED(ENOMEM), NAMED(EACCES), NAMED(EFAULT),
    NAMED(ENOTBLK), NAMED(EBUSY), NAMED(EEXIST), NAMED(EXDEV), NAMED(ENODEV), NAMED(ENOTDIR), NAMED(EISDIR),
    NAMED(EINVAL), NAMED(ENFILE), NAMED(EMFILE), NAMED(ENOTTY), NAMED(ETXTBSY), NAMED(EFBIG), NAMED(ENOSPC),
    NAMED(ESPIPE), NAMED(EROFS), NAMED(EMLINK), NAMED(EPIPE), NAMED(EDOM), NAMED(ERANGE), NAMED(EDEADLK),
    NAMED(ENAMETOOLONG), NAMED(ENOLCK), NAMED(ENOSYS), NAMED(ENOTEMPTY), NAMED(ELOOP), NAMED(ENOMSG),
    NAMED(EIDRM), NAMED(ECHRNG), NAMED(EL2NSYNC), NAMED(EL3HLT), NAMED(EL3RST), NAMED(ELNRNG), NAMED(EUNATCH),
    NAMED(ENOCSI), NAMED(EL2HLT), NAMED(EBADE), NAMED(EBADR), NAMED(EXFULL), NAMED(ENOANO), NAMED(EBADRQC),
    NAMED(EBADSLT), NAMED(EBFONT), NAMED(ENOSTR), NAMED(ENODATA), NAMED(ETIME), NAMED(ENOSR), NAMED(ENONET),
    NAMED(ENOPKG), NAMED(EREMOTE), NAMED(ENOLINK), NAMED(EADV), NAMED(ESRMNT), NAMED(ECOMM), NAMED(EPROTO),
    NAMED(EMULTIHOP), NAMED(EDOTDOT), NAMED(EBADMSG), NAMED(EOVERFLOW), NAMED(ENOTUNIQ), NAMED(EBADFD),
    NAMED(EREMCHG), NAMED(ELIBACC), NAMED(ELIBBAD), NAMED(ELIBSCN), NAMED(ELIBMAX), NAMED(ELIBEXEC),
    NAMED(EILSEQ), NAMED(ERESTART), NAMED(ESTRPIPE), NAMED(EUSERS), NAMED(ENOTSOCK), NAMED(EDESTADDRREQ),
    NAMED(EMSGSIZE), NAMED(EPROTOTYPE), NAMED(ENOPROTOOPT), NAMED(EPROTONOSUPPORT), NAMED(ESOCKTNOSUPPORT),
    NAMED(EOPNOTSUPP), NAMED(EPFNOSUPPORT), NAMED(EAFNOSUPPORT), NAMED(EADDRINUSE), NAMED(EADDRNOTAVAIL),
    NAMED(ENETDOWN), NAMED(ENETUNREACH), NAMED(ENETRESET), NAMED(ECONNABORTED), NAMED(ECONNRESET), NAMED(ENOBUFS),
    NAMED(EISCONN), NAMED(ENOTCONN), NAMED(ESHUTDOWN), NAMED(ETOOMANYREFS), NAMED(ETIMEDOUT), NAMED(ECONNREFUSED),
    NAMED(EHOSTDOWN), NAMED(EHOSTUNREACH), NAMED(EALREADY), NAMED(EINPROGRESS), NAMED(ESTALE), NAMED(EUCLEAN),
    NAMED(ENOTNAM), NAMED(ENAVAIL), NAMED(EISNAM), NAMED(EREMOTEIO), NAMED(EDQUOT), NAMED(ENOMEDIUM),
    NAMED(EMEDIUMTYPE), NAMED(ECANCELED), NAMED(ENOKEY), NAMED(EKEYEXPIRED), NAMED(EKEYREVOKED),
    NAMED(EKEYREJECTED), NAMED(EOWNERDEAD), NAMED(ENOTRECOVERABLE), NAMED(ERFKILL), NAMED(EHWPOISON),
    NAMED(EWOULDBLOCK), NAMED(EDEADLOCK), NAMED(ENOTSUP),  // second names
};

constexpr Named kSignals[] = {
    NAMED(SIGHUP), NAMED(SIGINT), NAMED(SIGQUIT), NAMED(SIGILL), NAMED(SIGTRAP), NAMED(SIGABRT), NAMED(SIGBUS),
    NAMED(SIGFPE), NAMED(SIGKILL), NAMED(SIGUSR1), NAMED(SIGSEGV), NAMED(SIGUSR2), NAMED(SIGPIPE), NAMED(SIGALRM),
    NAMED(SIGTERM), NAMED(SIGSTKFLT), NAMED(SIGCHLD), NAMED(SIGCONT), NAMED(SIGSTOP), NAMED(SIGTSTP),
    NAMED(SIGTTIN), NAMED(SIGTTOU), NAMED(SIGURG), NAMED(SIGXCPU), NAMED(SIGXFSZ), NAMED(SIGVTALRM),
    NAMED(SIGPROF), NAMED(SIGWINCH), NAMED(SIGIO), NAMED(SIGPWR), NAMED(SIGSYS),
};
// clang-format on

// What a target may be opened with (docs/experiments.md). None of them can make, remove or follow anything.
constexpr Named kOpenFlags[] = {
    NAMED(O_RDONLY),   NAMED(O_WRONLY), NAMED(O_APPEND), NAMED(O_TRUNC),
    NAMED(O_NONBLOCK), NAMED(O_DIRECT), NAMED(O_PATH),
};

#undef NAMED

// include/uapi/linux/fcntl.h.
constexpr Named kSeals[] = {
    {0x01, "F_SEAL_SEAL"},  {0x02, "F_SEAL_SHRINK"},       {0x04, "F_SEAL_GROW"},
    {0x08, "F_SEAL_WRITE"}, {0x10, "F_SEAL_FUTURE_WRITE"},
};

// include/uapi/linux/fs.h. Written out, since this machine's headers may be older than its kernel.
struct RwfFlag {
    std::uint32_t bit;
    const char* name;
};
constexpr RwfFlag kRwf[] = {
    {0x01, "RWF_HIPRI"},  {0x02, "RWF_DSYNC"},     {0x04, "RWF_SYNC"},
    {0x08, "RWF_NOWAIT"}, {0x10, "RWF_APPEND"},    {0x20, "RWF_NOAPPEND"},
    {0x40, "RWF_ATOMIC"}, {0x80, "RWF_DONTCACHE"}, {0x100, "RWF_NOSIGNAL"},
};

template <std::size_t N>
const char* name_of(const Named (&table)[N], int number) {
    for (const Named& entry : table) {
        if (entry.number == number) return entry.name;
    }
    return nullptr;
}

template <std::size_t N>
std::optional<int> number_of(const Named (&table)[N], const std::string& name) {
    for (const Named& entry : table) {
        if (name == entry.name) return entry.number;
    }
    return std::nullopt;
}

}  // namespace

std::string errno_name(int error) {
    const char* name = name_of(kErrnos, error);
    return name ? name : fmt::format("errno {}", error);
}

std::string errno_text(int error) {
    if (!name_of(kErrnos, error)) return fmt::format("Unknown error {}", error);
    // strerror() would follow the user's language; what is shown must be what the manual pages and strace say.
    static const locale_t english = newlocale(LC_ALL_MASK, "C", nullptr);
    return strerror_l(error, english);
}

std::optional<int> errno_from(const std::string& name) {
    return number_of(kErrnos, name);
}

std::string signal_name(int number) {
    const char* name = name_of(kSignals, number);
    return name ? name : fmt::format("signal {}", number);
}

std::optional<int> signal_from(const std::string& name) {
    return number_of(kSignals, name);
}

std::uint32_t rwf_bit(const char* name) {
    return rwf_from(name).value_or(0);
}

std::optional<std::uint32_t> rwf_from(const std::string& name) {
    for (const RwfFlag& flag : kRwf) {
        if (name == flag.name) return flag.bit;
    }
    return std::nullopt;
}

const std::vector<std::string>& rwf_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const RwfFlag& flag : kRwf) all.emplace_back(flag.name);
        return all;
    }();
    return names;
}

std::optional<int> seal_from(const std::string& name) {
    return number_of(kSeals, name);
}

std::optional<int> open_flag_from(const std::string& name) {
    return number_of(kOpenFlags, name);
}

}  // namespace iovlab
