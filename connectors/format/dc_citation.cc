// Where an article stands, out of a printed citation. There is no grammar for these: a volume is
// looked for by its label, as "12(3)" or behind "year;", and the rest around it.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/dc_values.h"

namespace evidence {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongest = 600;

// "12", "45-67", "e01234", "S1": a number with letters, dashes and dots inside.
std::string_view number_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  bool digit = false;
  while (end < text.size()) {
    const char c = text[end];
    const bool dash = c == '-' || c == '/';
    if (text.substr(end).starts_with("\xE2\x80\x93")) {  // en dash
      end += 3;
      continue;
    }
    if (!is_digit(c) && !is_letter(c) && !dash) break;
    digit = digit || is_digit(c);
    ++end;
  }
  while (end > at && (text[end - 1] == '-' || text[end - 1] == '/')) --end;
  if (!digit || end - at > 30) return {};
  return text.substr(at, end - at);
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view what) {
  while (at < text.size() && what.find(text[at]) != kNone) ++at;
  return at;
}

struct Found {
  std::size_t begin = kNone, end = kNone;
  std::string value;
  [[nodiscard]] bool ok() const { return begin != kNone; }
};

// A number behind one of the labels ("vol", "pp"), which stands as a word of its own.
template <std::size_t N>
Found labelled(std::string_view text, const std::string& lower,
               const std::array<std::string_view, N>& labels) {
  for (const std::string_view label : labels) {
    for (std::size_t at = lower.find(label); at != kNone; at = lower.find(label, at + 1)) {
      if (at > 0 && (is_letter(lower[at - 1]) || is_digit(lower[at - 1]))) continue;
      const std::size_t after = at + label.size();
      if (after < lower.size() && is_letter(lower[after])) continue;
      const std::size_t number = skip(text, after, ". :");
      const std::string_view value = number_at(text, number);
      if (!value.empty()) return {at, number + value.size(), std::string(value)};
    }
  }
  return {};
}

bool is_year(std::string_view text) {
  return text.size() == 4 && std::all_of(text.begin(), text.end(), is_digit) &&
         (text.starts_with("19") || text.starts_with("20") || text.starts_with("18"));
}

// A year in brackets, behind a full stop or comma, or at the end.
Found find_year(std::string_view text) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
    if (!is_year(text.substr(at, 4))) continue;
    const bool before = at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1]));
    const bool after = at + 4 < text.size() && (is_digit(text[at + 4]) || is_letter(text[at + 4]));
    const bool range =
        (at > 0 && text[at - 1] == '-') || (at + 4 < text.size() && text[at + 4] == '-');
    if (before || after || range) continue;
    const char left = at > 0 ? text[at - 1] : '(';
    const char left2 = at > 1 ? text[at - 2] : ' ';
    const bool marked = left == '(' ||
                        (left == ' ' && (left2 == '.' || left2 == ',' || left2 == ';')) ||
                        at + 4 == text.size() || text[at + 4] == ';';
    if (marked) return {at, at + 4, std::string(text.substr(at, 4))};
  }
  return {};
}

// "12(3)" or "12 (3)" with what begins before it; the bracket is no year.
struct VolumeIssue {
  Found volume;
  std::string issue;
};
VolumeIssue find_compact(std::string_view text) {
  for (std::size_t open = text.find('('); open != kNone; open = text.find('(', open + 1)) {
    std::size_t end = open;
    while (end > 0 && text[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_digit(text[begin - 1])) --begin;
    if (begin == end || end - begin > 4 || (begin > 0 && is_letter(text[begin - 1]))) continue;
    const std::string_view inside = number_at(text, open + 1);
    const std::size_t close = open + 1 + inside.size();
    if (inside.empty() || close >= text.size() || text[close] != ')') continue;
    const std::string_view volume = text.substr(begin, end - begin);
    if (is_year(volume)) continue;
    if (is_year(inside)) return {{begin, close + 1, std::string(volume)}, ""};
    return {{begin, close + 1, std::string(volume)}, std::string(inside)};
  }
  return {};
}

// Behind `at`: ": 45-67", ", 45-67", "; e01234".
std::string pages_behind(std::string_view text, std::size_t at) {
  const std::size_t begin = skip(text, at, " :,;).");
  if (begin == at) return {};
  const std::string_view value = number_at(text, begin);
  return is_year(value) ? std::string() : std::string(value);
}

std::string journal_of(std::string_view text) {
  text = trim(text);
  while (!text.empty() && std::string_view(" ,;:.(").find(text.back()) != kNone) {
    text.remove_suffix(1);
  }
  if (text.size() > 250 || std::none_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
      })) {
    return {};
  }
  return std::string(text);
}

}  // namespace

std::optional<DcCitation> dc_citation(std::string_view text, std::string_view title) {
  text = trim(text);
  if (text.empty() || text.size() > kLongest + title.size()) return std::nullopt;
  if (title.size() >= 8) {
    const std::size_t at = to_lower_ascii(text).find(to_lower_ascii(title));
    if (at != kNone) text = text.substr(skip(text, at + title.size(), " .,;:?!\"'"));
  }
  const std::string lower = to_lower_ascii(text);
  constexpr std::array<std::string_view, 4> kVolume{"volume", "vol", "bd", "v"};
  constexpr std::array<std::string_view, 7> kIssue{"issue", "iss", "number", "num",
                                                   "no",    "nr",  "n"};
  constexpr std::array<std::string_view, 5> kPages{"pages", "pp", "pgs", "pag", "p"};
  DcCitation citation;
  std::size_t journal_end = text.size();
  std::size_t behind = kNone;
  const Found year = find_year(text);
  Found volume = labelled(text, lower, kVolume);
  if (volume.ok()) {
    if (const Found issue = labelled(text, lower, kIssue);
        issue.ok() && issue.begin > volume.begin) {
      citation.issue = issue.value;
      behind = issue.end;
    } else if (volume.end < text.size() && text[volume.end] == '(') {
      const std::string_view inside = number_at(text, volume.end + 1);
      if (!is_year(inside)) citation.issue = inside;
      behind = volume.end + 1 + inside.size();
    } else {
      behind = volume.end;
    }
  } else if (const VolumeIssue pair = find_compact(text); pair.volume.ok()) {
    volume = pair.volume;
    citation.issue = pair.issue;
    behind = volume.end;
  } else if (year.ok() && year.end < text.size()) {
    // "2015;350:h1", "2015 Mar;350:h1".
    const std::size_t mark = text.find(';', year.end);
    if (mark != kNone && mark - year.end <= 12) {
      const std::size_t begin = skip(text, mark + 1, " ");
      volume = {year.begin, kNone, std::string(number_at(text, begin))};
      behind = begin + volume.value.size();
    }
  }
  if (volume.ok()) {
    citation.volume = volume.value;
    journal_end = std::min(journal_end, volume.begin);
  }
  if (const Found pages = labelled(text, lower, kPages); pages.ok()) {
    citation.pages = pages.value;
    journal_end = std::min(journal_end, pages.begin);
  } else if (behind != kNone && behind < text.size()) {
    citation.pages = pages_behind(text, behind);
    // "Vol. 12 No. 3 (2015): May; 45-67": the last part is the pages.
    const std::size_t last = text.rfind(';');
    if (citation.pages.empty() && last != kNone && last >= behind) {
      const std::size_t begin = skip(text, last + 1, " ");
      const std::string_view value = number_at(text, begin);
      if (begin + value.size() == text.size()) citation.pages = value;
    }
  }
  if (citation.volume.empty() && citation.pages.empty()) return std::nullopt;
  if (year.ok()) {
    citation.date = {static_cast<int>(std::strtol(year.value.c_str(), nullptr, 10)), 0, 0};
    journal_end = std::min(journal_end, year.begin);
  }
  citation.journal = journal_of(text.substr(0, journal_end));
  return citation;
}

}  // namespace evidence
