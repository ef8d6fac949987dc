// A real client at the other end of the calls: what it gets, what is seen of it, and what happens when it leaves.
#include "core/experiment/check.h"
#include "core/report/explain.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::test;

namespace {

const std::string kRequest = "GET /page HTTP/1.1\r\nHost: here\r\n\r\n";

/// Somebody else's program, on a socket of its own.
class Client {
public:
    explicit Client(std::uint16_t port, const char* address = "127.0.0.1")
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        ::inet_pton(AF_INET, address, &to.sin_addr);
        connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    ~Client() { leave(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool connected() const { return connected_; }
    void say(const std::string& text) const {
        REQUIRE(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
    }
    /// Everything until the other side closes; the errno of a connection that breaks.
    std::string hear() {
        std::string text;
        char part[4096];
        ssize_t got = 0;
        while ((got = ::recv(fd_, part, sizeof part, 0)) > 0) text.append(part, static_cast<std::size_t>(got));
        error_ = got < 0 ? errno : 0;
        return text;
    }
    int error() const { return error_; }
    void leave() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    /// RST: what is on its way is thrown away.
    void leave_at_once() {
        const linger now{1, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        leave();
    }

private:
    int fd_;
    bool connected_ = false;
    int error_ = 0;
};

Experiment serving(std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment = writev_of(sizes);
    experiment.target = TargetSpec{};
    experiment.target.kind = "tcp";
    experiment.target.serve = 0;
    experiment.deadline_s = 20;
    return experiment;
}

/// A run on a thread of its own, as every caller has it.
class Running {
public:
    explicit Running(const Experiment& experiment, RunOptions options = {}) : run_(experiment, options) {
        thread_ = std::thread([this] { run_.execute(); });
    }
    ~Running() {
        run_.stop();
        if (thread_.joinable()) thread_.join();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    Run& run() { return run_; }
    /// Waits until this has happened with the client.
    ServeStep wait_for(ServeStep::What what) {
        for (;;) {
            Trace trace;
            run_.steps_since(0, trace);
            for (const Step& step : trace) {
                const auto* serve = std::get_if<ServeStep>(&step.what);
                if (serve && serve->what == what) return *serve;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    std::uint16_t port() { return wait_for(ServeStep::What::Listening).port; }
    Trace finish() {
        thread_.join();
        Trace trace;
        run_.steps_since(0, trace);
        return trace;
    }

private:
    Run run_;
    std::thread thread_;
};

const EndStep& end_of(const Trace& trace) {
    return std::get<EndStep>(trace.back().what);
}

std::vector<CallStep> calls_of(const Trace& trace) {
    std::vector<CallStep> calls;
    for (const Step& step : trace) {
        if (const auto* call = std::get_if<CallStep>(&step.what)) calls.push_back(*call);
    }
    return calls;
}

bool saw(const Trace& trace, ServeStep::What what) {
    for (const Step& step : trace) {
        const auto* serve = std::get_if<ServeStep>(&step.what);
        if (serve && serve->what == what) return true;
    }
    return false;
}

std::string text_of(const Run::Sink& sink) {
    return {reinterpret_cast<const char*>(sink.bytes.data()), sink.bytes.size()};
}

}  // namespace

TEST_CASE("a real client gets exactly the list's bytes and a proper end", "[run][serve]") {
    Running running(serving({17, 80, 3000}));
    Client client(running.port());
    REQUIRE(client.connected());
    client.say(kRequest);
    const std::string page = client.hear();
    CHECK(client.error() == 0);
    client.leave();
    const Trace trace = running.finish();
    CHECK(running.wait_for(ServeStep::What::Came).request == "GET /page HTTP/1.1");
    CHECK(running.wait_for(ServeStep::What::Came).whole);
    Run::Sink sink;
    running.run().copy_sink(sink);
    CHECK(page == text_of(sink));
    CHECK(page.size() == 3097);
    const EndStep& end = end_of(trace);
    CHECK(end.verdict == Verdict::Intact);
    CHECK(end.status == Status::Done);
    CHECK(end.delivered == 3097);
    CHECK_FALSE(end.sha256.empty());
    CHECK(end.note.find("cannot be known") != std::string::npos);
    CHECK(explain_verdict(end) == "The kernel took every byte for the client, once and in order.");
    REQUIRE(end.served);
    CHECK(end.served->handed == 3097);
    CHECK(end.served->acknowledged == 3097);
    CHECK_FALSE(end.served->left);
}

TEST_CASE("what the client goes on saying does not break the answer", "[run][serve]") {
    Running running(serving({100000}));
    Client client(running.port());
    client.say(kRequest + std::string(20000, 'x'));
    const std::string page = client.hear();
    CHECK(page.size() == 100000);
    CHECK(client.error() == 0);
    client.leave();
    CHECK(end_of(running.finish()).verdict == Verdict::Intact);
}

TEST_CASE("a client that leaves early is told for what it is", "[run][serve]") {
    RunOptions step;
    step.step = true;
    Experiment experiment = serving({100, 100, 100});
    experiment.calls[0].op = Op::Writes;
    SECTION("closing with RST: ECONNRESET, and then nothing reaches it") {
        Running running(experiment, step);
        Client client(running.port());
        client.say(kRequest);
        running.wait_for(ServeStep::What::Came);
        client.leave_at_once();
        running.run().go_on();
        const Trace trace = running.finish();
        const auto calls = calls_of(trace);
        REQUIRE(calls.size() == 1);
        CHECK(calls[0].outcome.error == ECONNRESET);
        CHECK(saw(trace, ServeStep::What::Left));
        CHECK(end_of(trace).served->left);
        CHECK(end_of(trace).delivered == 0);
    }
    SECTION("closing in peace: the first write is taken, a later one gets EPIPE") {
        Running running(experiment, step);
        Client client(running.port());
        client.say(kRequest);
        running.wait_for(ServeStep::What::Came);
        client.leave();
        running.run().go_on(1);
        while (running.run().state() != Run::State::Paused) std::this_thread::yield();
        running.run().go_on();
        const Trace trace = running.finish();
        const auto calls = calls_of(trace);
        REQUIRE(calls.size() >= 2);
        CHECK(calls[0].outcome.result == 100);
        CHECK(calls.back().outcome.error == EPIPE);
        CHECK(saw(trace, ServeStep::What::Closed));
        CHECK(saw(trace, ServeStep::What::Left));
        CHECK(end_of(trace).verdict == Verdict::Incomplete);
    }
    SECTION("SIGPIPE kills the caller where the experiment says so") {
        experiment.limits.sigpipe = Disposition::Default;
        Running running(experiment, step);
        Client client(running.port());
        client.say(kRequest);
        running.wait_for(ServeStep::What::Came);
        client.leave();
        running.run().go_on(1);
        while (running.run().state() != Run::State::Paused) std::this_thread::yield();
        running.run().go_on();
        const Trace trace = running.finish();
        CHECK(end_of(trace).status == Status::Killed);
        CHECK(end_of(trace).signal == SIGPIPE);
    }
}

TEST_CASE("a client that sends half a request and leaves is the client all the same", "[run][serve]") {
    Running running(serving({10}));
    Client client(running.port());
    client.say("GET /half");
    client.leave();
    const Trace trace = running.finish();
    CHECK(running.wait_for(ServeStep::What::Came).request == "GET /half");
    CHECK_FALSE(running.wait_for(ServeStep::What::Came).whole);
    CHECK(calls_of(trace).size() == 1);
}

TEST_CASE("of several connections the one that speaks is the client", "[run][serve]") {
    Running running(serving({10}));
    const std::uint16_t port = running.port();
    Client silent(port);
    Client speaks(port);
    REQUIRE(silent.connected());
    speaks.say(kRequest);
    CHECK(speaks.hear().size() == 10);
    speaks.leave();
    CHECK(silent.hear().empty());
    CHECK(end_of(running.finish()).verdict == Verdict::Intact);
}

TEST_CASE("the wait for a client can be stopped, and ends at the deadline", "[run][serve]") {
    SECTION("stopped") {
        Running running(serving({10}));
        running.port();
        running.run().stop();
        const Trace trace = running.finish();
        CHECK(calls_of(trace).empty());
        CHECK(end_of(trace).status == Status::Stopped);
        CHECK(end_of(trace).verdict == Verdict::Incomplete);
        CHECK(explain_verdict(end_of(trace)) == "Nobody came, so nothing was sent.");
    }
    SECTION("late") {
        Experiment experiment = serving({10});
        experiment.deadline_s = 0.01;
        Running running(experiment);
        const Trace trace = running.finish();
        CHECK(end_of(trace).status == Status::Blocked);
        CHECK(end_of(trace).note.find("no client came within 0.01 seconds") == 0);
        CHECK(running.run().state() == Run::State::Over);
    }
    SECTION("a client that never reads") {
        Experiment experiment = serving({30'000'000});
        experiment.deadline_s = 0.3;
        experiment.buffers[0].content.kind = ContentKind::Fill;
        Running running(experiment);
        Client client(running.port());
        client.say(kRequest);
        const Trace trace = running.finish();
        CHECK(end_of(trace).status == Status::Blocked);
        REQUIRE(end_of(trace).served);
        CHECK(end_of(trace).delivered == end_of(trace).served->handed);
        CHECK(end_of(trace).delivered > 0);
        CHECK(end_of(trace).delivered < 30'000'000);
    }
}

TEST_CASE("a port in use, and one that is not allowed, are told", "[run][serve]") {
    Running first(serving({10}));
    Experiment second = serving({10});
    second.target.serve = first.port();
    Run run(second, {});
    std::string why;
    try {
        run.execute();
    } catch (const CannotRun& error) {
        why = error.what();
    }
    CHECK(why.find("is in use by another program") != std::string::npos);
}

TEST_CASE("only loopback is bound", "[run][serve]") {
    Running running(serving({10}));
    const std::uint16_t port = running.port();
    // Any other address of this machine would do; 127.0.0.2 is one that every Linux has.
    CHECK_FALSE(Client(port, "127.0.0.2").connected());
    CHECK(Client(port).connected());
}

TEST_CASE("what belongs to our own peer does not go with a real client", "[check][serve]") {
    Experiment experiment = serving({10});
    CHECK(check(experiment).empty());
    CHECK(unsupported(experiment).empty());
    experiment.target.rcvbuf = 4096;
    experiment.target.peer = "closed";
    experiment.reader.policy = ReaderPolicy::All;
    CHECK(check(experiment).size() == 3);
    experiment.target.serve = 65536;
    CHECK(check(experiment).size() == 4);
}

TEST_CASE("a model has no client to serve", "[run][serve]") {
    RunOptions model;
    model.model = true;
    Run run(serving({10}), model);
    CHECK_THROWS_AS(run.execute(), CannotRun);
}
