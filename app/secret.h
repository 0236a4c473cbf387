// Keys and tokens: from an environment variable, else from a file that only its owner can read;
// never from the configuration itself. Used by the readers of configuration files.
#pragma once

#include <string>
#include <string_view>

#include "app/config.h"
#include "app/toml_reader.h"

namespace evidence::app {

// "EVIDENCE_SOURCE_MY_ID_API_KEY": capitals, '-' as '_'.
std::string secret_variable(std::string_view name);

// Marks `key` ("api_key_file") as known. "" where there is neither variable nor file; a file that
// others can read, or that cannot be read, is a finding.
std::string read_secret(TomlTable& table, std::string_view key, const std::string& variable,
                        const Environment& environment);

}  // namespace evidence::app
