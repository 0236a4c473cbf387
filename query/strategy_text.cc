#include "query/strategy_text.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "query/strategy_lines.h"

namespace evidence::query {
namespace {

// Gives the searches of the text their numbers.
class Numberer {
 public:
  Numberer(TextLines& text, std::optional<Syntax> chosen) : text_(text) {
    const Syntax recognised = text_.syntax();
    out_.syntax = chosen.value_or(recognised);
    text_.classify();
  }

  NumberedStrategy run() {
    collect();
    numbers();
    newest_first();
    if (searches_ == 0) {
      out_.messages.push_back({Severity::kWarning,
                               "no_searches",
                               "There is no line that can be searched for.",
                               {},
                               "Paste the strategy's lines, one search a line."});
    }
    return std::move(numbered_);
  }

 private:
  // --- lines of the strategy ---

  void collect() {
    std::optional<LineLabel> pending;
    std::string pending_label;
    for (const TextLine& line : text_.lines()) {
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
    const auto next_free = [&] {
      do ++fresh;
      while (taken.count(fresh) > 0 || given.count(fresh) > 0);
      given.insert(fresh);
      return fresh;
    };
    unsigned before = 0;
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      StrategyLine& line = out_.lines[i];
      if (line.kind != LineKind::kSearch) continue;
      const auto& label = extras_[i].label;
      if (label && plain_number(*label)) {
        if (given.insert(label->number).second) {
          line.number = label->number;
          if (text_.numbered() && before > 0 && label->number > before + 1 && !descending()) {
            note_gap(before, label->number, line);
          }
        } else {
          line.number = next_free();
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
        line.number = next_free();
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

  TextLines& text_;
  NumberedStrategy numbered_;
  ParsedStrategy& out_ = numbered_.strategy;
  std::vector<Extra>& extras_ = numbered_.extras;
  std::map<std::string, std::vector<std::size_t>>& keys_ = numbered_.keys;
  std::size_t searches_ = 0;
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
  TextLines lines(text, limits);
  NumberedStrategy numbered = Numberer(lines, syntax).run();
  read_lines(numbered, options);
  ParsedStrategy strategy = std::move(numbered.strategy);
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
  return TextLines(text.substr(0, limits.max_bytes), limits).syntax();
}

}  // namespace evidence::query
