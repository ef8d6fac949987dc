// The wait for a real client, in the window.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace iovlab;

namespace {

void open_example(TestWindow& test) {
    test.window->lab().apply(OpenFile{IOVLAB_SOURCE_DIR "/assets/examples/17-http-response.toml"});
    test.driver.until([&] { return test.experiment().target.kind == "tcp"; });
    test.driver.frames(6);
}

void run_until_waiting(TestWindow& test) {
    test.driver.click("run");
    test.driver.until([&] { return test.run().state == Run::State::Waiting && test.driver.has("serve.copy"); });
    test.driver.frames(6);
}

}  // namespace

TEST_CASE("the window tells the address, copies it, and shows the client that came") {
    TestWindow test;
    open_example(test);
    CHECK(test.driver.has("target.serve"));
    run_until_waiting(test);
    const std::string address = test.driver.text_of("serve.copy.text");
    CHECK(address.rfind("http://127.0.0.1:", 0) == 0);
    CHECK(test.driver.text_of("serve.copy_curl.text") == "curl -v " + address);
    test.driver.click("serve.copy");
    CHECK(std::string(ImGui::GetClipboardText()) == address);

    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
    const std::string request = "GET / HTTP/1.1\r\n\r\n";
    REQUIRE(::send(fd, request.data(), request.size(), 0) == static_cast<ssize_t>(request.size()));
    char part[4096];
    while (::recv(fd, part, sizeof part, 0) > 0) {
    }
    ::close(fd);
    test.driver.until([&] { return !test.run().busy(); });
    test.driver.frames(6);
    CHECK(test.driver.text_of("serve.client").find("GET / HTTP/1.1") != std::string::npos);
    REQUIRE(test.run().end());
    CHECK(test.run().end()->verdict == Verdict::Intact);
    CHECK(test.run().sink.size == 221);
}

TEST_CASE("the wait for a client can be stopped in the window") {
    TestWindow test;
    open_example(test);
    run_until_waiting(test);
    test.driver.click("serve.stop");
    test.driver.until([&] { return !test.run().busy(); });
    REQUIRE(test.run().end());
    CHECK(test.run().end()->status == Status::Stopped);
}

TEST_CASE("a real client is chosen by a tick, and takes the peer's place") {
    TestWindow test;
    open_example(test);
    CHECK_FALSE(test.driver.has("target.peer"));
    test.driver.click("target.serving");
    test.driver.frames(4);
    CHECK_FALSE(test.experiment().target.serve);
    CHECK(test.driver.has("target.peer"));
    test.driver.click("target.serving");
    test.driver.frames(4);
    CHECK(test.experiment().target.serve == 0);
}
