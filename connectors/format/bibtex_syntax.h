// BibTeX's grammar: entries, macros, values in braces, quotes or joined by '#'. Used by bibtex.cc
// and bibtex_reader.cc. Pure; thread-safe; a damaged text gives an Error, never a crash.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evidence {

// Names in lower case → values as written, without their outer braces or quotes.
using BibtexMacros = std::map<std::string, std::string, std::less<>>;

struct BibtexEntry {
  std::string type;  // lower case: "article", "string"
  std::string key;
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case
  std::vector<std::string> unknown_macros;                  // names that stood for nothing
};

// Reads one "@type{key, name = value, …}" from the start of `text`, which may be followed by more;
// `length` becomes the number of bytes read. The macros are applied, the months always known.
// "@string{name = value}" gives its one field. kBadContent says what is wrong and where.
Result<BibtexEntry> parse_bibtex_entry(std::string_view text, const BibtexMacros& macros,
                                       std::size_t& length);

// Is this the first line of an entry: '@', letters, and a brace or parenthesis?
bool begins_bibtex_entry(std::string_view line);

}  // namespace evidence
