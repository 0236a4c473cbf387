// Dates as feeds write them: RFC 822/2822 with obsolete zones and years of two digits, ISO 8601 and
// W3CDTF with or without time, and plain words ("May 12 2021"). Used by the feed formats. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/date.h"

namespace evidence {

struct FeedDate {
  PartialDate date;     // as written, in the writer's own zone; unknown where not understood
  std::string instant;  // "2021-11-04T22:52:07Z" where time and zone are given; else ""
};

FeedDate parse_feed_date(std::string_view text);

}  // namespace evidence
