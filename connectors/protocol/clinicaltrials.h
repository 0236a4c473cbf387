// ClinicalTrials.gov's API v2: studies by query, paged by pageToken. Used through
// connectors/harvester.h. Not thread-safe (one harvest). Failures: those of rest_pages.h.
//
// Reference: https://clinicaltrials.gov/data-api/api. A window is a range of LastUpdatePostDate in
// filter.advanced. totalCount comes with the first page only; the last page has no nextPageToken.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connectors/connector.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/registry.h"

namespace evidence {

Result<RestMarks> read_clinicaltrials_page(std::string_view body, std::size_t max_bytes);

std::span<const OptionInfo> clinicaltrials_options();
Result<std::unique_ptr<Connector>> make_clinicaltrials_connector(const SourceConfig& source,
                                                                 const ConnectorParts& parts);

}  // namespace evidence
