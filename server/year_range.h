// A span of publication years as people and addresses write it: "2015-2020", "2015-", "-2020",
// "2015". Values; pure functions; never fails but by giving nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evidence::server {

struct YearRange {
  int from = 0;  // 0 = open
  int to = 0;    // 0 = open
  [[nodiscard]] bool holds(int year) const {
    return (from == 0 || year >= from) && (to == 0 || year <= to);
  }
  bool operator==(const YearRange&) const = default;
};

std::optional<YearRange> parse_year_range(std::string_view text);
std::string to_text(const YearRange& range);     // "2015-2020"; "2015" for one year
std::string for_people(const YearRange& range);  // "2015 to 2020", "From 2015", "Up to 2020"
// What two boxes of a form hold; nullopt when one is neither empty nor a year from 1000 to 2999.
// Boxes filled the wrong way round are turned.
std::optional<YearRange> year_range_of(std::string_view from, std::string_view to);

}  // namespace evidence::server
