#include "connectors/format/reference_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "base/xml.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxTag = 300;
constexpr std::size_t kMaxLabel = 60;
constexpr std::size_t kMaxSections = 50;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 24> kInlineTags{
    "i",     "b",      "u",         "em",   "strong", "sub",  "sup",    "span",
    "style", "italic", "bold",      "sc",   "small",  "font", "tt",     "inf",
    "mi",    "mn",     "underline", "msub", "msup",   "mrow", "strike", "monospace"};
constexpr std::array<std::string_view, 20> kBlockTags{
    "p",    "br",        "div", "title", "sec", "abstracttext", "abstract", "li",    "ul", "ol",
    "list", "list-item", "h1",  "h2",    "h3",  "h4",           "math",     "break", "mo", "label"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// The value of Label="…" inside a tag.
std::string_view label_attribute(std::string_view tag) {
  const std::size_t at = tag.find(" Label=\"");
  if (at == std::string_view::npos) return {};
  tag.remove_prefix(at + 8);
  return tag.substr(0, tag.find('"'));
}

// What stands in place of the tag (without its angle brackets); nullopt where it is no markup.
std::optional<std::string> replacement(std::string_view tag) {
  std::string_view name = tag.starts_with('/') ? tag.substr(1) : tag;
  name = name.substr(0, name.find_first_of(" \t\n/"));
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    name.remove_prefix(colon + 1);
  }
  const std::string lower = to_lower_ascii(name.substr(0, 20));
  if (contains(kInlineTags, lower)) return std::string();
  if (!contains(kBlockTags, lower)) return std::nullopt;
  const std::string_view label = label_attribute(tag);
  return label.empty() ? std::string(" ") : " " + std::string(label) + ": ";
}

std::string without_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find('<', at), text.size());
    out += text.substr(at, open - at);
    at = open;
    if (at == text.size()) break;
    const std::size_t close = text.substr(0, std::min(text.size(), at + kMaxTag)).find('>', at);
    if (close != std::string_view::npos) {
      if (const auto other = replacement(text.substr(at + 1, close - at - 1))) {
        out += *other;
        at = close + 1;
        continue;
      }
    }
    out.push_back('<');
    ++at;
  }
  return out;
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

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

bool is_month(std::string_view word) {
  if (word.size() < 3) return false;
  const std::string lower = to_lower_ascii(word.substr(0, 3));
  return contains(kMonths, lower);
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
  // Twice: exports of exports hold "&amp;lt;i&amp;gt;".
  std::string text = decode_entities(raw);
  if (text.find('<') != std::string::npos) text = without_markup(text);
  return clean_text(text);
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

std::string orcid_in(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, 200)) {
    if (is_digit(c) || ((c == 'X' || c == 'x') && digits.size() == 15)) {
      digits.push_back(c == 'x' ? 'X' : c);
    }
  }
  if (digits.size() != 16) return {};
  int total = 0;  // ISO 7064 MOD 11-2
  for (std::size_t i = 0; i < 15; ++i) total = (total + (digits[i] - '0')) * 2;
  const int check = (12 - total % 11) % 11;
  if (digits[15] != (check == 10 ? 'X' : static_cast<char>('0' + check))) return {};
  return digits.substr(0, 4) + "-" + digits.substr(4, 4) + "-" + digits.substr(8, 4) + "-" +
         digits.substr(12);
}

}  // namespace evidence
