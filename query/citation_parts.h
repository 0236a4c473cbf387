// The parts of a printed reference: identifiers, the names at its beginning and the place (year,
// volume, issue, pages) at its end. Private to query/citation.cc; `text` is as prepared there: one
// line, straight quotation marks, '-' for every dash. Pure; each reads forward without going back
// more than a bounded number of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/identifier.h"
#include "model/record.h"

namespace evidence::query {

// The text without what names an identifier, which goes to `into`, at most eight; a trial's number
// stays too, since it may be of the title. Other addresses are dropped.
std::string take_identifiers(std::string_view text, std::vector<Identifier>& into);

struct NameList {
  std::vector<Contributor> names;  // none where the text does not begin with a list of names
  bool more = false;               // "et al."
  std::size_t end = 0;             // behind the names and what closes them
};
NameList read_names(std::string_view text);

struct Place {
  std::size_t begin = 0, end = 0;
  int year = 0;
  std::string volume, issue, pages;
};
// The likeliest place at or behind `from`. `year_known`: the year stood behind the names, so that
// "43, 1905" is a volume and a page.
std::optional<Place> find_place(std::string_view text, std::size_t from, bool year_known);

// Four digits from 1800 to 2099 with no digit or letter around them but a following "a" to "f"
// ("2010b"); 0 if there is none at `at`.
int year_at(std::string_view text, std::size_t at);

}  // namespace evidence::query
