// Crossref's REST API: works by query, filters and ISSNs, paged by cursor. Used through
// connectors/harvester.h. Not thread-safe (one harvest). Failures: those of rest_pages.h; kUpstream
// "pages_lost" where a list stayed incomplete however often it was begun again.
//
// Reference: https://api.crossref.org/swagger-ui/ and recorded replies. What those show and this
// builds on: next-cursor is the *same* text on every page of a result, because the place is kept at
// Crossref. So a page whose reply was lost on its way cannot be had again: asking again gives the
// one after it. What came is therefore counted against total-results, and a part of the harvest
// that came out short is read again from its beginning.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/http_client.h"
#include "connectors/connector.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/registry.h"

namespace evidence {

Result<RestMarks> read_crossref_page(std::string_view body, std::size_t max_bytes);

// x-rate-limit-limit over x-rate-limit-interval ("1s"), as requests a second; nullopt where the
// headers are absent or not understood.
std::optional<double> crossref_rate(const HttpResponse& response);

std::span<const OptionInfo> crossref_options();
Result<std::unique_ptr<Connector>> make_crossref_connector(const SourceConfig& source,
                                                           const ConnectorParts& parts);

}  // namespace evidence
