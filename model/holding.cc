#include "model/holding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace evidence {
namespace {

using std::chrono::sys_days;

constexpr std::array<std::pair<HoldingKind, std::string_view>, 2> kKinds{{
    {HoldingKind::kSerial, "serial"},
    {HoldingKind::kMonograph, "monograph"},
}};
constexpr std::array<std::pair<CoverageDepth, std::string_view>, 4> kDepths{{
    {CoverageDepth::kFullText, "fulltext"},
    {CoverageDepth::kSelectedArticles, "selected articles"},
    {CoverageDepth::kAbstracts, "abstracts"},
    {CoverageDepth::kPrint, "print"},
}};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
  const auto at = std::find_if(table.begin(), table.end(),
                               [value](const auto& one) { return one.first == value; });
  return at == table.end() ? std::string_view() : at->second;
}

template <typename Table>
auto value_in(const Table& table, std::string_view name)
    -> std::optional<std::decay_t<decltype(table.front().first)>> {
  const auto at = std::find_if(table.begin(), table.end(),
                               [name](const auto& one) { return one.second == name; });
  if (at == table.end()) return std::nullopt;
  return at->first;
}

// The days that a partial date can mean.
struct Days {
  sys_days first, last;
};

std::optional<Days> days_of(const PartialDate& date) {
  using namespace std::chrono;
  if (!date.known()) return std::nullopt;
  const year y(date.year);
  if (date.month == 0) return Days{sys_days(y / January / 1), sys_days(y / December / 31)};
  const month m(static_cast<unsigned>(date.month));
  if (date.day == 0) return Days{sys_days(y / m / 1), sys_days(y / m / std::chrono::last)};
  const sys_days day(y / m / std::chrono::day(static_cast<unsigned>(date.day)));
  return Days{day, day};
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || at != end || number < 0) return std::nullopt;
  return number;
}

// Where a volume and issue lie beside a bound: below 0 before it, 0 within it, above 0 behind it.
// nullopt where that cannot be told.
std::optional<int> beside(const Published& published, std::string_view volume,
                          std::string_view issue) {
  const auto ours = number_of(published.volume);
  const auto bound = number_of(volume);
  if (!ours || !bound) return std::nullopt;
  if (*ours != *bound) return *ours < *bound ? -1 : 1;
  if (issue.empty()) return 0;
  const auto our_issue = number_of(published.issue);
  const auto bound_issue = number_of(issue);
  if (!our_issue || !bound_issue) return std::nullopt;
  return *our_issue == *bound_issue ? 0 : *our_issue < *bound_issue ? -1 : 1;
}

struct CoverageVerdict {
  Covered answer = Covered::kYes;
  std::string why;  // where it is not yes
};

CoverageVerdict maybe(std::string why) { return {Covered::kMaybe, std::move(why)}; }

CoverageVerdict by_volume(const Published& published, const std::string& volume,
                          const std::string& issue, bool beginning, CoverageVerdict otherwise) {
  const std::optional<int> place = beside(published, volume, issue);
  if (!place) return otherwise;
  const bool outside = beginning ? *place < 0 : *place > 0;
  if (!outside) return {};
  return {Covered::kNo, "published in volume " + std::string(published.volume)};
}

std::string published_text(const Published& published) {
  return "published " + format_date_for_people(published.date);
}

CoverageVerdict since_beginning(const Holding& holding, const Published& published) {
  const auto bound = days_of(holding.first);
  const auto days = days_of(published.date);
  if (bound && days) {
    if (days->first >= bound->first) return {};
    if (days->last < bound->first) return {Covered::kNo, published_text(published)};
  }
  CoverageVerdict otherwise;
  if (bound && days) {
    otherwise = maybe("only that it was " + published_text(published) + " is known");
  } else if (bound) {
    otherwise = maybe("its date of publication is not known");
  } else if (!holding.first_unread.empty()) {
    otherwise = maybe("the list’s first date could not be read (“" + holding.first_unread + "”)");
  } else if (!holding.first_volume.empty() || !holding.first_issue.empty()) {
    otherwise = maybe("the list gives no first date");
  } else if (holding.kind == HoldingKind::kMonograph || holding.embargo.begins) {
    return {};  // a moving wall is where coverage begins
  } else {
    return maybe("the list gives no first date");
  }
  return by_volume(published, holding.first_volume, holding.first_issue, true,
                   std::move(otherwise));
}

CoverageVerdict until_end(const Holding& holding, const Published& published) {
  const auto bound = days_of(holding.last);
  const auto days = days_of(published.date);
  if (bound && days) {
    if (days->last <= bound->last) return {};
    if (days->first > bound->last) return {Covered::kNo, published_text(published)};
  }
  CoverageVerdict otherwise;
  if (bound && days) {
    otherwise = maybe("only that it was " + published_text(published) + " is known");
  } else if (bound) {
    otherwise = maybe("its date of publication is not known");
  } else if (!holding.last_unread.empty()) {
    otherwise = maybe("the list’s last date could not be read (“" + holding.last_unread + "”)");
  } else if (!holding.last_volume.empty() || !holding.last_issue.empty()) {
    otherwise = maybe("the list gives no last date");
  } else {
    return {};  // to the present
  }
  return by_volume(published, holding.last_volume, holding.last_issue, false, std::move(otherwise));
}

CoverageVerdict outside_embargo(const Embargo& embargo, const Published& published,
                                sys_days today) {
  if (embargo.none()) return {};
  if (!embargo.unparsed.empty()) return maybe("the embargo could not be read");
  const OpenWindow window = open_window(embargo, today);
  if (window.from && window.to && *window.to < *window.from) {
    return {Covered::kNo, "the embargo leaves nothing open"};
  }
  const auto days = days_of(published.date);
  if (!days) return maybe("its date of publication is not known");
  if ((window.from && days->last < *window.from) || (window.to && days->first > *window.to)) {
    return {Covered::kNo, published_text(published)};
  }
  if ((window.from && days->first < *window.from) || (window.to && days->last > *window.to)) {
    return maybe("only that it was " + published_text(published) + " is known");
  }
  return {};
}

std::string depth_for_people(CoverageDepth depth) {
  switch (depth) {
    case CoverageDepth::kFullText:
      return "Full text";
    case CoverageDepth::kSelectedArticles:
      return "Selected articles";
    case CoverageDepth::kAbstracts:
      return "Abstracts";
    case CoverageDepth::kPrint:
      return "Print";
  }
  return "";
}

std::string bound_for_people(const PartialDate& date, const std::string& unread,
                             const std::string& volume, const std::string& issue) {
  if (date.known()) return format_date_for_people(date);
  if (!unread.empty()) return "“" + unread + "”";
  if (volume.empty()) return issue.empty() ? "" : "issue " + issue;
  return "volume " + volume + (issue.empty() ? "" : ", issue " + issue);
}

}  // namespace

std::string_view holding_kind_name(HoldingKind kind) { return name_in(kKinds, kind); }
std::optional<HoldingKind> holding_kind_by_name(std::string_view name) {
  return value_in(kKinds, name);
}
std::string_view depth_name(CoverageDepth depth) { return name_in(kDepths, depth); }
std::optional<CoverageDepth> depth_by_name(std::string_view name) {
  return value_in(kDepths, name);
}

std::string_view covered_name(Covered covered) {
  return covered == Covered::kNo ? "no" : covered == Covered::kMaybe ? "maybe" : "yes";
}

CoverageAnswer coverage_of(const Holding& holding, const Published& published, sys_days today) {
  CoverageVerdict worst;
  const auto take = [&worst](CoverageVerdict one) {
    if (one.answer < worst.answer) worst = std::move(one);
  };
  take(since_beginning(holding, published));
  take(until_end(holding, published));
  take(outside_embargo(holding.embargo, published, today));
  if (holding.depth == CoverageDepth::kSelectedArticles) {
    take(maybe("only selected articles are there"));
  }
  CoverageAnswer answer{worst.answer, coverage_for_people(holding)};
  if (!worst.why.empty()) answer.note += "; " + worst.why;
  return answer;
}

CoverageAnswer coverage_of(const Holding& holding, const PartialDate& published, sys_days today) {
  return coverage_of(holding, Published{published}, today);
}

std::optional<OpenWindow> certain_days(const Holding& holding, sys_days today) {
  const auto by_volume_only = [](const PartialDate& date, const std::string& volume,
                                 const std::string& issue) {
    return !date.known() && (!volume.empty() || !issue.empty());
  };
  if (holding.depth == CoverageDepth::kSelectedArticles || !holding.first_unread.empty() ||
      !holding.last_unread.empty() || !holding.embargo.unparsed.empty() ||
      by_volume_only(holding.first, holding.first_volume, holding.first_issue) ||
      by_volume_only(holding.last, holding.last_volume, holding.last_issue)) {
    return std::nullopt;
  }
  OpenWindow days = open_window(holding.embargo, today);
  if (const auto first = days_of(holding.first)) {
    days.from = days.from ? std::max(*days.from, first->first) : first->first;
  } else if (holding.kind == HoldingKind::kSerial && !holding.embargo.begins) {
    return std::nullopt;
  }
  if (const auto last = days_of(holding.last)) {
    days.to = days.to ? std::min(*days.to, last->last) : last->last;
  }
  if (days.from && days.to && *days.to < *days.from) return std::nullopt;
  return days;
}

std::string coverage_for_people(const Holding& holding) {
  std::string text = depth_for_people(holding.depth);
  const std::string first = bound_for_people(holding.first, holding.first_unread,
                                             holding.first_volume, holding.first_issue);
  const std::string last =
      bound_for_people(holding.last, holding.last_unread, holding.last_volume, holding.last_issue);
  if (!first.empty()) text += " from " + first;
  if (!last.empty()) text += " to " + last;
  if (first.empty() && last.empty() && holding.kind == HoldingKind::kSerial) {
    text += ", dates not stated";
  }
  if (const std::string embargo = embargo_for_people(holding.embargo); !embargo.empty()) {
    text += ", " + embargo;
  }
  return text;
}

}  // namespace evidence
