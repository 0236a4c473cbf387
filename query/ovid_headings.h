// Headings as Ovid writes them, and what PubMed's tags mean where they stray into an Ovid line.
// Private to query/. Pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "query/ast.h"
#include "query/parse.h"

namespace evidence::query {

// What stands before the slash: "exp *Lung Neoplasms", "\"Pick Disease of the Brain\"". The label
// may be empty.
Heading heading_of(std::string_view typed);

// May a heading hold this operator word ("sensitivity and specificity")? Where the vocabulary knows
// the label, where it begins with exp or *, where a comma stands before the word (`comma`), or
// where it is one of the few common ones.
bool heading_with_operator(std::string_view typed, bool comma, const ParseOptions& options);

struct TagMeaning {
  std::vector<std::string_view> codes;  // of Ovid
  bool explode = false;
  std::string_view shown;  // for a person: ".ti,ab,kf."
};
TagMeaning meaning_of_tag(std::string_view tag);

}  // namespace evidence::query
