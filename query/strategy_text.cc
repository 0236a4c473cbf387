#include "query/strategy_text.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/text.h"
#include "query/limit_ovid.h"
#include "query/search_parts.h"
#include "query/strategy_labels.h"
#include "query/typed_text.h"

namespace evidence::query {
namespace {

// How far ahead a bracket that is left open may be closed.
constexpr std::size_t kMaxJoined = 60;

// One line of the pasted text.
struct TextLine {
  std::string_view typed;  // without spaces around it
  TypedText plain;
  std::uint32_t number = 0;  // from 1
  std::uint32_t column = 1;  // of typed[0]
  bool too_long = false;
  std::optional<LineLabel> label;
  std::size_t begin = 0;  // of the search in `plain`
  std::size_t end = 0;
  std::optional<std::uint64_t> count;
  bool count_cut = false;
  std::string limits;    // "Publication Date from …" of an old PubMed history
  bool history = false;  // "#3 Search …": a line of PubMed's history
  LineKind kind = LineKind::kBlank;
  bool continues = false;  // belongs to the search before it

  [[nodiscard]] std::string_view rest_of(std::size_t from) const {
    return std::string_view(plain.text).substr(from);
  }
  [[nodiscard]] std::string_view rest() const {
    return std::string_view(plain.text).substr(begin, end - begin);
  }
};

// What is known of a line beyond what callers need.
struct Extra {
  std::optional<LineLabel> label;
  std::string limits;
  bool history = false;
  bool count_cut = false;
  bool too_long = false;
};

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

class Reader {
 public:
  Reader(std::string_view text, std::optional<Syntax> chosen, const ParseOptions& options,
         const StrategyLimits& limits)
      : chosen_(chosen), options_(options), lines_(physical_lines(text, limits)) {}

  Syntax syntax() {
    labels();
    return decide();
  }

  ParsedStrategy run() {
    labels();
    out_.syntax = chosen_.value_or(decide());
    kinds();
    joins();
    collect();
    numbers();
    newest_first();
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      if (out_.lines[i].kind == LineKind::kSearch) read(i);
    }
    if (searches_ == 0) {
      out_.messages.push_back({Severity::kWarning,
                               "no_searches",
                               "There is no line that can be searched for.",
                               {},
                               "Paste the strategy's lines, one search a line."});
    }
    return std::move(out_);
  }

 private:
  // --- labels, hits ---

  void labels() {
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
  static bool between_lines(std::string_view text) {
    return is_command(text) || (is_prose(text) && !marks_of(text).any());
  }

  // "56 or exp muscles/": the number of the line, where numbers stand throughout and it is the next
  // one; what follows begins with an operator by mistake.
  static std::optional<LineLabel> before_operator(const TextLine& line, unsigned next) {
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

  void hits(TextLine& line) {
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

  // --- the strategy's syntax ---

  Syntax decide() {
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

  // --- searches, prose, commands ---

  void kinds() {
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

  LineKind kind_of(std::size_t i, std::string_view rest) {
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
  [[nodiscard]] bool waiting_for_text(std::size_t i) const {
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

  static bool is_pick(std::string_view rest) {
    return (starts_with_ignoring_case(rest, "from ") &&
            to_lower_ascii(rest).find(" keep ") != std::string::npos) ||
           starts_with_ignoring_case(rest, "remove duplicates") ||
           starts_with_ignoring_case(rest, "..l/") || starts_with_ignoring_case(rest, "limit ");
  }

  // --- several lines of text that are one search ---

  void joins() {
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

  [[nodiscard]] bool continues(std::size_t i, std::string_view text, bool blank) const {
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
  [[nodiscard]] bool closes(std::size_t i, int open) const {
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

  // --- lines of the strategy ---

  void collect() {
    std::optional<LineLabel> pending;
    std::string pending_label;
    for (const TextLine& line : lines_) {
      if (line.continues) {
        append(line);
        continue;
      }
      StrategyLine one;
      one.kind = line.kind;
      one.syntax = out_.syntax;
      one.text_line = line.number;
      const std::uint32_t from = line.too_long ? 0 : line.plain.origin[line.begin];
      const std::uint32_t to =
          line.too_long ? std::uint32_t(line.typed.size()) : line.plain.origin[line.end];
      one.text = trim(line.typed.substr(from, to - from));
      one.column = line.column + column_of(line.typed, from) - 1;
      one.stated_count = line.count;
      if (line.label) {
        one.label = trim(line.typed.substr(0, line.plain.origin[line.label->end]));
        pending.reset();
      }
      Extra extra;
      one.pieces.push_back({0, one.text_line, one.column});
      extra.limits = line.limits;
      extra.history = line.history;
      extra.count_cut = line.count_cut;
      extra.too_long = line.too_long;
      if (line.kind == LineKind::kSearch) {
        if (line.label) {
          extra.label = line.label;
        } else if (pending) {
          extra.label = pending;
          one.label = pending_label;
        }
        pending.reset();
        ++searches_;
      } else if (line.label) {
        pending = line.label;
        pending_label = one.label;
      }
      if (one.kind == LineKind::kCommand) {
        one.parsed.messages.push_back({Severity::kInfo,
                                       "command_ignored",
                                       quoted_for_message(one.text, 60) +
                                           " is a command of the other platform; it was left out.",
                                       {0, static_cast<std::uint32_t>(one.text.size())},
                                       {},
                                       one.text_line,
                                       one.column});
      }
      out_.lines.push_back(std::move(one));
      extras_.push_back(std::move(extra));
    }
  }

  void append(const TextLine& line) {
    std::size_t last = out_.lines.size();
    while (last > 0 && out_.lines[last - 1].kind != LineKind::kSearch) --last;
    if (last == 0) return;
    StrategyLine& one = out_.lines[last - 1];
    const std::uint32_t from = line.plain.origin[line.begin];
    const std::uint32_t to = line.plain.origin[line.end];
    one.text += ' ';
    one.pieces.push_back(
        {one.text.size(), line.number, line.column + column_of(line.typed, from) - 1});
    one.text += trim(line.typed.substr(from, to - from));
    if (line.count) one.stated_count = line.count;
  }

  // --- numbers ---

  void numbers() {
    std::set<unsigned> taken;
    unsigned most = 0;
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      if (out_.lines[i].kind != LineKind::kSearch || !extras_[i].label) continue;
      if (plain_number(*extras_[i].label)) {
        taken.insert(extras_[i].label->number);
        most = std::max(most, extras_[i].label->number);
      }
    }
    // Only letters and labels such as "1a": counted from the first.
    const bool by_place = taken.empty();
    unsigned fresh = by_place ? 0 : std::max(most, static_cast<unsigned>(searches_));
    std::set<unsigned> given;
    unsigned before = 0;
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      StrategyLine& line = out_.lines[i];
      if (line.kind != LineKind::kSearch) continue;
      const auto& label = extras_[i].label;
      if (label && plain_number(*label)) {
        if (given.insert(label->number).second) {
          line.number = label->number;
          if (explicit_ && before > 0 && label->number > before + 1 && !descending()) {
            note_gap(before, label->number, line);
          }
        } else {
          line.number = ++fresh;
          out_.messages.push_back({Severity::kWarning,
                                   "number_twice",
                                   "The number " + label->key +
                                       " stands before two lines. Lines that refer to it mean "
                                       "the nearest one above them; this one is counted as line " +
                                       std::to_string(line.number) + ".",
                                   {},
                                   "Number the lines anew.",
                                   line.text_line,
                                   1});
        }
        before = label->number;
      } else if (!by_place && !label && taken.count(before + 1) == 0 &&
                 given.count(before + 1) == 0) {
        line.number = ++before;
        given.insert(line.number);
      } else {
        do ++fresh;
        while (taken.count(fresh) > 0 || given.count(fresh) > 0);
        line.number = fresh;
        given.insert(fresh);
      }
      const std::string key = label ? label->key : std::to_string(line.number);
      keys_[key].push_back(i);
    }
  }

  static bool plain_number(const LineLabel& label) {
    return label.number > 0 && label.style != LabelStyle::kLettered;
  }

  void note_gap(unsigned before, unsigned number, const StrategyLine& line) {
    out_.messages.push_back({Severity::kInfo,
                             "number_missing",
                             before + 2 == number
                                 ? "There is no line " + std::to_string(before + 1) + "."
                                 : "There are no lines " + std::to_string(before + 1) + " to " +
                                       std::to_string(number - 1) + ".",
                             {},
                             "Paste all lines, or number them anew.",
                             line.text_line,
                             1});
  }

  // The newest line first, as PubMed's history shows them.
  [[nodiscard]] bool descending() const {
    unsigned before = 0;
    unsigned count = 0;
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      if (out_.lines[i].kind != LineKind::kSearch || !extras_[i].label) continue;
      const unsigned number = extras_[i].label->number;
      if (before > 0 && number >= before) return false;
      before = number;
      ++count;
    }
    return count > 1;
  }

  void newest_first() {
    if (!descending()) return;
    std::reverse(out_.lines.begin(), out_.lines.end());
    std::reverse(extras_.begin(), extras_.end());
    for (auto& [key, places] : keys_) {
      for (std::size_t& place : places) place = out_.lines.size() - 1 - place;
      std::reverse(places.begin(), places.end());
    }
    out_.messages.push_back({Severity::kInfo,
                             "newest_first",
                             "The lines stand with the newest first; they are run in the order of "
                             "their numbers.",
                             {}});
  }

  // --- reading ---

  void read(std::size_t i) {
    StrategyLine& line = out_.lines[i];
    const Extra& extra = extras_[i];
    if (extra.too_long) {
      line.parsed.messages.push_back({Severity::kError,
                                      "line_too_long",
                                      "The line is " + with_thousands(line.text.size()) +
                                          " bytes long, more than a line may have.",
                                      {},
                                      "Split it into several lines and join them by number."});
      line.text = truncate_utf8(line.text, 200);
      place(line);
      return;
    }
    const TypedText plain = plain_signs(line.text);
    if (const auto tokens = reference_line(plain.text); !tokens.empty()) {
      combination(i, plain, tokens);
    } else {
      line.syntax = own_syntax(line, plain.text, extra.history);
      // A closing bracket too many at the very end closes nothing that could be meant.
      const std::string_view text = line.text;
      const std::size_t surplus = text.size() - plain.origin[end_without_surplus(plain.text)];
      line.parsed = parse_line(line.syntax, text.substr(0, text.size() - surplus), options_);
      if (surplus > 0) {
        line.parsed.messages.push_back(
            {Severity::kWarning,
             "bracket_at_end",
             "A closing bracket at the end has no opening one; it was left out.",
             {static_cast<std::uint32_t>(text.size() - surplus),
              static_cast<std::uint32_t>(text.size())},
             "Take it away."});
      }
      references(i);
    }
    if (!extra.limits.empty()) old_limits(line, extra.limits);
    if (extra.count_cut) {
      line.parsed.messages.push_back({Severity::kInfo,
                                      "hits_cut",
                                      "The number of hits behind the line is cut off; the bracket "
                                      "was left out.",
                                      {},
                                      "Take the bracket away."});
    }
    place(line);
  }

  Syntax own_syntax(StrategyLine& line, std::string_view plain, bool history) {
    Marks marks = marks_of(plain);
    if (history && marks.pubmed <= marks.ovid) marks.pubmed = marks.ovid + 1;
    const auto own = marks.syntax();
    const Syntax all = out_.syntax;
    if (!own || *own == all || all == Syntax::kCql || *own == Syntax::kCql) return all;
    const auto weight = [&](Syntax syntax) {
      switch (syntax) {
        case Syntax::kOvid:
          return marks.ovid;
        case Syntax::kPubmed:
          return marks.pubmed;
        case Syntax::kEbsco:
          return marks.ebsco;
        default:
          return 0U;
      }
    };
    // One slash or one "MM" may be a slip; a tag in square brackets is none.
    const unsigned needed = *own == Syntax::kPubmed ? 1 : 2;
    if (weight(*own) < needed || weight(*own) <= weight(all)) return all;
    mixed_.push_back({Severity::kWarning,
                      "dialect_mixed",
                      "This line is written in the syntax of " + std::string(display(*own)) +
                          ", the strategy in that of " + std::string(display(all)) +
                          "; it was read in its own.",
                      {0, static_cast<std::uint32_t>(line.text.size())},
                      "Use one syntax throughout, or have the strategy translated."});
    return *own;
  }

  static std::string_view display(Syntax syntax) {
    switch (syntax) {
      case Syntax::kPubmed:
        return "PubMed";
      case Syntax::kOvid:
        return "Ovid";
      case Syntax::kEbsco:
        return "EBSCOhost";
      case Syntax::kCql:
        return "CQL";
      default:
        return "the search box";
    }
  }

  // The line that `key` means when it is said in line `from`: the nearest above, else any.
  [[nodiscard]] std::optional<std::size_t> line_of(const std::string& key, std::size_t from) const {
    const auto found = keys_.find(key);
    if (found == keys_.end()) return std::nullopt;
    std::optional<std::size_t> best;
    for (const std::size_t place : found->second) {
      if (place < from) best = place;
    }
    return best ? best : found->second.front();
  }

  // Only numbers, operators and brackets: written anew with the lines' own numbers, in the form
  // that the syntax has for them, and read.
  void combination(std::size_t i, const TypedText& plain,
                   const std::vector<ReferenceToken>& tokens) {
    StrategyLine& line = out_.lines[i];
    if (line.syntax == Syntax::kSimple || line.syntax == Syntax::kCql) line.syntax = Syntax::kOvid;
    const char* sign = line.syntax == Syntax::kPubmed  ? "#"
                       : line.syntax == Syntax::kEbsco ? "S"
                                                       : "";
    std::string text;
    std::vector<std::uint32_t> origin;  // of each byte of `text` in the plain text
    const auto put = [&](std::string_view piece, std::size_t at) {
      for (const char c : piece) {
        text.push_back(c);
        origin.push_back(static_cast<std::uint32_t>(at));
      }
    };
    std::vector<Message> bad;
    for (const ReferenceToken& token : tokens) {
      using Kind = ReferenceToken::Kind;
      if (!text.empty() && token.kind != Kind::kClose) put(" ", token.begin);
      if (token.kind == Kind::kOpen) put("(", token.begin);
      if (token.kind == Kind::kClose) put(")", token.begin);
      if (token.kind == Kind::kOperator) {
        put(token.key == "and" ? "AND" : token.key == "or" ? "OR" : "NOT", token.begin);
      }
      if (token.kind != Kind::kReference) continue;
      const Span span = plain.typed(
          {static_cast<std::uint32_t>(token.begin), static_cast<std::uint32_t>(token.end)});
      const auto target = line_of(token.key, i);
      check_reference(token.key, target, i, span, bad);
      put(sign + std::to_string(target ? out_.lines[*target].number : 0), token.begin);
    }
    origin.push_back(static_cast<std::uint32_t>(plain.text.size()));
    if (!bad.empty()) {
      add(line, std::move(bad));
      return;
    }
    line.parsed = parse_line(line.syntax, text, options_);
    const auto typed = [&](Span span) {
      const auto at = [&](std::uint32_t position) {
        return origin[std::min<std::size_t>(position, origin.size() - 1)];
      };
      // Behind the last byte of the token, not at the beginning of the next.
      const std::uint32_t begin = at(span.begin);
      std::uint32_t end = begin;
      if (span.end > span.begin) {
        const std::uint32_t last = at(span.end - 1);
        end = last;
        for (const ReferenceToken& token : tokens) {
          if (token.begin == last) end = static_cast<std::uint32_t>(token.end);
        }
      }
      return plain.typed({begin, std::max(begin, end)});
    };
    retype(line.parsed.tree, typed);
    for (Message& message : line.parsed.messages) message.span = typed(message.span);
  }

  template <typename Typed>
  static void retype(Node& node, const Typed& typed) {
    node.span = typed(node.span);
    if (std::vector<Node>* children = children_of(node)) {
      for (Node& child : *children) retype(child, typed);
    }
  }

  static void add(StrategyLine& line, std::vector<Message> messages) {
    for (Message& message : messages) {
      if (message.severity == Severity::kError) line.parsed.usable = false;
      line.parsed.messages.push_back(std::move(message));
    }
  }

  // Where closing brackets begin that stand at the very end without opening ones; the size where
  // all match or the fault lies elsewhere.
  static std::size_t end_without_surplus(std::string_view plain) {
    std::size_t begin = plain.size();
    while (begin > 0 && (plain[begin - 1] == ')' || plain[begin - 1] == ' ')) --begin;
    const std::string_view before = plain.substr(0, begin);
    int open = open_brackets(before);
    // Quotation marks without a partner hide brackets: then nothing is certain.
    if (open < 0 || open != std::count(before.begin(), before.end(), '(') -
                                std::count(before.begin(), before.end(), ')')) {
      return plain.size();
    }
    for (std::size_t p = begin; p < plain.size(); ++p) {
      if (plain[p] == ')' && --open < 0) return p;
    }
    return plain.size();
  }

  void references(std::size_t i) {
    StrategyLine& line = out_.lines[i];
    std::vector<Message> bad;
    renumber(line.parsed.tree, i, bad);
    add(line, std::move(bad));
  }

  void renumber(Node& node, std::size_t i, std::vector<Message>& bad) {
    if (auto* reference = std::get_if<LineRef>(&node.value)) {
      const std::string key = std::to_string(reference->line);
      const auto target = line_of(key, i);
      check_reference(key, target, i, node.span, bad);
      if (target) reference->line = out_.lines[*target].number;
      return;
    }
    std::vector<Node>* children = children_of(node);
    if (children == nullptr) return;
    without_itself(*children, i);
    for (Node& child : *children) renumber(child, i, bad);
  }

  // "or/7-14" on line 14: the list cannot mean itself.
  void without_itself(std::vector<Node>& children, std::size_t i) {
    const auto is_itself = [&](const Node& node) {
      const auto* reference = std::get_if<LineRef>(&node.value);
      return reference != nullptr && line_of(std::to_string(reference->line), i) == i;
    };
    const auto found = std::find_if(children.begin(), children.end(), is_itself);
    if (found == children.end()) return;
    const Span span = found->span;
    const auto listed = std::count_if(children.begin(), children.end(),
                                      [&](const Node& node) { return node.span == span; });
    if (listed < 3) return;
    children.erase(found);
    out_.lines[i].parsed.messages.push_back(
        {Severity::kWarning, "reference_self_in_list",
         "The list of lines holds the number of its own line, which was left out.", span,
         "End the list at the line before."});
  }

  void check_reference(const std::string& key, std::optional<std::size_t> target, std::size_t i,
                       Span span, std::vector<Message>& bad) const {
    if (target && *target < i) return;
    // A list of a thousand missing lines is one fault.
    if (bad.size() >= 20) return;
    if (!target) {
      bad.push_back({Severity::kError, "reference_missing",
                     "There is no line " + key + " in the strategy.", span,
                     "Add the line or change the number."});
    } else if (*target == i) {
      bad.push_back({Severity::kError, "reference_self", "The line refers to itself.", span,
                     "Change the number to the line that is meant."});
    } else {
      bad.push_back({Severity::kError, "reference_later",
                     "Line " + key +
                         " stands below this line, which would run in a circle or "
                         "before it is known.",
                     span, "Refer to a line above, or move this line below that one."});
    }
  }

  // "Publication Date from 1996/01/01 to 2008/08/29, Humans" of PubMed's old history.
  void old_limits(StrategyLine& line, std::string_view limits) {
    const auto end = static_cast<std::uint32_t>(line.text.size());
    const Span span{end, end};
    std::vector<Node> nodes;
    nodes.push_back(std::move(line.parsed.tree));
    for (std::string_view one : split(limits, ',')) {
      one = trim(one);
      if (one.empty()) continue;
      if (auto dates = date_range(one, Slot::kDate)) {
        nodes.push_back({std::move(*dates), span});
        continue;
      }
      if (starts_with_ignoring_case(one, "publication date from ")) {
        std::string range(one.substr(22));
        const std::size_t to = range.find(" to ");
        if (to != std::string::npos) {
          range.replace(to, 4, "-");
          if (auto dates = date_range(range, Slot::kDate)) {
            nodes.push_back({std::move(*dates), span});
            continue;
          }
        }
      }
      if (auto condition = limit_condition(one, span)) {
        nodes.push_back(std::move(*condition));
        continue;
      }
      line.parsed.messages.push_back(
          {Severity::kWarning, "limit_not_applied",
           "The limit " + quoted_for_message(one, 60) +
               " is not known here and was left out, so the line finds more than it did there.",
           span, "Write it as a search of its own."});
    }
    line.parsed.tree = joined_and(std::move(nodes), {0, end});
  }

  // Line and column of every message, and the warning of another syntax in front.
  void place(StrategyLine& line) {
    line.parsed.messages.insert(line.parsed.messages.begin(),
                                std::make_move_iterator(mixed_.begin()),
                                std::make_move_iterator(mixed_.end()));
    mixed_.clear();
    for (Message& message : line.parsed.messages) place_in_text(line, message);
  }

  std::optional<Syntax> chosen_;
  const ParseOptions& options_;
  std::vector<TextLine> lines_;
  ParsedStrategy out_;
  std::vector<Extra> extras_;                             // of each line of out_
  std::map<std::string, std::vector<std::size_t>> keys_;  // positions in out_.lines
  std::vector<Message> mixed_;
  std::size_t searches_ = 0;
  bool explicit_ = false;
};

}  // namespace

Result<ParsedStrategy> parse_strategy(std::string_view text, std::optional<Syntax> syntax,
                                      const ParseOptions& options, const StrategyLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{ErrorCode::kTooLarge, "strategy_too_long",
                 "The strategy is " + with_thousands(text.size()) + " bytes long; at most " +
                     with_thousands(limits.max_bytes) + " are read.",
                 "Split it into several strategies."};
  }
  const auto breaks = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  if (breaks > 2 * limits.max_lines) {
    return Error{ErrorCode::kTooLarge, "strategy_too_many_lines",
                 "The text has " + with_thousands(breaks + 1) + " lines; a strategy has at most " +
                     with_thousands(limits.max_lines) + ".",
                 "Split it into several strategies."};
  }
  ParsedStrategy strategy = Reader(text, syntax, options, limits).run();
  const auto searches = std::count_if(strategy.lines.begin(), strategy.lines.end(),
                                      [](const auto& l) { return l.kind == LineKind::kSearch; });
  if (static_cast<std::size_t>(searches) > limits.max_lines) {
    return Error{ErrorCode::kTooLarge, "strategy_too_many_lines",
                 "The strategy has more than " + with_thousands(limits.max_lines) + " searches.",
                 "Split it into several strategies."};
  }
  return strategy;
}

void place_in_text(const StrategyLine& line, Message& message) {
  const std::string_view text = line.text;
  const std::size_t at = std::min<std::size_t>(message.span.begin, text.size());
  TextPiece piece{0, line.text_line, line.column};
  for (const TextPiece& one : line.pieces) {
    if (one.offset <= at) piece = one;
  }
  message.line = piece.text_line;
  message.column = piece.column + column_of(text.substr(piece.offset), at - piece.offset) - 1;
}

Syntax recognise_syntax(std::string_view text) {
  const StrategyLimits limits;
  return Reader(text.substr(0, limits.max_bytes), std::nullopt, ParseOptions{}, limits).syntax();
}

}  // namespace evidence::query
