// A look at a CQL query before YAZ parses it: places of unbalanced quotes and brackets and of
// operators without operands, counts, and the relations that YAZ knows with a prefix only. Private
// to query/. Linear; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/ast.h"
#include "query/parser_messages.h"

namespace evidence::query {

struct CqlScan {
  bool readable = false;  // false: an error was said
  std::string text;       // for YAZ: "within" and "exact" written "cql.within", "cql.exact"
  // Where `text` is longer than what was typed: places in `text`, and bytes put in there.
  struct Inserted {
    std::size_t at = 0;
    std::size_t bytes = 0;
  };
  std::vector<Inserted> inserted;
  // The place in the typed text of a place in `text`.
  [[nodiscard]] std::size_t typed_place(std::size_t at) const;
};

CqlScan scan_cql(std::string_view typed, const Limits& limits, MessageList& messages);

}  // namespace evidence::query
