#include "app/commands/doctor.h"

#include "app/commands/output.h"
#if IOVLAB_WITH_WINDOW
#include "app/window/here.h"
#endif
#include "core/doctor/words.h"

#include <exception>
#include <string>

namespace iovlab {
namespace {

Screenful look_at_screen() {
#if IOVLAB_WITH_WINDOW
    return {.known = true, .display = display_problem(), .fonts = fonts_problem()};
#else
    return {};
#endif
}

MachineFacts examine_all() {
    MachineFacts facts = examine_machine(look_at_screen());
    if (facts.recipes_folder.empty()) return facts;
    for (const RecipeResult& one : all_recipes()) facts.recipes.push_back(try_recipe(one, facts.recipes_folder));
    return facts;
}

}  // namespace

int doctor_command(bool json) {
    try {
        const MachineFacts facts = examine_all();
        Output output;
        output.print(json ? doctor_json(facts) : doctor_text(facts));
        return output.finish(0);
    } catch (const std::exception& fault) {
        return failed(std::string("a fault of the program: ") + fault.what(), 1);
    }
}

}  // namespace iovlab
