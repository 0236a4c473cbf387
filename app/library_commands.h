// The commands below `evidence library`, in three files: looking (cmd_library.cc), changing
// (cmd_library_change.cc) and loading lists of organisations and coordinates (cmd_library_load.cc).
#pragma once

#include <memory>

#include "app/commands.h"
#include "curation/directory_store.h"

namespace evidence::app {

// `create`: a directory that is not there yet is made; otherwise it is kNotFound "no_directory".
Result<std::unique_ptr<curation::DirectoryStore>> open_directory(Context& context, bool create);

void add_library_changes(CLI::App& library, Run& run);
void add_library_loads(CLI::App& library, Run& run);

}  // namespace evidence::app
