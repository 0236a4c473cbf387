// Small rules of cataloguing: the punctuation that ends a MARC subfield and the like. Pure.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// Without ISBD punctuation at the end: "Asthma /" → "Asthma"; "London :" → "London". A full stop
// after an abbreviation or initial ("3rd ed.", "Smith, J.") stays where `keep_stop`.
std::string without_isbd(std::string_view text, bool keep_stop = false);

// "9780702012345 (hardback : alk. paper)" → "9780702012345".
std::string_view isbn_part(std::string_view text);

// "©2019.", "[2015?]", "c1998", "2003-2005" → the first plausible four-digit year, "" if none.
std::string year_in(std::string_view text);

}  // namespace evidence
