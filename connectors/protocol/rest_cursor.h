// Where a harvest over a paging REST service stands, as a short text that any process can go on
// from. Used by the connectors over rest_pages.h. Plain values; a text that is no such place is
// kInvalidArgument "bad_cursor".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

struct RestCursor {
  std::string harvest;  // hash of query, settings and window: a place belongs to one harvest
  std::string token;    // the service's own place: a cursor, a page token, an address; "" = first
  std::string mark;     // what the connector has to remember beside it; "" = nothing
  std::int64_t group = 0;     // which of the queries that the harvest is made of
  std::int64_t page = 0;      // pages read of this group
  std::int64_t seen = 0;      // entries read of this group
  std::int64_t total = -1;    // entries that the service promised for this group; -1 = not said
  std::int64_t restarts = 0;  // how often this group had to be begun again
  bool operator==(const RestCursor&) const = default;
};

std::string to_text(const RestCursor& cursor);
Result<RestCursor> parse_rest_cursor(std::string_view text);

// May this be a service's token: 1 to 8,192 printable ASCII characters?
bool is_rest_token(std::string_view text);

}  // namespace evidence
