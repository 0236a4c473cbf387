// One function per subcommand, in cmd_<name>.cc: declares its options on the command line and
// leaves in `run` what to do once everything is parsed. run gives the process's exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "app/context.h"

namespace evidence::app {

using Run = std::function<int(Context&)>;

void add_import(CLI::App& program, Run& run);
void add_harvest(CLI::App& program, Run& run);
void add_reparse(CLI::App& program, Run& run);
void add_index(CLI::App& program, Run& run);
void add_merge(CLI::App& program, Run& run);
void add_correction(CLI::App& program, Run& run);
void add_search(CLI::App& program, Run& run);
void add_strategy(CLI::App& program, Run& run);
void add_citations(CLI::App& program, Run& run);
void add_links(CLI::App& program, Run& run);
void add_lint(CLI::App& program, Run& run);
void add_translate(CLI::App& program, Run& run);
void add_filter(CLI::App& program, Run& run);
void add_serve(CLI::App& program, Run& run);
void add_eval(CLI::App& program, Run& run);
void add_export(CLI::App& program, Run& run);
void add_status(CLI::App& program, Run& run);
void add_check(CLI::App& program, Run& run);
void add_sources(CLI::App& program, Run& run);
void add_library(CLI::App& program, Run& run);
void add_vocabulary(CLI::App& program, Run& run);
void add_holdings(CLI::App& program, Run& run);
void add_organisation(CLI::App& program, Run& run);

}  // namespace evidence::app
