// Dates as title and link lists write them. Pure functions. A part that is impossible is left out
// and said; a text that is no date at all gives nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/date.h"

namespace evidence {

enum class RangeEnd { kFirst, kLast };

struct ListDate {
  PartialDate date;     // unknown where nothing was understood
  bool open = false;    // "Present", "current", a year 9999: no end
  std::string warning;  // what was guessed or left out; "" = nothing
};

// ISO 8601 in full or part (also with '/' or '.'), and:
//   01/05/2001, 1-5-2001, 1.5.2001  day first, as British lists write; where the second number
//                                   cannot be a month, month first
//   05/2001                         month and year
//   1 May 2001, 01-May-01, May 2001 a year of two digits: 00–29 are 20xx, others 19xx (a warning)
//   2001/2002, 2001-2002, 1996/97   of a range the beginning or the end, as asked
ListDate list_date(std::string_view text, RangeEnd end);

// Does `last` lie before `first` for certain, each taken as widely as it is given?
bool ends_before(const PartialDate& last, const PartialDate& first);

}  // namespace evidence
