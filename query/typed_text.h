// What a person pasted, with the signs that word processors put in made plain, so that parsers see
// straight quotation marks, hyphens and spaces only; each byte still knows where it was typed.
// Private to query/. Pure functions; any bytes are accepted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

struct TypedText {
  std::string text;                   // valid UTF-8, no control characters, no tabs
  std::vector<std::uint32_t> origin;  // of each byte of `text`, and of its end, in the typed text
  bool curly_quotes = false;          // there was at least one
  Span first_curly;                   // where, in the typed text

  [[nodiscard]] Span typed(Span span) const { return {origin[span.begin], origin[span.end]}; }
};

// “ ” „ « » ″ become '"'; ‘ ’ ′ become '\''; dashes of all kinds '-'; no-break and thin spaces,
// tabs and bytes that are no UTF-8 ' '; soft hyphens and zero-width characters go.
TypedText plain_signs(std::string_view typed);

// How many characters stand before byte `position`, plus one; both in `line`.
std::uint32_t column_of(std::string_view line, std::size_t position);

}  // namespace evidence::query
