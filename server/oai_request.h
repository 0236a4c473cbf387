// An OAI-PMH 2.0 request, read strictly: which verb, which arguments, and what is wrong with them
// (§3.6 of the protocol). Used by server/oai.cc. Pure functions; faults are values, not failures.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "server/request_parsing.h"

namespace evidence::server {

// What the protocol answers instead of data; HTTP's status stays 200.
struct OaiFault {
  std::string_view code;  // "badArgument"
  std::string message;
};

enum class OaiVerb {
  kIdentify,
  kListMetadataFormats,
  kListSets,
  kGetRecord,
  kListIdentifiers,
  kListRecords,
};
std::string_view verb_name(OaiVerb verb);

struct OaiRequest {
  OaiVerb verb = OaiVerb::kIdentify;
  std::map<std::string, std::string> arguments;  // without the verb, each once
  std::optional<OaiFault> fault;                 // badVerb or badArgument
  [[nodiscard]] const std::string& argument(const std::string& name) const;  // "" where not given
  [[nodiscard]] bool has(const std::string& name) const { return arguments.contains(name); }
};

OaiRequest read_oai_request(const QueryParameters& parameters);

// `from` and `until` as timestamps, both included; a day is from its first to its last second.
struct OaiSpan {
  std::string from, until;  // "" = open
  std::optional<OaiFault> fault;
};
OaiSpan read_oai_span(const std::string& from, const std::string& until);

}  // namespace evidence::server
