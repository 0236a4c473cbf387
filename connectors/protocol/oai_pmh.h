// A repository over OAI-PMH 2.0 (the harvesting side): ListRecords part by part, or, for
// repositories whose ListRecords fails, ListIdentifiers with one GetRecord each. Used through
// connectors/harvester.h. Not thread-safe (one harvest).
//
// Failures: those of polite_http.h and oai_reply.h; "cursor_expired" where the resumption token or
// the stored place is no longer good; kUpstream "token_loop" where the repository's tokens lead in
// a circle. noRecordsMatch is no failure: there is nothing new.
#pragma once

#include <memory>

#include "connectors/connector.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

Result<std::unique_ptr<Connector>> make_oai_pmh_connector(const SourceConfig& source,
                                                          const ConnectorParts& parts);

}  // namespace evidence
