// Plain words of the search box as units of meaning: which words are ignored, and which letter or
// number belongs to its neighbour ("hepatitis b", "type 2", "x ray"). Private to query/; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/parsed_query.h"

namespace evidence::query {

struct Unit {
  Node node;          // a stemmed Term, or what a bound group of words becomes
  std::string words;  // as typed, for messages
  std::string stem;   // where the unit is one word whose stem differs from it; else ""
  bool stop_word = false;
  bool bound = false;
};

// `text`: a run of plain words; its bytes begin at `offset` of the typed text. `shouting`: the
// whole query is in capitals, so that they say nothing about acronyms.
std::vector<Unit> plain_units(std::string_view text, std::uint32_t offset, bool shouting);

// Is the query typed in capitals throughout? "AIDS" and "HIV AIDS" are not, "HEARING AIDS" is.
bool is_shouting(std::string_view text);

}  // namespace evidence::query
