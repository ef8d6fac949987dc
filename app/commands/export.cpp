#include "app/commands/export.h"

#include "app/commands/output.h"
#include "core/experiment/assets.h"
#include "core/experiment/atomic_file.h"
#include "core/experiment/toml.h"
#include "core/report/export/export.h"

#include <stdexcept>

namespace iovlab {
namespace {

int save(const std::string& text, const std::string& path) {
    if (path.empty()) {
        Output output;
        output.print(text);
        return output.finish(0);
    }
    const std::string problem = write_output_file(path, text);
    return problem.empty() ? 0 : failed(problem, 1);
}

}  // namespace

int export_command(const ExportArguments& arguments) {
    if (!arguments.out.empty()) {
        const std::string problem = out_problem(arguments.out, arguments.force);
        if (!problem.empty()) return failed("--out: " + problem, 2);
    }
    const ReadResult read = read_experiment_file(arguments.file);
    tell(read.problems);
    if (!read.ok()) return 2;
    try {
        const Listing loop =
            read_listing(assets_folder() + "/loops", read.experiment.loop.kind, arguments.language);
        return save(export_program(read.experiment, arguments.language, loop), arguments.out);
    } catch (const std::runtime_error& why) {
        return failed(arguments.file + ": " + why.what(), 3);
    }
}

}  // namespace iovlab
