// config/filters/*.toml and the librarians' own folder: one search filter in each file, strictly
// read. docs/filters.md gives the form.
#pragma once

#include <filesystem>
#include <optional>

#include "app/toml_reader.h"
#include "query/filter_library.h"

namespace evidence::app {

// nullopt, with findings, where the file cannot be read, has a wrong or unknown key, or is no
// usable filter (query::faults_of).
std::optional<query::SearchFilter> read_filter_file(const std::filesystem::path& path,
                                                    Findings& findings);

// Every *.toml of the folder in the order of names. A faulty file is a finding and left out; the
// others are read. A folder that is not there is none. `own`: filters of the library itself, which
// need author and version.
void read_filter_folder(const std::filesystem::path& folder, bool own, Findings& findings,
                        query::FilterLibrary& library);

}  // namespace evidence::app
