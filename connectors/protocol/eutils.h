// PubMed over NCBI's E-utilities: esearch keeps the result on NCBI's history server, efetch takes
// it in pages of articles. Used through connectors/harvester.h. Not thread-safe (one harvest).
// Failures: those of eutils_reply.h and base/http_client.h; kInvalidArgument for a bad source,
// window or cursor; kBadContent "slices_incomplete" where slicing lost records.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/connector.h"
#include "connectors/protocol/eutils_slice.h"
#include "connectors/registry.h"
#include "connectors/source_config.h"

namespace evidence {

// A call as it is sent: GET, or POST with the same parameters where the URL would be too long.
// `url` alone is sent; `log_url` is the call as a URL with the API key hidden.
struct EutilsCall {
  std::string method;
  std::string url;
  std::string body;
  std::string log_url;
};

// date_type "" = no window.
EutilsCall esearch_call(const SourceConfig& source, const EutilsSlice& slice,
                        std::string_view date_type);
EutilsCall efetch_call(const SourceConfig& source, const EutilsCursor& cursor);

Result<std::unique_ptr<Connector>> make_eutils_connector(const SourceConfig& source,
                                                         const ConnectorParts& parts);

}  // namespace evidence
