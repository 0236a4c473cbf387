// Europe PMC's Articles REST service: search with cursorMark, core results. Used through
// connectors/harvester.h. Not thread-safe (one harvest). Failures: those of rest_pages.h.
//
// Reference: https://europepmc.org/RestfulWebService, version 6.9. A window of changes is part of
// the query. A result without hits has no nextCursorMark; the last page has none or repeats its
// own.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connectors/connector.h"
#include "connectors/protocol/rest_reply.h"
#include "connectors/registry.h"

namespace evidence {

Result<RestMarks> read_europepmc_page(std::string_view body, std::size_t max_bytes);

std::span<const OptionInfo> europepmc_options();
Result<std::unique_ptr<Connector>> make_europepmc_connector(const SourceConfig& source,
                                                            const ConnectorParts& parts);

}  // namespace evidence
