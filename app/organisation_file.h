// Reads config/organisations/*.toml into plain organisations. What is wrong becomes a finding with
// file and line; what only shows when all are known is validate()'s (access/organisation.h).
#pragma once

#include <filesystem>
#include <vector>

#include "access/organisation.h"
#include "app/toml_reader.h"

namespace evidence::app {

void read_organisations(const std::filesystem::path& path, Findings& findings,
                        std::vector<Organisation>& organisations);

}  // namespace evidence::app
