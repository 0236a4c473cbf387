// OpenAlex: works by search and filter, paged by cursor. Used through connectors/harvester.h. Not
// thread-safe (one harvest). Failures: those of rest_pages.h; kInvalidArgument "key_needed" for a
// window without an API key.
//
// Reference: https://developers.openalex.org/guides/page-through-results. The newer documentation
// allows 100 works a page, the older 200; both are tried as configured, and the list ends where
// meta.next_cursor is null. Filters on from_updated_date and from_created_date need a key.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connectors/connector.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/registry.h"

namespace evidence {

Result<RestMarks> read_openalex_page(std::string_view body, std::size_t max_bytes);

std::span<const OptionInfo> openalex_options();
Result<std::unique_ptr<Connector>> make_openalex_connector(const SourceConfig& source,
                                                           const ConnectorParts& parts);

}  // namespace evidence
