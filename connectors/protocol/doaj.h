// DOAJ's search API (v4): articles or journals, page by page. Used through connectors/harvester.h.
// Not thread-safe (one harvest). Failures: those of rest_pages.h; kTooLarge "too_many_results"
// where the search has more than DOAJ serves; kUpstream "upstream_rejected" where an incremental
// harvest cannot trust the order of the entries.
//
// Reference: https://doaj.org/api/v4/docs and DOAJ's own source (DISCOVERY_MAX_PAGE_SIZE 100,
// DISCOVERY_MAX_RECORDS_SIZE 1000: a page that begins behind the limit fails). What has more
// results is to be harvested over OAI-PMH. An incremental harvest reads the newest changes first
// and stops at the window's beginning; DOAJ's API has no window.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connectors/connector.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/registry.h"

namespace evidence {

Result<RestMarks> read_doaj_page(std::string_view body, std::size_t max_bytes);

std::span<const OptionInfo> doaj_options();
Result<std::unique_ptr<Connector>> make_doaj_connector(const SourceConfig& source,
                                                       const ConnectorParts& parts);

}  // namespace evidence
