#include "tests/catch.h"
#include "tests/core/report/scene.h"

using namespace iovlab;
using scene::Scene;

namespace {

std::string line(const Step& step) {
    return make_json_report({})->step(step);
}

/// From `key` to the end of the line.
std::string from(const std::string& text, const std::string& key) {
    const std::size_t at = text.find("\"" + key + "\"");
    return at == std::string::npos ? "no " + key : text.substr(at);
}

}  // namespace

TEST_CASE("json: a call, key by key", "[report][json]") {
    const Scene s({scene::fill("head", "h", 24), scene::fill("body", "b", 30000)},
                  {scene::entry("head"), scene::entry("body")});
    CallStep step = s.call(Op::Writev, scene::returned(65536 / 4));
    step.place = "advance";
    CHECK(
        s.json(step) ==
        R"({"event":"call","n":1,"op":"writev","fd":4,"iovcnt":2,"iov_len":[24,30000],"asked":30024,)"
        R"("result":16384,"error":null,"signal":null,"blocked":false,"origin":"kernel","place":"advance",)"
        R"("elapsed_ns":41000,"consumed":{"entry":1,"offset":16360},"model":null,"believed":0,"copied":0,"writer":1})"
        "\n");
}

TEST_CASE("json: errors, deaths and sleep are named", "[report][json]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")});
    const auto outcome = [&](const Outcome& what) {
        const std::string text = from(s.json(s.call(Op::Writev, what)), "result");
        return text.substr(0, text.find(",\"origin\""));
    };
    CHECK(outcome(scene::failed(EAGAIN)) == R"("result":null,"error":"EAGAIN","signal":null,"blocked":false)");
    CHECK(outcome(scene::killed(SIGPIPE)) == R"("result":null,"error":null,"signal":"SIGPIPE","blocked":false)");
    Outcome blocked;
    blocked.blocked = true;
    CHECK(outcome(blocked) == R"("result":null,"error":null,"signal":null,"blocked":true)");
}

TEST_CASE("json: iov_len lists 64 lengths, then how many more", "[report][json]") {
    for (const std::uint64_t times : {64u, 65u, 1025u}) {
        EntrySpec many = scene::entry("a");
        many.times = times;
        const Scene s({scene::text("a", "x")}, {many});
        std::string lengths = "1";
        for (int i = 1; i < 64; ++i) lengths += ",1";
        const std::string more = times > 64 ? ",\"more\":" + std::to_string(times - 64) : "";
        CHECK(s.json(s.call(Op::Writev, scene::returned(64)))
                  .find("\"iov_len\":[" + lengths + "]" + more + ",\"asked\":") != std::string::npos);
    }
}

TEST_CASE("json: lying numbers stay integers", "[report][json]") {
    const Scene s({}, {scene::bad(BadBase::Unmapped, UINT64_MAX), scene::bad(BadBase::Null, 1)});
    CallStep step = s.call(Op::Writev, scene::failed(EINVAL));
    step.call.count = -1;
    CHECK(from(s.json(step), "iovcnt")
              .rfind(R"("iovcnt":-1,"iov_len":[18446744073709551615,1],)"
                     R"("asked":18446744073709551615,)",
                     0) == 0);
}

TEST_CASE("json: every operation keeps its name", "[report][json]") {
    const Scene s({scene::text("a", "xy"), scene::text("b", "z")}, {scene::entry("a"), scene::entry("b")});
    const auto shown = [&](Op op) { return from(s.json(s.call(op, scene::returned(3))), "op"); };
    CHECK(shown(Op::Write).rfind(R"("op":"write",)", 0) == 0);
    CHECK(shown(Op::CopyWrite).rfind(R"("op":"copy+write","fd":4,"iovcnt":2,"iov_len":[2,1],"asked":3)", 0) == 0);
    CHECK(shown(Op::Pwritev2).rfind(R"("op":"pwritev2",)", 0) == 0);
}

TEST_CASE("json: what the model foretold", "[report][json]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")});
    CallStep step = s.call(Op::Writev, scene::returned(1));
    step.model = scene::failed(EPIPE);
    step.rule = "pipe.no-reader";
    CHECK(
        from(s.json(step), "model") ==
        R"("model":{"result":null,"error":"EPIPE","signal":null,"blocked":false,"rule":"pipe.no-reader"},"believed":0,"copied":0,"writer":1})"
        "\n");
}

TEST_CASE("json: what happens between the calls", "[report][json]") {
    CHECK(line({ReadStep{4096}, {}, 0}) == "{\"event\":\"read\",\"bytes\":4096}\n");
    CHECK(line({ReadStep{4096, true}, {}, 0}).empty());
    CHECK(line({SignalStep{SIGUSR1}, {}, 0}) == "{\"event\":\"signal\",\"name\":\"SIGUSR1\"}\n");
    CHECK(line({CloseStep{}, {}, 0}) == "{\"event\":\"close\"}\n");
    CHECK(line({SleepStep{3, false}, {}, 0}) == "{\"event\":\"asleep\",\"n\":3,\"in\":\"call\"}\n");
    CHECK(line({SleepStep{3, true}, {}, 0}) == "{\"event\":\"asleep\",\"n\":3,\"in\":\"poll\"}\n");
    CHECK(line({ResizeStep{8192, 8192, 8192}, {}, 0}) ==
          R"({"event":"resize","asked":8192,"result":8192,"error":null,"model":{"result":8192,"error":null}})"
          "\n");
    CHECK(line({ResizeStep{4096, -EBUSY, {}}, {}, 0}) ==
          R"({"event":"resize","asked":4096,"result":null,"error":"EBUSY","model":null})"
          "\n");
    WaitStep wait;
    wait.outcome.elapsed_ns = 200000;
    CHECK(line({wait, {}, 0}) == "{\"event\":\"wait\",\"what\":\"POLLOUT\",\"elapsed_ns\":200000}\n");
}

TEST_CASE("json: what each target tells of itself", "[report][json]") {
    const auto target = [](const TargetState& state) {
        EndStep end;
        end.target = state;
        const std::string text = from(line({end, state, 0}), "target");
        return text.substr(0, text.find('}') + 1);
    };
    TargetState eventfd{.kind = "eventfd"};
    eventfd.value = UINT64_MAX - 1;
    CHECK(target(eventfd) == R"("target":{"kind":"eventfd","value":18446744073709551614})");
    TargetState memfd{.kind = "memfd"};
    memfd.size = 5000;
    memfd.offset = 4096;
    CHECK(target(memfd) == R"("target":{"kind":"memfd","size":5000,"offset":4096})");
    TargetState socket{.kind = "unix-stream"};
    socket.queued = 100;
    socket.capacity = 212992;
    socket.charged = 768;
    CHECK(target(socket) == R"("target":{"kind":"unix-stream","queued":100,"charged":768,"sndbuf":212992})");
    TargetState gone{.kind = "tcp"};
    CHECK(target(gone) == R"("target":{"kind":"tcp","queued":null})");
    CHECK(target({.kind = "null"}) == R"("target":{"kind":"null"})");
}

TEST_CASE("json: the end", "[report][json]") {
    EndStep end;
    end.calls = 4;
    end.delivered = end.expected = 70024;
    end.sha256 = "ab";
    end.target.kind = "pipe";
    end.target.queued = 0;
    end.target.capacity = 65536;
    CHECK(
        line({end, {}, 0}) ==
        R"({"event":"end","calls":4,"delivered":70024,"expected":70024,"verdict":"intact","status":"done",)"
        R"("sha256":"ab","target":{"kind":"pipe","queued":0,"capacity":65536},)"
        R"("signal":null,"error":null,"note":null,"damage":[],"damage_left_out":0,"cut_off":0,"spun":0,"copied":0,"client":null,"records":null,"overwritten":null,"cage":null})"
        "\n");

    end.status = Status::Killed;
    end.signal = SIGPIPE;
    end.verdict = Verdict::Incomplete;
    end.target = {};
    end.target.kind = "file";
    end.target.size = 3;
    end.note = "why \"so\"";
    CHECK(
        from(line({end, {}, 0}), "verdict") ==
        R"("verdict":"incomplete","status":"killed","sha256":"ab",)"
        R"("target":{"kind":"file","size":3,"offset":null},"signal":"SIGPIPE","error":null,"note":"why \"so\"","damage":[],"damage_left_out":0,"cut_off":0,"spun":0,"copied":0,"client":null,"records":null,"overwritten":null,"cage":null})"
        "\n");
}

TEST_CASE("json: damage, with whose bytes it was", "[report][json]") {
    const Scene s({scene::text("a", "hello"), scene::text("b", "world")}, {scene::entry("a"), scene::entry("b")});
    EndStep end;
    end.damage.ranges = {{DamageKind::Lost, 0, {0, 3}, 4, 0, 3}};
    end.damage.left_out = 2;
    end.spun = 7;
    end.copied = 9;
    CHECK(
        from(make_json_report(s.context())->step({end, {}, 0}), "damage") ==
        R"("damage":[{"kind":"lost","list":0,"entry":0,"offset":3,"bytes":4,"times":0,"at":3,)"
        R"("words":"bytes 3 to 4 of a and bytes 0 to 1 of b lost"}],"damage_left_out":2,"cut_off":0,"spun":7,"copied":9,"client":null,"records":null,"overwritten":null,"cage":null})"
        "\n");
}
