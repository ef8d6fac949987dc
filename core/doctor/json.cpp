#include "core/doctor/words.h"
#include "core/experiment/vocabulary.h"

#include <nlohmann/json.hpp>

namespace iovlab {

namespace {

using DoctorJson = nlohmann::ordered_json;

DoctorJson known_number(const std::optional<std::uint64_t>& value) {
    return value ? DoctorJson(*value) : DoctorJson(nullptr);
}

// Why not; null where it is all right.
DoctorJson obstacle(const std::string& why) {
    return why.empty() ? DoctorJson(nullptr) : DoctorJson(why);
}

DoctorJson limits_object(const MachineFacts& facts) {
    DoctorJson limits = DoctorJson::object();
    for (const ResourceLimit& limit : facts.limits)
        limits[limit.name] = {{"soft", known_number(limit.soft)}, {"hard", known_number(limit.hard)}};
    return limits;
}

DoctorJson screen_object(const Screenful& screen) {
    if (!screen.known) return nullptr;
    return {{"display", obstacle(screen.display)}, {"fonts", obstacle(screen.fonts)}};
}

DoctorJson recipes_array(const MachineFacts& facts) {
    DoctorJson all = DoctorJson::array();
    for (const RecipeResult& one : facts.recipes) {
        all.push_back({{"errno", one.fact->name},
                       {"recipe", one.recipe->file},
                       {"holds", one.why_not.empty()},
                       {"why", obstacle(one.why_not)}});
    }
    return all;
}

}  // namespace

std::string doctor_json(const MachineFacts& facts) {
    DoctorJson json = {{"event", "doctor"},
                       {"kernel", facts.release},
                       {"architecture", facts.architecture},
                       {"page_size", facts.page_size},
                       {"limits", limits_object(facts)}};
    for (const KernelSetting& setting : facts.settings)
        json["settings"][setting.name] = known_number(setting.value);
    json["landlock"] = facts.landlock;
    json["seccomp"] = facts.seccomp;
    json["cage"] = facts.cage ? DoctorJson{{"holds", facts.cage->holding()}, {"missing", facts.cage->missing()}}
                              : DoctorJson(nullptr);
    json["worker"] = obstacle(facts.no_worker);
    json["ptrace_scope"] = known_number(facts.ptrace_scope);
    json["sees_sleep"] = facts.sees_sleep;
    json["window"] = screen_object(facts.screen);
    for (const TargetKind& kind : target_kinds()) {
        if (kind.runs) json["targets"][kind.name] = obstacle(facts.targets.of(kind.name));
    }
    json["small_disk"] = obstacle(facts.targets.disk);
    json["recipes"] = facts.recipes_folder.empty() ? DoctorJson(nullptr) : recipes_array(facts);
    json["missing"] = DoctorJson::array();
    for (const MachineLine& line : machine_lines(facts)) {
        if (line.missing()) json["missing"].push_back(line.id);
    }
    return json.dump(-1, ' ', false, DoctorJson::error_handler_t::replace) + "\n";
}

}  // namespace iovlab
