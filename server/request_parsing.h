// From the bytes of a request target and a Cookie header to decoded, valid values. Used by the HTTP
// server before anything else looks at a request. Pure functions; fuzzed (fuzz_query_string).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evidence::server {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::size_t kMaxQueryParameters = 256;

struct ParsedTarget {
  std::string path;  // decoded; begins with '/'
  QueryParameters query;
};

// How the query of an address may be encoded. kAny is for those that other services make and that
// may be older than UTF-8: a stray '%' stands for itself, bytes that are not UTF-8 are read as
// Windows-1252. The handler finds the bytes in Request::target.
enum class QueryEncoding { kUtf8, kAny };

// Origin form only ("/search?q=a"). kInvalidArgument: bad_target (not a path, not printable ASCII,
// a fragment), encoding_invalid (%ZZ, invalid UTF-8, NUL in the query), too_many_parameters;
// kNotFound where the decoded path could mean another file than it says: "..", ".", empty segments,
// backslash, control characters.
Result<ParsedTarget> parse_target(std::string_view target,
                                  QueryEncoding encoding = QueryEncoding::kUtf8);

// "a=1&b=x+y" decoded as application/x-www-form-urlencoded; parts without '=' have an empty value.
Result<QueryParameters> parse_query(std::string_view raw,
                                    QueryEncoding encoding = QueryEncoding::kUtf8);

// The inverse, for links: percent-encodes everything but unreserved characters.
std::string format_query(const QueryParameters& query);

// "a=1; b=2"; the first of equal names counts, malformed parts are left out, at most 64 are kept.
std::map<std::string, std::string> parse_cookies(std::string_view header);

// Does If-None-Match name this entity tag (`"…"`)? Weak comparison, lists and "*"; the "-gzip" that
// compressed answers carry in their tag is ignored.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

// Does Accept-Encoding allow gzip (RFC 9110 §12.5.3)?
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace evidence::server
