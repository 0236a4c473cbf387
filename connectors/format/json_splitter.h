// Cuts a stream of JSON into its entries (works, studies) by scanning bytes, in constant memory:
// the elements of one array somewhere in a reply, a top-level array, or objects one after the other
// (JSON lines). Used by the JSON formats; one thread at a time.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "connectors/connector.h"

namespace evidence {

struct JsonSplitRules {
  std::string_view noun;      // "work", for positions and messages
  std::string_view expected;  // "Crossref reply": named where the file is something else
  // Where the entries are: "message.items", "resultList.result"; the first that is met counts.
  std::span<const std::string_view> arrays;
  // Members that are one entry by themselves: "message" (a single work). Looked at only where none
  // of `arrays` stands in the text.
  std::span<const std::string_view> objects;
  // Is a top-level object with none of these members an entry by itself?
  bool bare_object = true;
  std::size_t max_entry_bytes = 16U << 20U;
};

// Errors of next(): kBadContent where the text is cut short, is no JSON or holds none of what is
// expected, and what the source's read() says. An entry that is too large or too deep is damage.
std::unique_ptr<EntryReader> split_json(ByteSource& source, const JsonSplitRules& rules);

}  // namespace evidence
