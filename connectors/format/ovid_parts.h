// What Ovid packs into one field: the source line, authors with degrees and marks, titles with the
// type in brackets. Used by ovid.cc alone. Pure; thread-safe; never fail.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence {

struct OvidSource {
  std::string journal;  // or the book
  std::string volume, issue, pages;
  std::string date;  // as printed
};

// "Ecol.   8(6):10-14, September 2015.", "J. Vol 28(2) April 2015, 103-106.", "J. 45 (6) (pp 1-10),
// 2015.", "Editor(2015). Book. (pp. 3-6) X pp. Place: Publisher". What is not understood is the
// journal as a whole.
OvidSource ovid_source(std::string_view text);

// "Verbeek, Jan MD *;  Shapiro, Edward S. 1" → names without degrees and marks; an editor keeps
// "[Ed]" at the end.
std::vector<std::string> ovid_names(std::string_view text);

// Cuts "[Article]", "[Review]", "[25 refs]" off the title's end; what says a type comes back.
std::string take_title_type(std::string& title);

}  // namespace evidence
