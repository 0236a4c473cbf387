// One file under config/sources/: every key of connectors/source_config.h, checked against the
// registry of protocols and formats. Used by app/config.cc. Findings name file and line.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/toml_reader.h"
#include "connectors/source_config.h"

namespace evidence::app {

// Letters, digits, '-' and '_', 1 to 64 of them: ids of sources and organisations.
bool is_name(std::string_view text);

// "90s", "15m", "12h", "1d", "2w" as seconds; nullopt for anything else or above ten years.
std::optional<std::chrono::seconds> parse_interval(std::string_view text);

// Adds the source to `sources`; an id that is there already is a finding.
void read_source_file(const std::filesystem::path& path, const Environment& environment,
                      Findings& findings, std::vector<SourceConfig>& sources);

// What is missing before an enabled source can be harvested (key, contact, agreement), for
// `evidence check config`; for one that is not enabled, what it would need.
std::vector<std::string> missing_in(const SourceConfig& source, bool has_contact);

}  // namespace evidence::app
