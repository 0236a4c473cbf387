#include "query/strategy_labels.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxDigits = 4;

bool is_word_char(char c) {
  return is_letter(c) || is_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

std::string_view first_word(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && is_word_char(line[end])) ++end;
  return line.substr(0, end);
}

bool is_operator(std::string_view word) {
  if (equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or") ||
      equals_ignoring_case(word, "not")) {
    return true;
  }
  const auto proximity = ovid_proximity(word);
  return proximity && proximity->rest == word.size() && word.size() > 3;
}

constexpr std::array<std::string_view, 46> kTitles{"search strategy",
                                                   "search strategies",
                                                   "searches",
                                                   "search combination",
                                                   "search combinations",
                                                   "search terms",
                                                   "search history",
                                                   "search",
                                                   "database",
                                                   "databases",
                                                   "strategy",
                                                   "medline",
                                                   "embase",
                                                   "pubmed",
                                                   "cinahl",
                                                   "psycinfo",
                                                   "central",
                                                   "cochrane library",
                                                   "results",
                                                   "hits",
                                                   "population",
                                                   "patients",
                                                   "participants",
                                                   "problem",
                                                   "intervention",
                                                   "interventions",
                                                   "comparison",
                                                   "comparator",
                                                   "comparators",
                                                   "outcome",
                                                   "outcomes",
                                                   "study design",
                                                   "study type",
                                                   "setting",
                                                   "context",
                                                   "condition",
                                                   "exposure",
                                                   "index test",
                                                   "target condition",
                                                   "reference standard",
                                                   "methodological filter",
                                                   "exclusion criteria",
                                                   "inclusion criteria",
                                                   "limits",
                                                   "filters",
                                                   "final search"};

}  // namespace

std::optional<LineLabel> label_of(std::string_view line, bool tabbed) {
  LineLabel label;
  std::size_t p = 0;
  bool hash = false;
  bool set = false;
  if (line.empty()) return std::nullopt;
  if (line.front() == '#') {
    hash = true;
    p = skip_spaces(line, 1);
  } else if (line.front() == 'S' || line.front() == 's') {
    set = line.size() > 1 && is_digit(line[1]);
    p = set ? 1 : 0;
  }
  const std::size_t begin = p;
  while (p < line.size() && is_digit(line[p]) && p - begin < kMaxDigits) ++p;
  if (p == begin) {
    // "A. 1a and 2": one letter with its stop.
    if (!hash && line.size() > 2 && is_letter(line[0]) && (line[1] == '.' || line[1] == ')') &&
        line[2] == ' ') {
      label.style = LabelStyle::kLetter;
      label.key = to_lower_ascii(line.substr(0, 1));
      label.end = skip_spaces(line, 2);
      return label;
    }
    return std::nullopt;
  }
  label.number = static_cast<unsigned>(std::stoul(std::string(line.substr(begin, p - begin))));
  label.key = std::to_string(label.number);
  bool lettered = false;
  if (p < line.size() && is_letter(line[p]) &&
      (p + 1 >= line.size() || !is_word_char(line[p + 1]))) {
    label.key += to_lower_ascii(line.substr(p, 1));
    lettered = true;
    ++p;
  }
  const char next = p < line.size() ? line[p] : ' ';
  if (next == '.' || next == ')' || next == ':') {
    const char after = p + 1 < line.size() ? line[p + 1] : ' ';
    // "0.5" and "1.3." are numbers.
    label.style = is_digit(after) ? LabelStyle::kTight : LabelStyle::kStop;
    ++p;
  } else if (next == '#' && hash) {
    label.style = LabelStyle::kHash;
  } else if (next != ' ') {
    return std::nullopt;
  } else {
    label.style = tabbed ? LabelStyle::kTab : LabelStyle::kSpace;
  }
  if (hash) label.style = LabelStyle::kHash;
  if (set) label.style = LabelStyle::kSet;
  if (lettered) label.style = LabelStyle::kLettered;
  label.end = skip_spaces(line, p);
  const std::string_view rest = line.substr(label.end);
  if (begins_with_operator(rest) || rest.starts_with("-") || rest.starts_with(",") ||
      rest.starts_with("/") || rest.starts_with(")")) {
    return std::nullopt;
  }
  // "S1" and "#1" alone refer; who numbers lines writes something behind the number.
  if (rest.empty() && (set || (hash && !lettered))) return std::nullopt;
  return label;
}

bool begins_with_operator(std::string_view line) {
  const std::string_view word = first_word(line);
  if (!is_operator(word)) return false;
  return !line_list(line, 0) && !spaced_line_list(line);
}

bool ends_with_operator(std::string_view line) {
  line = trim(line);
  std::size_t begin = line.size();
  while (begin > 0 && is_word_char(line[begin - 1])) --begin;
  if (begin > 0 && line[begin - 1] == '/') return false;
  return is_operator(line.substr(begin));
}

int open_brackets(std::string_view line) {
  int open = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(') ++open;
    if (c == ')') --open;
  }
  return open;
}

std::optional<std::uint64_t> count_of(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() > 2 && ((cell.front() == '(' && cell.back() == ')') ||
                          (cell.front() == '[' && cell.back() == ']'))) {
    cell = trim(cell.substr(1, cell.size() - 2));
  }
  std::uint64_t count = 0;
  unsigned digits = 0;
  for (const char c : cell) {
    if (c == ',' && digits > 0) continue;
    if (!is_digit(c) || ++digits > 12) return std::nullopt;
    count = count * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (digits == 0 || cell.back() == ',') return std::nullopt;
  return count;
}

std::optional<StatedHits> hits_at_end(std::string_view line, bool labelled) {
  std::string_view rest = trim(line);
  const auto position = [&](std::string_view part) {
    return static_cast<std::size_t>(part.data() - line.data());
  };
  if (rest.empty()) return std::nullopt;
  if (rest.back() == ')' || rest.back() == ']') {
    const std::size_t open = rest.find_last_of(rest.back() == ')' ? '(' : '[');
    if (open == std::string_view::npos || open == 0) return std::nullopt;
    const std::string_view before = trim(rest.substr(0, open));
    const auto count = count_of(rest.substr(open));
    // "1 or (2)" refers, "vitamin b(12)" is a name.
    if (!count || before.empty() || ends_with_operator(before) || rest[open - 1] != ' ') {
      return std::nullopt;
    }
    const Marks marks = marks_of(before);
    if (!labelled && !marks.any()) return std::nullopt;
    return StatedHits{position(rest.substr(before.size())), count};
  }
  // The list of hits was cut off in the middle: "Sound/ (", "disorder$.tw. (1".
  if (const std::size_t open = rest.rfind(" (");
      open != std::string_view::npos && open > 0 &&
      std::all_of(rest.begin() + std::ptrdiff_t(open) + 2, rest.end(), is_digit)) {
    const std::string_view before = trim(rest.substr(0, open));
    const bool closed = before.ends_with('/') || before.ends_with('.') || before.ends_with(')');
    if (closed && open_brackets(before) == 0) return StatedHits{open, std::nullopt};
  }
  for (const std::string_view word : {" results", " hits", " records", " citations"}) {
    if (!to_lower_ascii(rest.substr(rest.size() - std::min(rest.size(), word.size())))
             .ends_with(word)) {
      continue;
    }
    const std::string_view before = trim(rest.substr(0, rest.size() - word.size()));
    const std::size_t space = before.find_last_of(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto count = count_of(before.substr(space));
    if (!count) return std::nullopt;
    return StatedHits{position(before.substr(space)), count};
  }
  const std::size_t space = rest.find_last_of(' ');
  if (space == std::string_view::npos || space == 0 || !labelled) return std::nullopt;
  const auto count = count_of(rest.substr(space));
  if (!count) return std::nullopt;
  const std::string_view before = trim(rest.substr(0, space));
  if (before.empty() || ends_with_operator(before)) return std::nullopt;
  const bool column = rest[space - 1] == ' ';  // two spaces and more
  const bool grouped = rest.substr(space).find(',') != std::string_view::npos;
  const char last = before.back();
  const bool closed = last == ')' || last == ']' || last == '"' || last == '/' || last == '.';
  if (column || (grouped && closed) || (closed && starts_with_ignoring_case(line, "search"))) {
    return StatedHits{position(rest.substr(before.size())), count};
  }
  return std::nullopt;
}

std::size_t search_prefix(std::string_view line, bool labelled) {
  for (const std::string_view words :
       {"final search", "search combination", "combined search", "final strategy"}) {
    if (!starts_with_ignoring_case(line, words)) continue;
    std::size_t p = words.size();
    if (p < line.size() && line[p] == ':') ++p;
    const std::size_t rest = skip_spaces(line, p);
    if (rest < line.size() && !reference_line(line.substr(rest)).empty()) return rest;
  }
  if (!line.starts_with("Search")) return 0;
  std::size_t p = 6;
  if (p < line.size() && line[p] == ':') return skip_spaces(line, p + 1);
  if (p >= line.size() || line[p] != ' ') return 0;
  p = skip_spaces(line, p);
  if (p >= line.size()) return 0;
  const char c = line[p];
  return labelled || c == '(' || c == '"' || c == '#' ? p : 0;
}

bool is_command(std::string_view line) {
  const std::string lower = to_lower_ascii(trim(line));
  const std::string_view text = lower;
  if (text.starts_with("..") && !text.starts_with("..l/")) return true;
  const std::size_t words = split(text, ' ').size();
  if (text.starts_with("use ") && words <= 4) return true;
  return text.starts_with("save search") || text.starts_with("change database") ||
         text.starts_with("print set") || text.starts_with("display set");
}

bool is_comment(std::string_view line) {
  line = trim(line);
  if (!line.starts_with("# ")) return false;
  const std::size_t text = skip_spaces(line, 1);
  return text < line.size() && !is_digit(line[text]);
}

bool is_prose(std::string_view line) {
  line = trim(line);
  if (line.empty()) return false;
  if (std::none_of(line.begin(), line.end(), is_word_char)) return true;
  if (line.starts_with("***") || line.starts_with("//") || line.starts_with("==") ||
      line.starts_with("--")) {
    return true;
  }
  if (line.front() == '#' && line.size() > 1 &&
      !is_digit(line[skip_spaces(line, 1) % line.size()])) {
    return true;
  }
  if (line.back() == ':') return true;
  std::string lower = to_lower_ascii(line);
  if (const std::size_t bracket = lower.find(" ("); bracket != std::string::npos) {
    lower.resize(bracket);
  }
  if (std::find(kTitles.begin(), kTitles.end(), lower) != kTitles.end()) return true;
  for (const std::string_view begin :
       {"ovid medline", "medline (", "embase (", "epub ahead", "appendix ", "search strategy ",
        "search strategies ", "searched ", "search date", "date of search", "date searched",
        "total "}) {
    if (lower.starts_with(begin)) return true;
  }
  const auto words = static_cast<std::size_t>(std::count(line.begin(), line.end(), ' ')) + 1;
  const std::size_t colon = line.find(": ");
  if (colon != std::string_view::npos &&
      std::count(line.begin(), line.begin() + std::ptrdiff_t(colon), ' ') < 6) {
    return true;
  }
  if (words >= 6 && (line.back() == '.' || line.back() == '!' || line.back() == '?')) return true;
  // A list of keywords without operators.
  return std::count(line.begin(), line.end(), ',') >= 5;
}

std::vector<ReferenceToken> reference_line(std::string_view line) {
  std::vector<ReferenceToken> tokens;
  bool has_operator = false;
  using Kind = ReferenceToken::Kind;
  for (std::size_t p = 0; p < line.size();) {
    const char c = line[p];
    if (c == ' ' || (c == '.' && skip_spaces(line, p + 1) >= line.size())) {
      ++p;
      continue;
    }
    if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? Kind::kOpen : Kind::kClose, {}, p, p + 1});
      ++p;
      continue;
    }
    std::size_t end = p + (c == '#' ? 1 : 0);
    const std::size_t begin = end;
    while (end < line.size() && is_word_char(line[end])) ++end;
    std::string key = to_lower_ascii(line.substr(begin, end - begin));
    if (key == "and" || key == "or" || key == "not") {
      has_operator = true;
      tokens.push_back({Kind::kOperator, std::move(key), p, end});
      p = end;
      continue;
    }
    if (c != '#' && key.size() > 1 && key.front() == 's' && is_digit(key[1])) key.erase(0, 1);
    const bool letter = key.size() == 1 && is_letter(key[0]);
    const std::size_t digits =
        static_cast<std::size_t>(std::find_if_not(key.begin(), key.end(), is_digit) - key.begin());
    const bool number =
        digits > 0 && digits <= 6 &&
        (digits == key.size() || (digits + 1 == key.size() && is_letter(key.back())));
    if (!letter && !number) return {};
    tokens.push_back({Kind::kReference, std::move(key), p, end});
    p = end;
  }
  if (!has_operator) tokens.clear();
  return tokens;
}

}  // namespace evidence::query
