// What an OAI-PMH 2.0 repository answers, read without trust; the records themselves are the
// format's affair. Lists are looked through as bytes, for a page may be large and one malformed
// record must not spoil it. Used by the harvester's connector and the fuzz target. Pure functions.
//
// Failures: kBadContent "not_oai" and "cut_reply" where the bytes are no complete reply, kUpstream
// for what the repository itself reports (see error_of).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

struct OaiFailure {
  std::string code;  // "badResumptionToken"
  std::string message;
};

struct OaiReply {
  std::string response_date;  // the repository's clock in UTC, "2024-06-03T19:51:07Z"; "" = unknown
  std::vector<OaiFailure> errors;
  bool has_records = false;               // a record or a header
  std::string token;                      // of the next part of the list; "" = the list ends here
  std::optional<std::int64_t> list_size;  // completeListSize
  std::string expires;                    // the token's expirationDate, as response_date
  std::string_view list;  // the part of the body that holds the records, for comparison

  [[nodiscard]] bool has_error(std::string_view code) const;
};
// `list` points into the body.
Result<OaiReply> parse_oai_reply(std::string_view body);

enum class OaiDeletions { kNotSaid, kNo, kTransient, kPersistent };

struct OaiIdentity {
  std::string repository_name;
  std::string protocol_version;    // "2.0"
  std::string earliest_datestamp;  // as it stands
  OaiDeletions deletions = OaiDeletions::kNotSaid;
  bool seconds = false;  // granularity YYYY-MM-DDThh:mm:ssZ
};
Result<OaiIdentity> parse_oai_identity(std::string_view body);

struct OaiHeader {
  std::string identifier;
  std::string datestamp;
  bool deleted = false;
};
// The headers of a ListIdentifiers reply; those without an identifier are left out.
Result<std::vector<OaiHeader>> parse_oai_headers(std::string_view body, std::size_t max_bytes);

// The Error for what the repository reported: "cursor_expired" for badResumptionToken, else
// "upstream_rejected" with what to do about it.
Error error_of(const std::vector<OaiFailure>& errors, std::string_view log_url);

// A UTC time "2024-06-03T19:51:07Z" from ISO 8601 with fractions or an offset; "" for anything
// else.
std::string utc_time(std::string_view text);

// Replies in UTF-16 as UTF-8; any other as it is.
Result<std::string> readable_reply(std::string body);

}  // namespace evidence
