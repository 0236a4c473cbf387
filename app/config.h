// The whole configuration as plain structs: evidence.toml, the files in sources/, organisations/
// and ranking/ beside it, and EVIDENCE_… variables. Loaded once at start; every finding of every
// file is reported together.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "access/organisation.h"
#include "app/links_file.h"
#include "base/result.h"
#include "connectors/source_config.h"
#include "curation/areas.h"
#include "curation/eligibility.h"
#include "model/match.h"
#include "model/merge.h"
#include "model/term_lists.h"
#include "query/filter_library.h"
#include "search/ranking.h"
#include "server/http_server.h"
#include "server/services.h"

namespace evidence::app {

struct Config {
  std::filesystem::path file;       // evidence.toml that was read
  std::filesystem::path directory;  // its folder
  std::filesystem::path data_dir = "./evidence-data";
  std::string log_level = "info";
  std::string log_format = "text";  // "text" or "json"
  server::HttpServerOptions server;
  server::SiteOptions site;
  std::size_t search_readers = 4;
  std::string default_profile = "plain";  // of the search box
  std::string line_profile = "plain";     // of the syntaxes of librarians
  unsigned index_shards = 1;
  bool index_vectors = true;
  std::string contact;  // e-mail or URL sent in User-Agent when harvesting
  std::string http_proxy;
  std::string ca_file;                  // "" = the system's certificates
  std::size_t harvest_concurrency = 4;  // sources harvested at the same time
  std::vector<SourceConfig> sources;
  std::vector<Organisation> organisations;
  std::map<std::string, RankingProfile> profiles;
  TermLists term_lists;          // vocabulary/*.toml
  query::FilterLibrary filters;  // filters/*.toml, and the library's own in <data>/filters/
  MatchRules match_rules;        // merging.toml
  MergePolicy merge_policy;
  LinkSettings links;                                // links.toml
  EnrichmentSettings enrichment;                     // enrichment.toml
  std::shared_ptr<const curation::AreaTable> areas;  // directory/areas*.csv; never nullptr
  curation::EligibilityTable eligibility;            // directory/eligibility.toml
};

// Reads an environment variable; "" when unset. A parameter so that tests need no real environment.
using Environment = std::function<std::string(const std::string& name)>;
Environment process_environment();

// The library's own filters in the data directory, beside the published ones. What is wrong with a
// file, one a line; such a file is left out.
std::vector<std::string> read_own_filters(Config& config);
inline constexpr std::string_view kOwnFilters = "filters";  // below the data directory

// `file` "" = /etc/evidence/evidence.toml, else the configuration shipped beside the program or its
// sources. kInvalidArgument with all findings, one a line.
Result<Config> load_config(const std::string& file, const Environment& environment);

}  // namespace evidence::app
