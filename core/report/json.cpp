#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"
#include "core/report/damage_words.h"
#include "core/report/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

// docs/experiments.md has every key. Among the events: {"event":"close"} when the reader closes its end,
// {"event":"asleep"} when the caller is seen asleep, {"event":"resize"} when F_SETPIPE_SZ was asked of the pipe; at
// the end of "call" the keys believed (what the loop takes for sent), copied and writer; at the end of "end" the
// keys signal, error, note, damage, spun, copied, client, records, overwritten and cage. A target that serves a
// real client tells {"event":"listening"}, "client", "client-closed" and "client-left". What is read out after the
// last call is no event: "read" is the experiment's own reader.
namespace iovlab {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxLengths = 64;

template <typename T>
Json number_or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json errno_or_null(int error) {
    return error == 0 ? Json(nullptr) : Json(errno_name(error));
}
Json signal_or_null(int number) {
    return number == 0 ? Json(nullptr) : Json(signal_name(number));
}

Json model_object(const CallStep& step) {
    if (!step.model) return nullptr;
    return {{"result", number_or_null(step.model->result)},
            {"error", errno_or_null(step.model->error)},
            {"signal", signal_or_null(step.model->signal)},
            {"blocked", step.model->blocked},
            {"rule", step.rule}};
}

Json target_object(const TargetState& state) {
    Json out = Json::object({{"kind", state.kind}});
    if (state.kind == "file" || state.kind == "memfd") {
        out["size"] = number_or_null(state.size);
        out["offset"] = number_or_null(state.offset);
    } else if (state.kind == "eventfd") {
        out["value"] = number_or_null(state.value);
    } else if (sink_kind(state.kind) == SinkKind::Stream) {
        out["queued"] = number_or_null(state.queued);
        if (state.kind == "udp") out["dropped"] = number_or_null(state.dropped);
        if (state.kind == "pipe") out["capacity"] = number_or_null(state.capacity);
        if (state.charged) out.update({{"charged", *state.charged}, {"sndbuf", number_or_null(state.capacity)}});
    }
    return out;
}

Json event(const CallStep& step, int fd) {
    const Call& call = step.call;
    const Outcome& outcome = step.outcome;
    Json out = {
        {"event", "call"}, {"n", step.n}, {"op", to_string(call.op)}, {"fd", fd}, {"iovcnt", call.iovcnt()}};
    Json lengths = Json::array();
    for (std::size_t i = 0; i < std::min(call.list.size(), kMaxLengths); ++i)
        lengths.push_back(call.list[i].length);
    out["iov_len"] = std::move(lengths);
    if (call.list.size() > kMaxLengths) out["more"] = call.list.size() - kMaxLengths;
    out["asked"] = step.asked;
    if (call.cap) out["cap"] = *call.cap;
    if (step.cut_off > 0) out["cut_off"] = step.cut_off;
    out["result"] = number_or_null(outcome.result);
    out["error"] = errno_or_null(outcome.error);
    out["signal"] = signal_or_null(outcome.signal);
    out["blocked"] = outcome.blocked;
    out["origin"] = to_string(outcome.origin);
    if (outcome.unclaimed) out["no_claim"] = outcome.unclaimed;
    out["place"] = step.place;
    out["elapsed_ns"] = outcome.elapsed_ns;
    out["consumed"] = {{"entry", step.consumed.entry}, {"offset", step.consumed.offset}};
    out["model"] = model_object(step);
    out["believed"] = step.believed;
    out["copied"] = step.copied;
    out["writer"] = step.writer;
    return out;
}

Json event(const WaitStep& step, bool reads) {
    return {{"event", "wait"}, {"what", reads ? "POLLIN" : "POLLOUT"}, {"elapsed_ns", step.outcome.elapsed_ns}};
}

Json event(const SleepStep& step, const char* op) {
    return {{"event", "asleep"}, {"n", step.n}, {"in", step.polling ? "poll" : op}};
}

Json event(const ResizeStep& step) {
    const auto answer = [](std::int64_t result) -> Json {
        return {{"result", result < 0 ? Json(nullptr) : Json(result)},
                {"error", errno_or_null(result < 0 ? static_cast<int>(-result) : 0)}};
    };
    Json out = {{"event", "resize"}, {"asked", step.asked}};
    out.update(answer(step.result));
    out["model"] = step.model ? answer(*step.model) : Json(nullptr);
    return out;
}

Json event(const ServeStep& step) {
    using What = ServeStep::What;
    switch (step.what) {
        case What::Listening:
            return {{"event", "listening"}, {"address", step.address}, {"port", step.port}};
        case What::Came:
            return {{"event", "client"},
                    {"address", step.address},
                    {"request", step.request.empty() ? Json(nullptr) : Json(step.request)},
                    {"whole", step.whole}};
        case What::Closed:
            return {{"event", "client-closed"}, {"address", step.address}};
        case What::Left:
            break;
    }
    return {{"event", "client-left"}, {"address", step.address}};
}

Json client_object(const std::optional<ClientEnd>& end) {
    if (!end) return nullptr;
    return {{"address", end->client.empty() ? Json(nullptr) : Json(end->client)},
            {"request", end->request.empty() ? Json(nullptr) : Json(end->request)},
            {"handed", end->handed},
            {"acknowledged", end->acknowledged},
            {"left", end->left}};
}

Json records_array(const std::optional<Records>& records) {
    if (!records) return nullptr;
    Json all = Json::array();
    for (std::size_t i = 0; i < records->writers.size(); ++i) {
        const Records::OfWriter& one = records->writers[i];
        all.push_back({{"writer", i + 1},
                       {"length", one.length},
                       {"made", one.made},
                       {"whole", one.whole},
                       {"broken", one.broken},
                       {"gone", one.gone}});
    }
    return all;
}

Json cage_object(const std::optional<Cage>& cage) {
    if (!cage) return nullptr;
    return {{"holds", cage->holding()}, {"missing", cage->missing()}};
}

Json damage_array(const DamageReport& report, const ReportContext& context) {
    Json all = Json::array();
    for (const Damage& damage : report.ranges) {
        all.push_back({{"kind", to_string(damage.kind)},
                       {"list", damage.list},
                       {"entry", damage.from.entry},
                       {"offset", damage.from.offset},
                       {"bytes", damage.bytes},
                       {"times", damage.times},
                       {"at", damage.at},
                       {"words", damage_words(damage, context)}});
    }
    return all;
}

Json event(const EndStep& end, const ReportContext& context) {
    return {{"event", "end"},
            {"calls", end.calls},
            {"delivered", end.delivered},
            {"expected", end.expected},
            {"verdict", end.judged ? Json(to_string(end.verdict)) : Json(nullptr)},
            {"status", to_string(end.status)},
            {"sha256", end.sha256.empty() ? Json(nullptr) : Json(end.sha256)},
            {"target", target_object(end.target)},
            {"signal", signal_or_null(end.signal)},
            {"error", errno_or_null(end.error)},
            {"note", end.note.empty() ? Json(nullptr) : Json(end.note)},
            {"damage", damage_array(end.damage, context)},
            {"damage_left_out", end.damage.left_out},
            {"cut_off", end.cut_off},
            {"spun", end.spun},
            {"copied", end.copied},
            {"client", client_object(end.served)},
            {"records", records_array(end.records)},
            {"overwritten", end.records ? Json(end.records->overwritten) : Json(nullptr)},
            {"cage", cage_object(end.cage)}};
}

class JsonReport : public Report {
public:
    explicit JsonReport(ReportContext context) : context_(context) {}

    std::string begin() override { return {}; }

    std::string step(const Step& step) override {
        const Json object = std::visit([&](const auto& what) { return object_of(what); }, step.what);
        if (object.is_null()) return {};
        return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }

private:
    template <typename What>
    Json object_of(const What& what) const {
        if constexpr (std::is_same_v<What, CallStep>) {
            return event(what, context_.target_fd);
        } else if constexpr (std::is_same_v<What, ReadStep>) {
            return what.final ? Json(nullptr) : Json::object({{"event", "read"}, {"bytes", what.bytes}});
        } else if constexpr (std::is_same_v<What, WaitStep>) {
            return event(what, context_.experiment != nullptr && reads(*context_.experiment));
        } else if constexpr (std::is_same_v<What, SignalStep>) {
            return Json::object({{"event", "signal"}, {"name", signal_name(what.number)}});
        } else if constexpr (std::is_same_v<What, CloseStep>) {
            return Json::object({{"event", "close"}});
        } else if constexpr (std::is_same_v<What, SleepStep>) {
            return event(what, "call");
        } else if constexpr (std::is_same_v<What, EndStep>) {
            return event(what, context_);
        } else {
            return event(what);
        }
    }

    ReportContext context_;
};

}  // namespace

std::unique_ptr<Report> make_json_report(const ReportContext& context) {
    return std::make_unique<JsonReport>(context);
}

}  // namespace iovlab
