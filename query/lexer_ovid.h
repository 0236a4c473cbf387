// Cuts an Ovid line into words, quoted text, brackets, field suffixes, ends of headings and lists
// of lines. Private to query/. Pure function; any text that plain_signs() gives is accepted;
// linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/dialect.h"
#include "query/line_notes.h"

namespace evidence::query {

enum class OvidKind {
  kWord,    // as typed, without the suffix behind it
  kQuoted,  // between the quotation marks
  kOpen,    // '(', or '[' that holds searches
  kClose,
  kCodes,  // ".ti,ab."
  kSlash,  // "/dt, ae" behind a heading
  kTag,    // "[tiab]": PubMed's, text is what stands inside
  kList,   // "or/1-4"
};

struct OvidToken {
  OvidKind kind = OvidKind::kWord;
  std::string_view text;
  std::vector<std::string_view> codes;                // kCodes: as typed; kSlash: qualifiers
  bool is_and = false;                                // kList
  std::vector<std::pair<unsigned, unsigned>> ranges;  // kList
  Span span;
  bool attached = false;  // no space stands before it
};

// Views into `plain`, which must outlive them.
std::vector<OvidToken> lex_ovid(std::string_view plain, LineNotes& notes);

}  // namespace evidence::query
