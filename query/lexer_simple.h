// Cuts the search box's text into words, quoted phrases, brackets, operators and field names.
// Private to query/. Pure function; any bytes are accepted; linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

enum class LexemeKind { kWord, kQuoted, kTruncated, kOpen, kClose, kAnd, kOr, kNot, kField };

struct Lexeme {
  LexemeKind kind = LexemeKind::kWord;
  // kWord: as typed. kQuoted: between the quotes. kTruncated: the letters before '*'. kField: the
  // name before ':', which stands directly before the next lexeme.
  std::string_view text;
  Span span;
  bool truncated = false;  // kQuoted that ends in '*'
};

// Views into `text`, which must be valid UTF-8 and outlive them. Mended quotes, misplaced '*' and
// unknown field names are reported in `warnings`.
std::vector<Lexeme> lex_simple(std::string_view text, std::vector<Message>& warnings);

// Is this the name of a field or identifier scheme that may stand before ':'?
bool is_field_name(std::string_view name);

}  // namespace evidence::query
