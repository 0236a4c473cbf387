// A library's list of ISSNs, from a source's option or a text or CSV file of any layout, and its
// cutting into groups that fit into a URL. Used by the Crossref connector. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "connectors/connector.h"

namespace evidence {

struct IssnList {
  std::vector<std::string> issns;      // "1234-567X", each once, in the order given
  std::vector<EntryProblem> problems;  // those with a wrong check digit
};

// Adds every ISSN in `text`: eight digits (the last may be X), with or without the hyphen, standing
// alone. Anything else in the text is passed over; `where` and the line number name a wrong one.
void add_issns(IssnList& list, std::string_view text, std::string_view where);

// kNotFound, kTooLarge and kIo as base/file.h; kBadContent where the file holds no ISSN at all.
Result<void> add_issn_file(IssnList& list, const std::string& path);

std::vector<std::vector<std::string>> groups_of(const std::vector<std::string>& issns,
                                                std::size_t size);

}  // namespace evidence
