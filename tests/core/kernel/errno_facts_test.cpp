#include "core/kernel/errno_facts.h"

#include "core/kernel/names.h"
#include "tests/catch.h"

#include <set>
#include <string>

using namespace iovlab;

TEST_CASE("the atlas: every errno by its own name and number, in order", "[atlas]") {
    std::string last;
    for (const ErrnoFact& fact : errno_facts()) {
        CAPTURE(fact.name);
        CHECK(errno_name(fact.number) == fact.name);
        CHECK(last < fact.name);
        CHECK(errno_fact(fact.name) == &fact);
        CHECK(!fact.recipes.empty());
        last = fact.name;
    }
    CHECK(errno_fact("epipe") == errno_fact("EPIPE"));
    CHECK(errno_fact("EPIP") == nullptr);
    CHECK(errno_fact("EPIPEX") == nullptr);
    CHECK(errno_fact("") == nullptr);
}

TEST_CASE("the atlas has every errno that issue and manual pages name", "[atlas]") {
    for (const char* name :
         {"EAGAIN", "EBADF",  "EDESTADDRREQ", "ECONNREFUSED", "ECONNRESET", "EFAULT",     "EFBIG",   "EINTR",
          "EINVAL", "EIO",    "EMSGSIZE",     "ENOSPC",       "ENOTCONN",   "EOPNOTSUPP", "EPERM",   "EPIPE",
          "ESPIPE", "EDQUOT", "ENOBUFS",      "ENOMEM",       "EACCES",     "EALREADY",   "EISCONN", "ENOTSOCK"}) {
        CAPTURE(name);
        CHECK(errno_fact(name) != nullptr);
    }
}

TEST_CASE("the atlas: texts are sentences, short ones are not", "[atlas]") {
    std::set<std::string> meanings;
    for (const ErrnoFact& fact : errno_facts()) {
        CAPTURE(fact.name);
        for (const std::string sentence : {fact.cause, fact.remedy}) {
            CAPTURE(sentence);
            CHECK(std::string(".!?").find(sentence.back()) != std::string::npos);
            CHECK(sentence.find("  ") == std::string::npos);
        }
        CHECK(std::string(fact.meaning).back() != '.');
        CHECK(std::string(fact.meaning).size() <= 40);
        CHECK(meanings.insert(fact.meaning).second);
    }
}
