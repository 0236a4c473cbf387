// What E-utilities answer, read without trust: errors stand in 200 replies, HTML in place of XML,
// JSON with raw line breaks. Used by the connector and the fuzz target. Pure functions.
//
// Failures: kUpstream for what the service itself reports ("history_lost" where the search must be
// repeated, "upstream_rejected" where repeating cannot help), kBadContent for a reply that is not
// what it should be ("html_reply", "cut_reply", …), kInvalidArgument for a query not understood.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evidence {

struct EutilsSearchReply {
  std::int64_t count = 0;
  std::string web_env;
  std::string query_key;
  std::vector<std::string> warnings;  // "QuotedPhraseNotFound: …", for the log
};

// esearch's reply, XML or JSON. A phrase or field that PubMed does not know is an error: it would
// drop it and find something else than was asked for.
Result<EutilsSearchReply> parse_search_reply(std::string_view body);

// Is this a complete PubmedArticleSet? Looks at both ends only; the articles are the format's.
Result<void> check_fetch_reply(std::string_view body);

// The error that a body with status 400 or above, or in place of a result, reports.
Error error_in_reply(int status, std::string_view body);

}  // namespace evidence
