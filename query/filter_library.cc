#include "query/filter_library.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "query/parse.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxId = 100;
constexpr std::size_t kMaxText = 4'000;
constexpr std::size_t kMaxLine = 20'000;

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && id.front() != '-' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// Line references moved on by `by`.
void renumber(Node& node, unsigned by) {
  if (auto* line = std::get_if<LineRef>(&node.value)) line->line += by;
  std::vector<Node>* children = children_of(node);
  if (children == nullptr) return;
  for (Node& child : *children) renumber(child, by);
}

void check_lines(const SearchFilter& filter, std::vector<std::string>& faults) {
  if (filter.lines.empty() || filter.lines.size() > kMaxFilterLines) {
    faults.push_back("a filter has 1 to " + std::to_string(kMaxFilterLines) + " lines");
    return;
  }
  for (std::size_t i = 0; i < filter.lines.size(); ++i) {
    const std::string& text = filter.lines[i];
    const std::string where = "line " + std::to_string(i + 1) + ": ";
    if (text.size() > kMaxLine) {
      faults.push_back(where + "longer than " + with_thousands(kMaxLine) + " bytes");
      continue;
    }
    const ParsedLine parsed = parse_line(filter.dialect, text, {});
    for (const Message& message : parsed.messages) {
      if (message.severity == Severity::kError) faults.push_back(where + message.text);
    }
    for (const unsigned number : references_of(parsed.tree)) {
      if (number == 0 || number > i) {
        faults.push_back(where + "refers to line " + std::to_string(number) +
                         ", which does not stand before it");
      }
    }
  }
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + "%"; }

std::string comment_of(const SearchFilter& filter) {
  std::string text = "Search filter: " + filter.title;
  if (!filter.version.empty()) text += ", version " + filter.version;
  if (filter.own && !filter.author.empty()) text += ", by " + filter.author;
  text += ". " + filter.citation;
  if (!text.ends_with('.')) text += ".";
  if (filter.sensitivity) text += " Sensitivity " + percent(*filter.sensitivity) + ".";
  if (filter.specificity) text += " Specificity " + percent(*filter.specificity) + ".";
  if (filter.precision) text += " Precision " + percent(*filter.precision) + ".";
  if (!filter.measured.empty()) text += " Measured: " + filter.measured + ".";
  if (!filter.verified) {
    text += " Not verified: " + (filter.note.empty() ? std::string("second-hand") : filter.note);
    if (!text.ends_with('.')) text += ".";
  }
  return text;
}

bool comes_before(const SearchFilter& a, const SearchFilter& b) {
  if (a.id != b.id) return a.id < b.id;
  return is_newer_version(b.version, a.version);
}

}  // namespace

bool is_newer_version(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j]) return a[i] > b[j];
      ++i;
      ++j;
      continue;
    }
    const auto number = [](std::string_view text, std::size_t& at) {
      while (at < text.size() && text[at] == '0') ++at;
      const std::size_t begin = at;
      while (at < text.size() && is_digit(text[at])) ++at;
      return text.substr(begin, at - begin);
    };
    const std::string_view first = number(a, i);
    const std::string_view second = number(b, j);
    if (first.size() != second.size()) return first.size() > second.size();
    if (first != second) return first > second;
  }
  return a.size() - i > b.size() - j;
}

std::vector<std::string> faults_of(const SearchFilter& filter) {
  std::vector<std::string> faults;
  if (!is_id(filter.id)) {
    faults.emplace_back("id must be small letters, digits and hyphens, at most 100");
  }
  if (filter.title.empty()) faults.emplace_back("title is missing");
  if (filter.citation.empty()) faults.emplace_back("citation is missing: a report needs it");
  if (filter.source.empty()) faults.emplace_back("source is missing");
  if (filter.own && (filter.author.empty() || filter.version.empty())) {
    faults.emplace_back("a library's own filter needs author and version");
  }
  if (!filter.verified && filter.note.empty()) {
    faults.emplace_back("a filter that is not verified needs a note that says so");
  }
  for (const std::string* text :
       {&filter.version, &filter.title, &filter.author, &filter.purpose, &filter.source,
        &filter.date, &filter.citation, &filter.measured, &filter.note}) {
    if (text->size() > kMaxText) {
      faults.push_back("a text is longer than " + with_thousands(kMaxText) + " bytes");
    }
  }
  for (const std::optional<double>& share :
       {filter.sensitivity, filter.specificity, filter.precision}) {
    if (share && (*share < 0 || *share > 1)) {
      faults.emplace_back("sensitivity, specificity and precision are between 0 and 1");
    }
  }
  check_lines(filter, faults);
  return faults;
}

FilterInsertion insert(const SearchFilter& filter, const ParsedStrategy& strategy) {
  FilterInsertion insertion;
  insertion.comment = comment_of(filter);
  unsigned last = 0;
  unsigned last_search = 0;
  for (const StrategyLine& line : strategy.lines) {
    last = std::max(last, line.number);
    if (line.kind == LineKind::kSearch && line.number > 0) last_search = line.number;
  }
  const Syntax to = strategy.syntax;
  for (std::size_t i = 0; i < filter.lines.size(); ++i) {
    FilterInsertion::Line line;
    line.number = last + static_cast<unsigned>(i) + 1;
    ParsedLine parsed = parse_line(filter.dialect, filter.lines[i], {});
    const bool refers = !references_of(parsed.tree).empty();
    if (to == filter.dialect && !refers) {
      line.text = filter.lines[i];
    } else {
      renumber(parsed.tree, last);
      TranslatedLine translated =
          translate_line(filter.dialect, filter.lines[i], parsed, to, line.number);
      line.text = std::move(translated.after);
      line.losses = std::move(translated.losses);
    }
    insertion.lines.push_back(std::move(line));
  }
  if (last_search > 0 && !insertion.lines.empty()) {
    std::vector<Node> both;
    both.push_back({LineRef{last_search}, {}});
    both.push_back({LineRef{insertion.lines.back().number}, {}});
    insertion.combination = write(to, Node{And{std::move(both)}, {}}).text;
    insertion.combination_number = insertion.lines.back().number + 1;
  }
  return insertion;
}

Result<void> FilterLibrary::add(SearchFilter filter) {
  if (const std::vector<std::string> faults = faults_of(filter); !faults.empty()) {
    return Error{ErrorCode::kInvalidArgument, "filter_invalid",
                 "The filter " + quoted_for_message(filter.id, 60) +
                     " is not usable: " + join(faults, "; ") + ".",
                 "Correct its file."};
  }
  if (filters_.size() >= kMaxFilters) {
    return Error{ErrorCode::kTooLarge, "too_many_filters",
                 "There are more than " + with_thousands(kMaxFilters) + " filters.",
                 "Remove old versions."};
  }
  const auto place = std::lower_bound(filters_.begin(), filters_.end(), filter, comes_before);
  if (place != filters_.end() && place->id == filter.id && place->version == filter.version) {
    return Error{ErrorCode::kInvalidArgument, "filter_exists",
                 "The filter " + quoted_for_message(filter.id, 60) + " version " +
                     quoted_for_message(filter.version, 40) + " is there already.",
                 "Give the new one another version."};
  }
  filters_.insert(place, std::move(filter));
  return {};
}

const SearchFilter* FilterLibrary::find(std::string_view id, std::string_view version) const {
  const SearchFilter* found = nullptr;
  for (const SearchFilter& filter : filters_) {
    if (filter.id != id) continue;
    if (version.empty()) {
      found = &filter;  // sorted: the last is the newest
    } else if (filter.version == version) {
      return &filter;
    }
  }
  return found;
}

std::vector<const SearchFilter*> FilterLibrary::newest() const {
  std::vector<const SearchFilter*> list;
  for (const SearchFilter& filter : filters_) {
    if (!list.empty() && list.back()->id == filter.id) list.pop_back();
    list.push_back(&filter);
  }
  return list;
}

}  // namespace evidence::query
