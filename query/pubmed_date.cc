#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

std::string quoted(std::string_view text) { return quoted_for_message(text, 40); }

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "2015", "2015/03/05", "2015 Mar", "2015 spring".
std::optional<PartialDate> read_day(std::string_view text) {
  text = trim(text);
  if (const auto date = parse_date(text)) return date;
  std::vector<std::string_view> words;
  std::string spaced(text);
  std::replace_if(
      spaced.begin(), spaced.end(),
      [](char c) { return c == '/' || c == '-' || c == '.' || c == ','; }, ' ');
  for (const std::string_view word : split(spaced, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.empty() || words.size() > 3 || !is_number(words[0]) || words[0].size() != 4) {
    return std::nullopt;
  }
  if (words.size() == 1) return std::nullopt;
  std::string month(words[1]);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSeasons{
      {{"winter", "1"}, {"spring", "4"}, {"summer", "7"}, {"fall", "10"}, {"autumn", "10"}}};
  for (const auto& [season, number] : kSeasons) {
    if (equals_ignoring_case(month, season)) month = number;
  }
  const std::string_view day = words.size() == 3 ? words[2] : std::string_view();
  const PartialDate date = date_from_parts(words[0], month, day);
  if (!date.known() || date.month == 0 || (!day.empty() && date.day == 0)) return std::nullopt;
  return date;
}

std::string prefix_of(const PartialDate& date) {
  std::string prefix = sortable_date(date);
  if (date.day == 0) prefix.resize(6);
  if (date.month == 0) prefix.resize(4);
  return prefix;
}

// A publication without month counts as of January, without day as of the 1st; so a range that
// begins there begins with the year or the month.
std::string beginning_of(PartialDate date) {
  if (date.day == 1) date.day = 0;
  if (date.month == 1 && date.day == 0) date.month = 0;
  return prefix_of(date);
}

bool is_open(std::string_view text) {
  text = trim(text);
  return text.empty() || text.starts_with("3000") || equals_ignoring_case(text, "present");
}

int days_of_month(int year, int month) {
  for (int day = 31; day > 28; --day) {
    const std::string text = std::to_string(year) + (month < 10 ? "/0" : "/") +
                             std::to_string(month) + "/" + std::to_string(day);
    if (parse_date(text)) return day;
  }
  return 28;
}

// `today` so many days, weeks, months or years ago.
std::optional<PartialDate> ago(PartialDate today, int count, std::string_view unit) {
  if (today.month == 0) today.month = 1;
  if (today.day == 0) today.day = 1;
  if (unit == "year" || unit == "month") {
    const int months = today.year * 12 + today.month - 1 - count * (unit == "year" ? 12 : 1);
    today.year = months / 12;
    today.month = months % 12 + 1;
    if (today.year < 1000) return std::nullopt;
    today.day = std::min(today.day, days_of_month(today.year, today.month));
    return today;
  }
  int days = count * (unit == "week" ? 7 : 1);
  while (days >= today.day) {
    days -= today.day;
    if (--today.month == 0) {
      today.month = 12;
      if (--today.year < 1000) return std::nullopt;
    }
    today.day = days_of_month(today.year, today.month);
  }
  today.day -= days;
  return today;
}

// "last 30 days".
struct Relative {
  int count = 0;
  std::string unit;  // "day", "week", "month", "year"
};
std::optional<Relative> read_relative(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.size() < 2 || words.size() > 3 || !equals_ignoring_case(words[0], "last")) {
    return std::nullopt;
  }
  Relative relative;
  relative.count = 1;
  if (words.size() == 3) {
    if (!is_number(words[1]) || words[1].size() > 5) return std::nullopt;
    relative.count = 0;
    for (const char c : words[1]) relative.count = relative.count * 10 + (c - '0');
  }
  relative.unit = to_lower_ascii(words.back());
  if (relative.unit.ends_with('s')) relative.unit.pop_back();
  for (const std::string_view known : {"day", "week", "month", "year"}) {
    if (relative.unit == known) return relative;
  }
  return std::nullopt;
}

MaybeNode relative_date(const Relative& relative, Span span, const PubmedTag& tag,
                        const ParseOptions& options, MessageList& messages) {
  if (!options.today.known()) {
    messages.error("today_unknown", "“last …” needs to know which day it is.", span,
                   "Write the dates themselves: 2024/01/01:3000[dp].");
    return std::nullopt;
  }
  const auto from = ago(options.today, relative.count, relative.unit);
  if (!from) {
    messages.error("date_invalid", "That is longer ago than dates are kept.", span,
                   "Write a smaller number.");
    return std::nullopt;
  }
  messages.note("relative_date", "Counted from today: since " + format_date_for_people(*from) + ".",
                span);
  return Node{Range{tag.slot, beginning_of(*from), ""}, span};
}

}  // namespace

MaybeNode pubmed_date(std::string_view from, std::string_view to, bool is_range, Span span,
                      const PubmedTag& tag, const ParseOptions& options, MessageList& messages) {
  if (!is_range) {
    if (const auto relative = read_relative(from)) {
      return relative_date(*relative, span, tag, options, messages);
    }
  }
  const auto bad = [&](std::string_view text) -> MaybeNode {
    messages.error("date_invalid", quoted(text) + " is no date that PubMed reads.", span,
                   "Write the year, or year/month/day: 2015/03/31[dp], 2015:2020[dp].");
    return std::nullopt;
  };
  // The year 1000 stands for no beginning, as 3000 stands for no end.
  if (is_range && trim(from) == "1000") from = {};
  const auto begin = read_day(from);
  if (!begin && !(is_range && trim(from).empty())) return bad(from);
  if (!is_range) return Node{Range{tag.slot, beginning_of(*begin), prefix_of(*begin)}, span};
  Range range{tag.slot, begin ? beginning_of(*begin) : "", ""};
  if (!is_open(to)) {
    const auto end = read_day(to);
    if (!end) return bad(to);
    range.to = prefix_of(*end);
    if (range.to < range.from && !range.from.starts_with(range.to)) {
      messages.warn("range_turned", "The later date stood first; the two were exchanged.", span);
      range.from = beginning_of(*end);
      range.to = prefix_of(*begin);
    }
  }
  return Node{std::move(range), span};
}

MaybeNode pubmed_date(const PubmedTerm& term, const PubmedTag& tag, const ParseOptions& options,
                      MessageList& messages) {
  const std::string text = clean_text(term.text);
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) {
    return pubmed_date(text, {}, false, term.span, tag, options, messages);
  }
  return pubmed_date(std::string_view(text).substr(0, colon),
                     std::string_view(text).substr(colon + 1), true, term.span, tag, options,
                     messages);
}

}  // namespace evidence::query
