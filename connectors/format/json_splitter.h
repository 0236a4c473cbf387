// Cuts a stream of JSON into its entries (works, studies) by scanning bytes, in constant memory:
// the elements of one array somewhere in a reply, a top-level array, or objects one after the other
// (JSON lines). Used by the JSON formats; one thread at a time.
#pragma once

#include <memory>
#include <optional>
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
  // Looks at what stands around the entries before any is given: a reply's text up to its array, or
  // the whole object where there is none. An Error (the service reports a failure, the reply is of
  // another kind) ends the text. nullptr: nothing to look at.
  std::optional<Error> (*refuse)(std::string_view envelope) = nullptr;
};

// Errors of next(): kBadContent where the text is cut short, is no JSON or holds none of what is
// expected, what `refuse` says, and what the source's read() says. An entry that is too large or
// too deep is damage. After an entry whose quotes or brackets do not fit, reading goes on with the
// next line that begins as the entry's own line does; where entries do not begin lines, it ends.
std::unique_ptr<EntryReader> split_json(ByteSource& source, const JsonSplitRules& rules);

}  // namespace evidence
