// Words with wildcards: what one stands for among the index's own words. Xapian's wildcards are not
// used: inside a word they find nothing, and their expansion can neither be bounded nor stopped.
// Private to search/. Throws what Xapian throws.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/field.h"

namespace evidence {

// '*' any number of characters ("*3": at most three, at the end), '?' none or one, '#' exactly one:
// as query/ast.h has them; characters are Unicode's. Folded.
bool matches_pattern(std::string_view pattern, std::string_view word);

// The words of a text whose words may be patterns, one position each; `pattern` without wildcards
// is a plain folded word. `joined`: a compound's parts written together ("intra-ocul*" →
// "intraocul*"), at its first part.
struct PatternWord {
  std::string pattern;
  bool wildcards = false;
  std::string joined;     // "" where it is no compound
  std::size_t parts = 1;  // of the compound that begins here
};
std::vector<PatternWord> pattern_words(std::string_view text);

// The terms of the field that the pattern stands for, without duplicates. wildcard_too_broad
// (kInvalidArgument) where they are more than `limit`.
Result<std::vector<std::string>> expand_pattern(const Xapian::Database& database, Field field,
                                                const std::string& pattern, std::size_t limit);
// The same for a whole value of an exact field.
Result<std::vector<std::string>> expand_value(const Xapian::Database& database, Field field,
                                              std::string_view pattern, std::size_t limit);

}  // namespace evidence
