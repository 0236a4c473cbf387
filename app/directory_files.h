// config/directory/: areas*.csv (names of areas) and eligibility.toml (who may use what). A missing
// file means an empty table. Every fault is a finding with its line.
#pragma once

#include <filesystem>
#include <memory>

#include "app/toml_reader.h"
#include "curation/areas.h"
#include "curation/eligibility.h"

namespace evidence::app {

// All files areas*.csv together, in the order of their names; rows that begin with '#' are remarks.
std::shared_ptr<const curation::AreaTable> read_area_files(const std::filesystem::path& directory,
                                                           Findings& findings);

curation::EligibilityTable read_eligibility_file(const std::filesystem::path& file,
                                                 Findings& findings);

}  // namespace evidence::app
