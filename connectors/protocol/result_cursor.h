// How far a harvest has come in a numbered result that the server keeps or finds again: SRU and
// Z39.50 page by position. Used by their connectors. Plain values; kInvalidArgument for a text
// that is no cursor of this harvest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

struct ResultCursor {
  std::string query_hash;   // of address, query and window: a cursor belongs to one harvest
  std::int64_t next = 1;    // position of the next record, from 1
  std::int64_t total = -1;  // how many the server counted; -1 = not known yet
  int changes = 0;          // how often that number became another
  int missing = 0;          // records that the server has and could not give
  bool operator==(const ResultCursor&) const = default;
};

// `kind` ("sru", "z3950") is the cursor's first word.
std::string to_text(const ResultCursor& cursor, std::string_view kind);
Result<ResultCursor> parse_result_cursor(std::string_view text, std::string_view kind,
                                         std::string_view query_hash);

}  // namespace evidence
