// The settings of a source over OAI-PMH, from its file's [options]. Used by the connector. Plain
// values; a setting that makes no sense is kInvalidArgument "bad_source".
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

struct OaiSettings {
  std::string prefix = "oai_dc";
  std::vector<std::string> sets;  // at least one; "" = the whole repository
  bool identifiers = false;       // ListIdentifiers and GetRecord in place of ListRecords
  std::chrono::seconds overlap{0};
  std::string granularity;  // "day", "second"; "" = as the repository's Identify says
};

std::span<const OptionInfo> oai_pmh_options();

// Looks at the rest of the source's file too: base_url, page_size, rate, timeout.
Result<OaiSettings> oai_settings(const SourceConfig& source);

}  // namespace evidence
