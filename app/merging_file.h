// config/merging.toml: the rules by which records are matched and the policy by which a work's
// fields are picked. A missing file means the tables that are built in, which the shipped file
// repeats.
#pragma once

#include <filesystem>

#include "app/toml_reader.h"
#include "model/match.h"
#include "model/merge.h"

namespace evidence::app {

void read_merging_file(const std::filesystem::path& path, Findings& findings, MatchRules& rules,
                       MergePolicy& policy);

}  // namespace evidence::app
