// What the fuzz targets of line parsers hold to: no crash, limits kept, spans in the text, messages
// and written text valid, and, where no loss is said, the written text read back as the same tree.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "query/parse.h"
#include "query/write.h"

namespace evidence::query {

inline void require_line(bool condition) {
  if (!condition) std::abort();
}

using LineParser = ParsedLine (*)(std::string_view, const ParseOptions&);
using LineWriter = Written (*)(const Node&);

inline void check_line(std::string_view text, LineParser parse, LineWriter write_same) {
  ParseOptions options;
  options.today = {2026, 11, 29};
  const ParsedLine line = parse(text, options);
  require_line(depth(line.tree) <= options.limits.max_depth + 2);
  require_line(leaf_count(line.tree) <= options.limits.max_leaves);
  bool error = false;
  for (const Message& message : line.messages) {
    error = error || message.severity == Severity::kError;
    require_line(message.span.begin <= message.span.end && message.span.end <= text.size());
    require_line(message.column >= 1);
    require_line(is_valid_utf8(message.text) && is_valid_utf8(message.fix));
  }
  require_line(line.usable == !error);
  for (const LineWriter write : {write_pubmed, write_cql, write_simple}) {
    require_line(is_valid_utf8(write(line.tree).text));
  }
  const Written written = write_same(line.tree);
  if (!written.losses.empty() || !line.usable || written.text.size() > options.limits.max_bytes) {
    return;
  }
  require_line(to_text(parse(written.text, options).tree) == to_text(line.tree));
}

}  // namespace evidence::query
