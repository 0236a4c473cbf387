#include "connectors/format/reference_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/marked_text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLabel = 60;
constexpr std::size_t kMaxSections = 50;

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// PubMed's <AbstractText Label="Methods" …> inside a text: the label is kept as "Methods: ".
std::string with_labels(std::string_view text) {
  constexpr std::string_view kMark = "<AbstractText ";
  constexpr std::string_view kLabel = "Label=\"";
  std::string out;
  for (;;) {
    const std::size_t at = text.find(kMark);
    const std::size_t close = at == std::string_view::npos ? at : text.find('>', at);
    out += text.substr(0, close == std::string_view::npos ? close : at);
    if (close == std::string_view::npos) return out;
    std::string_view tag = text.substr(at, close - at);
    out.push_back(' ');
    if (const std::size_t label = tag.find(kLabel); label != std::string_view::npos) {
      tag.remove_prefix(label + kLabel.size());
      out.append(tag.substr(0, tag.find('"'))).append(": ");
    }
    text.remove_prefix(close + 1);
  }
}

constexpr std::array<std::string_view, 62> kLabels{"background",
                                                   "objective",
                                                   "objectives",
                                                   "aim",
                                                   "aims",
                                                   "method",
                                                   "methods",
                                                   "result",
                                                   "results",
                                                   "conclusion",
                                                   "conclusions",
                                                   "introduction",
                                                   "purpose",
                                                   "design",
                                                   "setting",
                                                   "settings",
                                                   "participants",
                                                   "patients",
                                                   "subjects",
                                                   "intervention",
                                                   "interventions",
                                                   "main outcome measure",
                                                   "main outcome measures",
                                                   "outcome measures",
                                                   "measurements",
                                                   "measures",
                                                   "findings",
                                                   "interpretation",
                                                   "discussion",
                                                   "funding",
                                                   "context",
                                                   "data sources",
                                                   "data source",
                                                   "study selection",
                                                   "data extraction",
                                                   "data synthesis",
                                                   "study design",
                                                   "methodology",
                                                   "materials and methods",
                                                   "patients and methods",
                                                   "methods and results",
                                                   "methods and findings",
                                                   "background and aims",
                                                   "background and objectives",
                                                   "background and purpose",
                                                   "aims and objectives",
                                                   "significance",
                                                   "limitations",
                                                   "clinical relevance",
                                                   "relevance",
                                                   "trial registration",
                                                   "registration",
                                                   "hypothesis",
                                                   "summary",
                                                   "implications",
                                                   "search strategy",
                                                   "selection criteria",
                                                   "data collection and analysis",
                                                   "main results",
                                                   "authors' conclusions",
                                                   "rationale",
                                                   "key points"};

// The length of the label that the text begins with, without its colon; 0 where there is none.
std::size_t label_length(std::string_view text) {
  const std::size_t colon = text.substr(0, kMaxLabel + 1).find(':');
  if (colon == std::string_view::npos || colon < 3) return 0;
  if (colon + 1 < text.size() && text[colon + 1] != ' ') return 0;
  const std::string_view label = text.substr(0, colon);
  if (!is_letter(label.front())) return 0;
  if (contains(kLabels, to_lower_ascii(label))) return is_upper(label.front()) ? colon : 0;
  // Capitals need a second word or a usual one's length: "DNA:" is no label.
  std::size_t letters = 0;
  for (const char c : label) {
    if (is_lower(c) || is_digit(c)) return 0;
    if (is_upper(c))
      ++letters;
    else if (c != ' ' && c != '/' && c != '&' && c != ',' && c != '-' && c != '\'' && c != '(' &&
             c != ')')
      return 0;
  }
  return letters >= 6 ? colon : 0;
}

bool ends_sentence(std::string_view before) {
  return before.empty() || before.back() == '.' || before.back() == '?' || before.back() == '!' ||
         before.back() == ')' || before.back() == ';' || before.back() == ']';
}

// "May", "Sept", "october": the beginning of a month's name.
bool is_month(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (word.size() < 3) return false;
  const std::string lower = to_lower_ascii(word);
  return std::any_of(kMonths.begin(), kMonths.end(),
                     [&](std::string_view month) { return month.starts_with(lower); });
}

std::vector<std::string_view> tokens_of(std::string_view text) {
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at < text.size() && tokens.size() < 12;) {
    const bool digit = is_digit(text[at]);
    if (!digit && !is_letter(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (digit ? is_digit(text[end]) : is_letter(text[end]))) ++end;
    tokens.push_back(text.substr(at, end - at));
    at = end;
  }
  return tokens;
}

}  // namespace

std::string reference_text(std::string_view raw) {
  if (raw.find_first_of("<&") == std::string_view::npos) return clean_text(raw);
  if (raw.find("<AbstractText ") == std::string_view::npos) return plain_text(raw);
  return plain_text(with_labels(raw));
}

std::vector<AbstractSection> abstract_sections(std::string_view text) {
  std::vector<AbstractSection> sections;
  if (text.empty()) return sections;
  std::size_t length = label_length(text);
  if (length == 0) {
    sections.push_back({"", std::string(text)});
    return sections;
  }
  std::size_t at = 0;
  while (at < text.size()) {
    AbstractSection section;
    section.label = text.substr(at, length);
    const std::size_t begin = std::min(at + length + 1, text.size());
    std::size_t end = begin;
    length = 0;
    for (std::size_t space = text.find(' ', begin); space != std::string_view::npos;
         space = text.find(' ', space + 1)) {
      if (sections.size() + 1 >= kMaxSections) break;
      if (space <= begin || !ends_sentence(text.substr(begin, space - begin))) continue;
      length = label_length(text.substr(space + 1));
      if (length > 0) {
        end = space + 1;
        break;
      }
    }
    if (length == 0) end = text.size();
    section.text = trim(text.substr(begin, end - begin));
    // A label with nothing behind it says nothing.
    if (!section.text.empty()) sections.push_back(std::move(section));
    at = end;
  }
  if (sections.empty()) sections.push_back({"", std::string(text)});
  return sections;
}

PartialDate reference_date(std::string_view text, int year) {
  text = trim(text.substr(0, 100));
  for (const std::string_view other : {"received", "accepted", "revised", "accessed"}) {
    if (to_lower_ascii(text).find(other) != std::string::npos) return {};
  }
  if (const std::optional<PartialDate> date = parse_date(text)) return *date;
  if (text.find('/') != std::string_view::npos) {
    const std::vector<std::string_view> parts = split(text, '/');
    const std::string_view first = trim(parts[0]);
    if (first.size() == 4) {
      const PartialDate date = date_from_parts(first, parts.size() > 1 ? trim(parts[1]) : "",
                                               parts.size() > 2 ? trim(parts[2]) : "");
      if (date.known()) return date;
    }
  }
  std::string_view year_word;
  std::string_view month;
  std::string_view day;
  for (const std::string_view token : tokens_of(text)) {
    if (is_digit(token[0])) {
      if (token.size() == 4 && year_word.empty())
        year_word = token;
      else if (token.size() == 8 && year_word.empty() &&
               date_from_parts(token.substr(0, 4), token.substr(4, 2), token.substr(6)).known())
        return date_from_parts(token.substr(0, 4), token.substr(4, 2), token.substr(6));
      else if (token.size() <= 2 && day.empty())
        day = token;
    } else if (month.empty() && is_month(token)) {
      month = token;
    }
  }
  const std::string given = year > 0 ? std::to_string(year) : std::string();
  if (year_word.empty()) {
    if (month.empty()) return {};  // a bare number is no date
    year_word = given;
  }
  // "04 2006": without a month's name the number before the year is the month.
  if (month.empty()) {
    const bool before = !day.empty() && day.data() < year_word.data();
    return date_from_parts(year_word, before ? day : "", "");
  }
  return date_from_parts(year_word, month, day);
}

std::vector<std::string> serial_numbers(std::string_view text) {
  std::vector<std::string> numbers;
  for (std::size_t at = 0; at < text.size() && numbers.size() < 50;) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::string run;
    std::size_t digits = 0;
    std::size_t end = at;
    while (end < text.size()) {
      const char c = text[end];
      const bool check = (c == 'X' || c == 'x') && digits >= 7 &&
                         (end + 1 == text.size() || !is_letter(text[end + 1]));
      if (is_digit(c) || check)
        ++digits;
      else if (c != '-')
        break;
      run.push_back(c);
      ++end;
      if (check) break;
    }
    while (run.ends_with('-')) run.pop_back();
    if (digits >= 7) numbers.push_back(std::move(run));
    at = end;
  }
  return numbers;
}

}  // namespace evidence
