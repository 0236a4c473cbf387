// Partial dates as sources give them: a year, a year and month, or a full day. They stay partial.
// Values; pure functions.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace evidence {

struct PartialDate {
  int year = 0;   // 1000..2999; 0 = unknown, then month and day are 0 too
  int month = 0;  // 1..12; 0 = not given
  int day = 0;    // 1..31, valid in its month; 0 = not given

  auto operator<=>(const PartialDate&) const = default;
  [[nodiscard]] bool known() const { return year != 0; }
};

// "2023", "2023-04", "2023-04-05" (ISO 8601), also with '/' as PubMed writes. Anything else, an
// impossible day or a year outside 1000..2999 gives nullopt.
std::optional<PartialDate> parse_date(std::string_view text);

// From separate parts as PubMed XML has them: month may be "4", "04", "Apr", "April"; a part that
// is not understood is left out; no valid year gives an unknown date. MedlineDate texts such as
// "1998 Dec-1999 Jan" or "2000 Spring" give the first year (and month where it is plain).
PartialDate date_from_parts(std::string_view year, std::string_view month, std::string_view day);
PartialDate date_from_medline(std::string_view medline_date);

std::string format_date(const PartialDate& date);             // "2023-04"; "" when unknown
std::string format_date_for_people(const PartialDate& date);  // "5 April 2023", "April 2023"
// "20230400": eight digits, sortable as text; unknown parts are 00; unknown date "".
std::string sortable_date(const PartialDate& date);

}  // namespace evidence
