// Printed references: one read into its parts, a pasted list split into references. The styles are
// those of reference lists: Vancouver/NLM, AMA, APA, Harvard, Cochrane, Nature, IEEE, BMC, Chicago
// (docs/citations.md). Nothing is refused: what is not recognised stays in `rest`, which a search
// uses as words. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/identifier.h"
#include "model/record.h"

namespace evidence::query {

struct Citation {
  std::string text;                  // as printed, white space folded, without its number
  std::string number;                // of the list: "12" of "12. Smith J. …"; "" if none
  std::vector<Contributor> authors;  // as printed: family names with initials; groups
  bool more_authors = false;         // "et al."
  std::string title;
  bool title_is_words = false;  // typed into a form: words of the title, not the whole of it
  std::string journal;          // or the book's title
  int year = 0;                 // 0 = unknown
  std::string volume, issue;
  std::string pages;  // "101-9", "c332", "CD001234"
  std::vector<Identifier> identifiers;
  std::string rest;  // what no part took, without identifiers and addresses
};

// Longer references are read to this length.
inline constexpr std::size_t kMaxCitationBytes = 4'000;

Citation parse_citation(std::string_view text);

struct CitationListLimits {
  std::size_t max_bytes = 2U << 20U;
  std::size_t max_citations = 500;
};

// A pasted reference list: numbered ("1. …", "[1] …", "1) …"), separated by blank lines, or one a
// line; wrapped lines are joined. kTooLarge: citations_too_large, too_many_citations;
// kInvalidArgument: no_citations where there is nothing but white space.
Result<std::vector<std::string>> split_citations(std::string_view text,
                                                 const CitationListLimits& limits = {});

// What a person fills into the form of one citation; each may be empty.
struct CitationFields {
  std::string journal, year, volume, issue, page, author, title;
};
// kInvalidArgument: no_citations (all empty), bad_year; kTooLarge: citations_too_large.
Result<Citation> citation_of(const CitationFields& fields);

// The same as a record, for model/match.h.
Record record_of(const Citation& citation);

}  // namespace evidence::query
