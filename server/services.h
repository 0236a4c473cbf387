// What endpoints may use, owned by app/ and alive as long as the server. All members thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "access/link_resolver.h"
#include "access/load_plan.h"
#include "base/clock.h"
#include "model/vocabulary.h"
#include "query/filter_library.h"
#include "search/searcher.h"
#include "server/heading_counts.h"
#include "server/http_types.h"
#include "server/source_registry.h"

namespace evidence::server {

class Metrics;             // server/metrics.h
class SharedRecords;       // server/shared_records.h
class CoreLists;           // server/core_list.h
struct DirectoryServices;  // server/directory_services.h
struct LinkServices;       // server/link_services.h
struct StrategyServices;   // server/strategy_services.h
std::shared_ptr<CoreLists> make_core_lists();

struct SiteOptions {
  std::string service_name = "Evidence";
  std::string base_url;  // "https://evidence.example.org"; "" = relative links only
  std::string contact_email;
  std::string footer_note;
  bool sample_data = false;  // the index holds shipped sample data: a banner says so
  std::chrono::milliseconds search_deadline{2'000};
  std::string oai_repository;       // domain name in OAI identifiers; "" = the host of base_url
  std::size_t oai_page_size = 100;  // records in a part of an OAI list
  // A guideline whose source was last read longer ago is shown with a warning.
  std::size_t guideline_warn_days = 90;
};

struct Services {
  Searcher& searcher;
  const LinkResolver& links;
  const Clock& clock;
  Metrics& metrics;
  SiteOptions site;
  std::vector<SourceSummary> sources;             // that the index held records of at start
  SourceRegistry* registry = nullptr;             // nullptr: nothing is known beyond `sources`
  SharedRecords* shared = nullptr;                // nullptr: nothing is given on
  StrategyServices* strategies = nullptr;         // nullptr: strategies are run but not kept
  const Vocabulary* vocabulary = nullptr;         // nullptr: none is loaded
  HeadingCounts* heading_counts = nullptr;        // nullptr: works of a heading are not counted
  const query::FilterLibrary* filters = nullptr;  // nullptr: there are no search filters
  // What happened to holdings, newest first, at most so many; empty: nothing is kept.
  std::function<Result<std::vector<ChangeNotice>>(std::size_t limit)> holdings_changes = {};
  // The holdings as they are now; empty or nullptr: none are known. Never waits.
  std::function<std::shared_ptr<const KnowledgeBase>()> knowledge = {};
  // The A to Z of core content as it was made last; never nullptr.
  std::shared_ptr<CoreLists> core_lists = make_core_lists();
  LinkServices* link_desk = nullptr;       // nullptr: links are neither checked nor reported
  DirectoryServices* directory = nullptr;  // nullptr: there is no directory of libraries
};

}  // namespace evidence::server
