// The tests' own main: Catch2's, the exit status of a test that was skipped, and a home of nobody's for every test:
// none may read or change what the user has.
#if __has_include(<catch2/catch_session.hpp>)
#include "tests/catch.h"
#else
#define CATCH_CONFIG_RUNNER
#include "tests/catch.h"
#endif

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace {

class NobodysHome {
public:
    NobodysHome() {
        std::error_code error;
        std::string made = (std::filesystem::temp_directory_path(error) / "iovlab-home-XXXXXX").string();
        if (::mkdtemp(made.data()) == nullptr) return;
        path_ = made;
        const char* before = std::getenv("HOME");
        const std::string home = before != nullptr ? before : "";
        // What only looks for itself at home, and may go on doing so.
        keep("XAUTHORITY", home + "/.Xauthority");
        keep("RUSTUP_HOME", home + "/.rustup");
        keep("CARGO_HOME", home + "/.cargo");
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            ::unsetenv(name);
        ::setenv("HOME", path_.c_str(), 1);
    }
    ~NobodysHome() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    NobodysHome(const NobodysHome&) = delete;
    NobodysHome& operator=(const NobodysHome&) = delete;

    bool made() const { return !path_.empty(); }

private:
    static void keep(const char* name, const std::string& path) {
        std::error_code error;
        if (std::filesystem::exists(path, error)) ::setenv(name, path.c_str(), 0);
    }

    std::string path_;
};

}  // namespace

int main(int argc, char** argv) {
    const NobodysHome home;
    if (!home.made()) {
        std::fprintf(stderr, "no folder can be made for the tests' home\n");
        return 1;
    }
    using iovlab::test::kSkipped;
    const int result = Catch::Session().run(argc, argv);
    // Catch2 2 returns how many have failed, and 77 failures are no skipped test.
    if (result != 0) return result == kSkipped ? 1 : result;
    return iovlab::test::skipped > 0 ? kSkipped : 0;
}
