// A library catalogue or repository over SRU (Search/Retrieve via URL) 1.1, 1.2 and 2.0: pages of
// one result by position. Used through connectors/harvester.h; one thread (one harvest). Failures:
// those of polite_http.h and sru_reply.h, and error_of() of the server's diagnostics.
//
// A page's bytes are the payloads of the reply's records in a plain envelope (sru_page), so that
// records sent as escaped text, a record within a record of the same name, and diagnostics between
// them mean nothing to the source's format. numberOfRecords decides where the end is, not
// nextRecordPosition; fewer records than asked for are followed by the rest. Where the number
// becomes smaller while harvesting, records have moved up: the harvest goes back by as many, so
// that none is passed over. Without `date_query` every harvest reads everything.
#pragma once

#include <array>
#include <memory>

#include "connectors/connector.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

inline constexpr std::array kSruOptions = {
    OptionInfo{"version", "1.1, 1.2 (without it) or 2.0"},
    OptionInfo{"record_schema", "marcxml, mods, dc … as the server's explain record names it"},
    OptionInfo{"packing", "xml or string: how records stand in the reply; without it not asked"},
    OptionInfo{"date_query",
               "CQL for what is new, such as dc.modified >= \"{from}\"; without it every harvest "
               "reads everything"},
    OptionInfo{"sort_keys", "sortKeys as the server wants them"},
    OptionInfo{"extra", "list of further parameters, name=value"},
    OptionInfo{"key_parameter", "name of the parameter that carries the source's api_key"},
};

Result<std::unique_ptr<Connector>> make_sru_connector(const SourceConfig& source,
                                                      const ConnectorParts& parts);

}  // namespace evidence
