#include "connectors/format/ovid_parts.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr auto kNone = std::string_view::npos;

constexpr std::array<std::string_view, 40> kDegrees{
    "MD",    "PhD",  "RN",   "MSc",   "BSc",   "MPH",    "MA",   "MS",   "BA",  "DPhil",
    "FAAN",  "FRCS", "FRCP", "DO",    "DDS",   "PharmD", "MBBS", "ScD",  "EdD", "DrPH",
    "MBChB", "BS",   "MSN",  "DNP",   "CRNA",  "FACS",   "MBA",  "DVM",  "DMD", "MHS",
    "MEd",   "JD",   "FACP", "FRACP", "FRCPC", "PsyD",   "DPT",  "MMSc", "DSc", "BSN"};

bool is_degree(std::string_view word) {
  while (!word.empty() && (word.back() == ',' || word.back() == '.')) word.remove_suffix(1);
  return std::find(kDegrees.begin(), kDegrees.end(), word) != kDegrees.end();
}

bool is_mark(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) {
    return is_digit(c) || c == '*' || c == '+' || c == ',' || c == '#' || c == '(' || c == ')' ||
           c == '[' || c == ']';
  });
}

// Where the volume begins: behind a full stop and spaces, a digit or "Vol".
std::size_t volume_at(std::string_view text) {
  for (std::size_t dot = text.find('.'); dot != kNone; dot = text.find('.', dot + 1)) {
    const std::size_t next = text.find_first_not_of(' ', dot + 1);
    if (next == kNone || next == dot + 1) continue;
    if (is_digit(text[next]) || text.substr(next).starts_with("Vol")) return next;
  }
  return kNone;
}

// The text inside the brackets that `text` begins with; "" where there are none. Moves behind them.
std::string_view take_brackets(std::string_view& text) {
  const std::string_view rest = trim(text);
  if (!rest.starts_with('(')) return {};
  const std::size_t close = rest.find(')');
  if (close == kNone) return {};
  text = rest.substr(close + 1);
  return trim(rest.substr(1, close - 1));
}

std::string_view without_pp(std::string_view pages) {
  for (const std::string_view mark : {"pp.", "pp", "p."}) {
    if (pages.starts_with(mark)) return trim(pages.substr(mark.size()));
  }
  return pages;
}

bool looks_like_pages(std::string_view piece) {
  piece = without_pp(trim(piece));
  return !piece.empty() && (is_digit(piece[0]) || piece[0] == 'e') &&
         std::all_of(piece.begin(), piece.end(), [](char c) {
           return is_digit(c) || c == '-' || c == 'e' || c == 'S' || c == 's';
         });
}

bool is_year(std::string_view piece) {
  return piece.size() == 4 && (piece.starts_with("19") || piece.starts_with("20"));
}

OvidSource book_source(std::string_view text, std::size_t year_at) {
  OvidSource source;
  source.date = text.substr(year_at + 1, 4);
  std::string_view rest = trim(text.substr(std::min(year_at + 6, text.size())));
  if (rest.starts_with('.')) rest = trim(rest.substr(1));
  if (const std::size_t open = rest.find("(pp."); open != kNone) {
    std::string_view tail = rest.substr(open);
    source.pages = without_pp(take_brackets(tail));
    rest = trim(rest.substr(0, open));
  } else if (const std::size_t dot = rest.find(". "); dot != kNone) {
    rest = rest.substr(0, dot);
  }
  // "Title 58 pp": the number of pages is not the title's.
  if (const std::size_t end = rest.rfind(" pp"); end != kNone && end + 4 >= rest.size()) {
    rest = rest.substr(0, end);
    rest = trim(rest.substr(0, rest.rfind(' ')));
  }
  while (rest.ends_with('.')) rest.remove_suffix(1);
  source.journal = rest;
  return source;
}

}  // namespace

OvidSource ovid_source(std::string_view text) {
  text = trim(text.substr(0, 2'000));
  // "(2014). Title" and "Editor(2015). Title": books.
  for (std::size_t at = text.find('('); at != kNone; at = text.find('(', at + 1)) {
    if (text.substr(at + 1).size() > 6 && is_year(text.substr(at + 1, 4)) &&
        text.substr(at + 5).starts_with(").")) {
      return book_source(text, at);
    }
  }
  OvidSource source;
  const std::size_t at = volume_at(text);
  std::string_view journal = trim(text.substr(0, at));
  while (journal.ends_with('.')) journal.remove_suffix(1);
  source.journal = journal;
  if (at == kNone) return source;
  std::string_view rest = text.substr(at);
  if (rest.starts_with("Vol")) {
    rest.remove_prefix(3);
    while (rest.starts_with('.') || rest.starts_with(' ')) rest.remove_prefix(1);
  }
  const std::size_t end = std::min(rest.find_first_of(" (:,"), rest.size());
  source.volume = rest.substr(0, end);
  rest = trim(rest.substr(end));
  source.issue = take_brackets(rest);
  rest = trim(rest);
  if (rest.starts_with("(pp")) source.pages = without_pp(take_brackets(rest));
  if (rest.starts_with(':')) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    source.pages = trim(rest.substr(1, comma - 1));
    rest = rest.substr(comma);
  }
  for (std::string_view piece : split(rest, ',')) {
    piece = trim(piece);
    while (piece.ends_with('.')) piece.remove_suffix(1);
    if (source.pages.empty() && looks_like_pages(piece) && !is_year(piece)) {
      source.pages = without_pp(piece);
    } else if (source.date.empty() && piece.find_first_of("0123456789") != kNone) {
      source.date = piece.substr(0, piece.find(". "));
    }
  }
  // "4. 2015": a volume that is the year, with nothing else.
  if (source.date.empty() && is_year(source.volume)) source.date = source.volume;
  return source;
}

std::vector<std::string> ovid_names(std::string_view text) {
  std::vector<std::string> names;
  for (std::string_view line : split(text, '\n')) {
    for (const std::string_view piece : split(line, ';')) {
      std::vector<std::string_view> words;
      for (const std::string_view word : split(trim(piece), ' ')) {
        if (!word.empty()) words.push_back(word);
      }
      std::string editor;
      if (!words.empty() && (words.back() == "[Ed]" || words.back() == "[Ed.]")) {
        editor = " [Ed]";
        words.pop_back();
      }
      const auto keeps = [&](std::size_t size) {
        // "Smith, MA": the initials are all that stands behind the comma.
        return size >= 2 && words[size - 2].ends_with(',') && !is_mark(words[size - 1]);
      };
      while (!words.empty() && (is_mark(words.back()) || is_degree(words.back())) &&
             !keeps(words.size())) {
        words.pop_back();
      }
      std::string name;
      for (const std::string_view word : words) {
        if (!name.empty()) name.push_back(' ');
        name += word;
      }
      while (name.ends_with(',')) name.pop_back();
      if (!name.empty() && names.size() < 1'000) names.push_back(name + editor);
    }
  }
  return names;
}

std::string take_title_type(std::string& title) {
  std::string type;
  while (title.ends_with(']')) {
    const std::size_t open = title.rfind('[');
    if (open == std::string::npos || open == 0) break;
    const std::string inside = title.substr(open + 1, title.size() - open - 2);
    const bool references = inside.ends_with(" refs") || inside.ends_with(" references");
    bool known = references;
    for (const std::string_view one :
         {"Article", "Review", "Miscellaneous", "Editorial", "Letter", "Report", "Note", "Erratum",
          "Abstract", "Book Review", "News", "Comment", "Correction"}) {
      if (inside != one) continue;
      known = true;
      if (one != "Article" && one != "Miscellaneous") type = inside;
    }
    if (!known) break;
    title = std::string(trim(std::string_view(title).substr(0, open)));
  }
  return type;
}

}  // namespace evidence
