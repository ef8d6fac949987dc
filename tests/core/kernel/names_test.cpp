#include "core/kernel/names.h"

#include "core/kernel/call.h"
#include "tests/catch.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>

using namespace iovlab;

TEST_CASE("errnos have the names and sentences of the manual pages") {
    CHECK(errno_name(EAGAIN) == "EAGAIN");
    CHECK(errno_name(EPERM) == "EPERM");
    CHECK(errno_name(EHWPOISON) == "EHWPOISON");
    CHECK(errno_name(EOPNOTSUPP) == "EOPNOTSUPP");
    CHECK(errno_name(999) == "errno 999");
    CHECK(errno_name(0) == "errno 0");
    CHECK(errno_text(EAGAIN) == "Resource temporarily unavailable");
    CHECK(errno_text(EPIPE) == "Broken pipe");
    CHECK(errno_text(999) == "Unknown error 999");
}

TEST_CASE("every errno that has a name is found by it") {
    int named = 0;
    for (int error = 1; error < 200; ++error) {
        const std::string name = errno_name(error);
        if (name.rfind("errno ", 0) == 0) continue;
        CAPTURE(error, name);
        CHECK(errno_from(name) == error);
        CHECK(errno_text(error).find("Unknown") == std::string::npos);
        ++named;
    }
    CHECK(named == 131);
    CHECK(errno_from("EWOULDBLOCK") == EAGAIN);
    CHECK(errno_from("ENOTSUP") == EOPNOTSUPP);
    CHECK(errno_from("EDEADLOCK") == EDEADLK);
    CHECK_FALSE(errno_from("EGAIN").has_value());
    CHECK_FALSE(errno_from("").has_value());
}

TEST_CASE("signals have names") {
    CHECK(signal_name(SIGPIPE) == "SIGPIPE");
    CHECK(signal_name(SIGXFSZ) == "SIGXFSZ");
    CHECK(signal_name(99) == "signal 99");
    CHECK(signal_from("SIGUSR1") == SIGUSR1);
    CHECK_FALSE(signal_from("USR1").has_value());
    for (int number = 1; number < 32; ++number) {
        CAPTURE(number);
        CHECK(signal_from(signal_name(number)) == number);
    }
}

TEST_CASE("the flags that an experiment may name") {
    CHECK(rwf_from("RWF_APPEND") == 0x10u);
    CHECK(rwf_from("RWF_NOAPPEND") == 0x20u);
    CHECK_FALSE(rwf_from("RWF_APEND").has_value());
    for (const std::string& name : rwf_names()) CHECK(rwf_from(name).has_value());
    CHECK(open_flag_from("O_NONBLOCK") == O_NONBLOCK);
    CHECK(open_flag_from("O_RDONLY") == O_RDONLY);
    CHECK_FALSE(open_flag_from("O_CREAT").has_value());
}

TEST_CASE("operations and origins are named as in the files") {
    for (const Op op :
         {Op::Writev, Op::Pwritev, Op::Pwritev2, Op::Write, Op::Writes, Op::CopyWrite, Op::Readv, Op::Preadv}) {
        CHECK(op_from(to_string(op)) == op);
    }
    CHECK(op_from("copy+write") == Op::CopyWrite);
    CHECK_FALSE(op_from("Writev").has_value());
    CHECK(std::string(to_string(Origin::Capped)) == "capped");
    CHECK(std::string(to_string(Origin::Injected)) == "injected");
}
