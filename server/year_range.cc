#include "server/year_range.h"

#include <charconv>
#include <utility>

#include "base/text.h"

namespace evidence::server {
namespace {

// 0 for an empty text; nullopt for what is not a year.
std::optional<int> year_or_open(std::string_view text) {
  text = trim(text);
  if (text.empty()) return 0;
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error != std::errc{} || end != text.data() + text.size() || year < 1000 || year > 2999) {
    return std::nullopt;
  }
  return year;
}

}  // namespace

std::optional<YearRange> year_range_of(std::string_view from, std::string_view to) {
  const auto first = year_or_open(from);
  const auto last = year_or_open(to);
  if (!first || !last) return std::nullopt;
  YearRange range{*first, *last};
  if (range.from > 0 && range.to > 0 && range.from > range.to) std::swap(range.from, range.to);
  return range;
}

std::optional<YearRange> parse_year_range(std::string_view text) {
  const auto dash = text.find('-');
  const std::string_view from = text.substr(0, dash);
  const std::string_view to = dash == std::string_view::npos ? from : text.substr(dash + 1);
  const auto range = year_range_of(from, to);
  if (!range || (range->from == 0 && range->to == 0)) return std::nullopt;
  return range;
}

std::string to_text(const YearRange& range) {
  if (range.from == range.to) return std::to_string(range.from);
  return (range.from > 0 ? std::to_string(range.from) : "") + "-" +
         (range.to > 0 ? std::to_string(range.to) : "");
}

std::string for_people(const YearRange& range) {
  if (range.from == range.to) return std::to_string(range.from);
  if (range.from == 0) return "Up to " + std::to_string(range.to);
  if (range.to == 0) return "From " + std::to_string(range.from);
  return std::to_string(range.from) + " to " + std::to_string(range.to);
}

}  // namespace evidence::server
