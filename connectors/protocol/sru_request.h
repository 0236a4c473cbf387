// Building the URL of an SRU searchRetrieve request. Used by the connector and by live searches.
// Pure functions; kInvalidArgument where the source's settings make no request.
//
// Version 2.0 has neither `operation` nor `version`: their presence is how a server tells the
// versions apart. Its recordXMLEscaping was called recordPacking before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "connectors/protocol/polite_http.h"
#include "connectors/source_config.h"

namespace evidence {

struct SruSettings {
  std::string base_url;
  std::string version;  // "1.1", "1.2" or "2.0"
  std::string schema;   // "" = the server's own choice
  std::string packing;  // "xml", "string"; "" = not said
  std::string sort_keys;
  QueryParameters extra;          // sent with every request, the key among them
  std::string secret;             // what no message may show; "" = nothing
  std::string_view secret_shown;  // its replacement
};

Result<SruSettings> sru_settings(const SourceConfig& source);

// `start` counts from 1. The query is CQL.
std::string sru_url(const SruSettings& settings, std::string_view query, std::int64_t start,
                    std::int64_t count);

// `text` with the key hidden.
std::string without_secret(const SruSettings& settings, std::string text);

}  // namespace evidence
