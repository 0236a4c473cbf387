#include "query/strategy_lines.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace evidence::query {
namespace {

// How far ahead a bracket that is left open may be closed.
constexpr std::size_t kMaxJoined = 60;

std::vector<TextLine> physical_lines(std::string_view text, const StrategyLimits& limits) {
  std::vector<TextLine> lines;
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = text.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) end = text.size();
    TextLine line;
    line.number = ++number;
    std::string_view whole = text.substr(begin, end - begin);
    std::size_t first = 0;
    while (first < whole.size() && is_space(whole[first])) ++first;
    line.typed = trim(whole);
    line.column = column_of(whole, first);
    line.too_long = line.typed.size() > limits.max_line_bytes;
    if (!line.too_long) {
      line.plain = plain_signs(line.typed);
      line.end = line.plain.text.size();
    }
    lines.push_back(std::move(line));
    if (end >= text.size()) break;
    begin = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
  }
  return lines;
}

// The cells of a table's row behind the search: hits, the time, buttons.
bool is_table_cell(std::string_view cell, std::optional<std::uint64_t>& count) {
  cell = trim(cell);
  if (cell.empty()) return true;
  if (const auto number = count_of(cell)) {
    count = number;
    return true;
  }
  if (cell.size() >= 5 && cell.size() <= 8 && is_digit(cell[0]) &&
      std::all_of(cell.begin(), cell.end(), [](char c) { return is_digit(c) || c == ':'; })) {
    return true;
  }
  for (const std::string_view word :
       {"Advanced", "Basic", "Display", "Display Results", "More", "Delete", "Save", "Contract",
        "Expand", "Add", "Multi-Field"}) {
    if (equals_ignoring_case(cell, word)) return true;
  }
  return false;
}

}  // namespace

TextLines::TextLines(std::string_view text, const StrategyLimits& limits)
    : lines_(physical_lines(text, limits)) {}

Syntax TextLines::syntax() {
  labels();
  return decide();
}

void TextLines::classify() {
  kinds();
  joins();
}

void TextLines::labels() {
  std::size_t filled = 0;
  std::size_t labelled = 0;
  std::size_t in_order = 0;
  unsigned before = 0;
  std::size_t lettered = 0;
  std::size_t letters = 0;
  for (TextLine& line : lines_) {
    if (line.too_long || trim(line.plain.text).empty()) continue;
    const std::size_t tab = line.typed.find('\t');
    const bool tabbed = tab != std::string_view::npos && tab < 8;
    line.label = label_of(line.plain.text, tabbed);
    if (line.label || !between_lines(trim(line.plain.text))) ++filled;
    if (!line.label) continue;
    if (line.label->style == LabelStyle::kLettered) ++lettered;
    if (line.label->style == LabelStyle::kLetter) {
      ++letters;
      continue;
    }
    ++labelled;
    const unsigned number = line.label->number;
    if (before == 0 || number == before + 1 || number + 1 == before || number == before) {
      ++in_order;
    }
    before = number;
  }
  explicit_ = labelled * 2 >= filled && in_order * 2 >= labelled && labelled > 0;
  unsigned last = 0;
  for (TextLine& line : lines_) {
    if (!line.label && explicit_ && !line.too_long) line.label = before_operator(line, last + 1);
    if (!line.label) continue;
    bool keep = true;
    switch (line.label->style) {
      case LabelStyle::kSpace:
        keep = (explicit_ && (filled > 1 || line.label->number == 1)) ||
               (lettered > 1 && !marks_of(line.rest_of(line.label->end)).any());
        break;
      case LabelStyle::kTight:
        keep = explicit_ && line.label->number == last + 1;
        break;
      case LabelStyle::kLettered:
        keep = lettered > 1;
        break;
      case LabelStyle::kLetter:
        keep = letters > 1;
        break;
      default:
        break;
    }
    if (!keep) {
      line.label.reset();
    } else {
      line.begin = line.label->end;
      if (line.label->number > 0) last = line.label->number;
    }
  }
  for (TextLine& line : lines_) {
    if (!line.too_long) hits(line);
  }
}

// A title or a command, which nobody numbers.
bool TextLines::between_lines(std::string_view text) {
  return is_command(text) || (is_prose(text) && !marks_of(text).any());
}

// "56 or exp muscles/": the number of the line, where numbers stand throughout and it is the next
// one; what follows begins with an operator by mistake.
std::optional<LineLabel> TextLines::before_operator(const TextLine& line, unsigned next) {
  const std::string_view text = line.plain.text;
  const std::string number = std::to_string(next);
  if (next < 2 || !text.starts_with(number + " ") || !reference_line(text).empty()) {
    return std::nullopt;
  }
  LineLabel label;
  label.key = number;
  label.number = next;
  label.end = number.size() + 1;
  if (!begins_with_operator(text.substr(label.end))) return std::nullopt;
  return label;
}

void TextLines::hits(TextLine& line) {
  // Cells first, as plain signs have lost the tabs.
  for (std::size_t tab = line.typed.find_last_of('\t'); tab != std::string_view::npos;
       tab = tab == 0 ? std::string_view::npos : line.typed.find_last_of('\t', tab - 1)) {
    const auto at = static_cast<std::size_t>(
        std::lower_bound(line.plain.origin.begin(), line.plain.origin.end(), tab) -
        line.plain.origin.begin());
    if (at <= line.begin || at >= line.end) break;
    if (!is_table_cell(line.plain.text.substr(at, line.end - at), line.count)) break;
    line.end = at;
  }
  while (line.end > line.begin && line.plain.text[line.end - 1] == ' ') --line.end;
  const bool labelled = line.label.has_value();
  const std::string_view whole = line.rest();
  if (const auto stated = hits_at_end(whole, labelled)) {
    if (stated->count) line.count = stated->count;
    line.count_cut = !stated->count;
    line.end = line.begin + stated->begin;
  }
  const std::size_t prefix = search_prefix(line.rest(), labelled);
  line.history = prefix > 0 && labelled && line.label->style == LabelStyle::kHash;
  line.begin += prefix;
  if (!labelled) return;
  for (const std::string_view word : {" Limits: ", " Limit: "}) {
    const std::size_t at = line.rest().find(word);
    if (at == std::string_view::npos) continue;
    line.limits = line.rest().substr(at + word.size());
    line.end = line.begin + at;
    return;
  }
}

Syntax TextLines::decide() {
  unsigned votes[5] = {0, 0, 0, 0, 0};
  bool bare = false;
  bool hash = false;
  bool set = false;
  for (const TextLine& line : lines_) {
    if (line.too_long || line.rest().empty()) continue;
    const Marks marks = marks_of(line.rest());
    if (line.history) {
      ++votes[static_cast<int>(Syntax::kPubmed)];
    } else if (const auto own = marks.syntax()) {
      ++votes[static_cast<int>(*own)];
    } else if (!reference_line(line.rest()).empty()) {
      hash = hash || line.rest().find('#') != std::string_view::npos;
      set = set || line.rest().find('S') != std::string_view::npos;
      bare = true;
    }
  }
  const auto most = std::max_element(std::begin(votes), std::end(votes));
  if (*most > 0) return static_cast<Syntax>(most - std::begin(votes));
  if (hash) return Syntax::kPubmed;
  if (set) return Syntax::kEbsco;
  return bare ? Syntax::kOvid : Syntax::kSimple;
}

void TextLines::kinds() {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    TextLine& line = lines_[i];
    if (line.too_long) {
      line.kind = LineKind::kSearch;
      continue;
    }
    const std::string_view rest = line.rest();
    if (trim(rest).empty()) {
      line.kind = line.label ? LineKind::kProse : LineKind::kBlank;
      continue;
    }
    line.kind = kind_of(i, rest);
  }
}

LineKind TextLines::kind_of(std::size_t i, std::string_view rest) {
  if (is_command(rest)) return LineKind::kCommand;
  if (begins_with_operator(rest) || !reference_line(rest).empty() || line_list(rest, 0) ||
      spaced_line_list(rest)) {
    return LineKind::kSearch;
  }
  const Marks marks = marks_of(rest);
  if (marks.any() || is_pick(rest)) return LineKind::kSearch;
  if (is_prose(rest)) return LineKind::kProse;
  const TextLine& line = lines_[i];
  if (explicit_ && !line.label && !waiting_for_text(i)) return LineKind::kProse;
  if (line.label && line.label->number > 0 && line.label->style != LabelStyle::kLettered) {
    // "1 Index test", then "1a".
    for (std::size_t next = i + 1; next < lines_.size(); ++next) {
      const TextLine& other = lines_[next];
      if (!other.label && (other.too_long || trim(other.plain.text).empty())) continue;
      if (other.label && other.label->style == LabelStyle::kLettered &&
          other.label->number == line.label->number) {
        return LineKind::kProse;
      }
      break;
    }
  }
  return LineKind::kSearch;
}

// Does a label without text of its own stand before line `i`?
bool TextLines::waiting_for_text(std::size_t i) const {
  while (i > 0) {
    --i;
    const TextLine& line = lines_[i];
    if (line.kind == LineKind::kBlank) continue;
    if (line.kind != LineKind::kProse) {
      // A bracket or an operator that waits for more.
      return line.kind == LineKind::kSearch &&
             (open_brackets(line.rest()) > 0 || ends_with_operator(line.rest()));
    }
    return line.label.has_value();
  }
  return false;
}

bool TextLines::is_pick(std::string_view rest) {
  return (starts_with_ignoring_case(rest, "from ") &&
          to_lower_ascii(rest).find(" keep ") != std::string::npos) ||
         starts_with_ignoring_case(rest, "remove duplicates") ||
         starts_with_ignoring_case(rest, "..l/") || starts_with_ignoring_case(rest, "limit ");
}

void TextLines::joins() {
  std::size_t last = lines_.size();  // the line that began the current search
  std::string text;                  // of the current search so far
  bool blank = false;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    TextLine& line = lines_[i];
    if (line.kind == LineKind::kBlank) {
      blank = true;
      continue;
    }
    if (line.kind == LineKind::kSearch && !line.label && !line.too_long && last < lines_.size() &&
        !lines_[last].too_long && continues(i, text, blank)) {
      line.continues = true;
      text += " " + std::string(line.rest());
    } else if (line.kind == LineKind::kSearch) {
      last = i;
      text = line.rest();
    } else if (!(line.kind == LineKind::kProse && open_brackets(text) > 0)) {
      last = lines_.size();
    }
    blank = false;
  }
}

bool TextLines::continues(std::size_t i, std::string_view text, bool blank) const {
  const std::string_view rest = lines_[i].rest();
  if (begins_with_operator(rest) || ends_with_operator(text)) return true;
  const int open = open_brackets(text);
  if (open > 0) return closes(i, open);
  // A heading or suffix that a page's width cut off.
  if (!explicit_ || blank) return false;
  const char end = text.empty() ? '.' : text.back();
  return is_letter(end) || end == ',' || end == '-';
}

// Is a bracket that is open before line `i` closed by what follows?
bool TextLines::closes(std::size_t i, int open) const {
  const std::size_t most = std::min(lines_.size(), i + kMaxJoined);
  for (; i < most; ++i) {
    const TextLine& line = lines_[i];
    if (line.kind == LineKind::kBlank) continue;
    if (line.label || line.too_long) return false;
    open += open_brackets(line.rest());
    if (open <= 0) return open == 0;
  }
  return false;
}

}  // namespace evidence::query
