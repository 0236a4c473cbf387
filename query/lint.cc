#include "query/lint.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "query/lint_terms.h"
#include "query/strategy_labels.h"
#include "query/typed_text.h"

namespace evidence::query {
namespace {

constexpr unsigned kManyTerms = 200;
constexpr unsigned kDeep = 8;

enum class Filter { kNone, kDate, kJournal };

Filter filter_of(const Node& node) {
  if (const auto* range = std::get_if<Range>(&node.value)) {
    return range->slot == Slot::kDate || range->slot == Slot::kYear ||
                   range->slot == Slot::kEntered || range->slot == Slot::kCreated
               ? Filter::kDate
               : Filter::kNone;
  }
  if (const auto* exact = std::get_if<Exact>(&node.value)) {
    if (exact->field == Field::kYear) return Filter::kDate;
    if (exact->field == Field::kJournalTitle || exact->field == Field::kIssn) {
      return Filter::kJournal;
    }
  }
  return Filter::kNone;
}

class Linter {
 public:
  explicit Linter(const ParsedStrategy& strategy) : strategy_(strategy) {}

  std::vector<Message> run() {
    for (const Message& message : strategy_.messages) add(message, strategy_.syntax);
    references();
    for (std::size_t i = 0; i < strategy_.lines.size(); ++i) {
      const StrategyLine& line = strategy_.lines[i];
      for (const Message& message : line.parsed.messages) add(message, line.syntax);
      if (line.kind != LineKind::kSearch) continue;
      text(line);
      if (line.parsed.usable) tree(line);
    }
    std::stable_sort(messages_.begin(), messages_.end(), [](const Message& a, const Message& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(messages_);
  }

 private:
  void add(Message message, Syntax syntax) {
    message.code = lint_code(message.code, syntax);
    messages_.push_back(std::move(message));
  }

  void say(const StrategyLine& line, Severity severity, std::string code, std::string text,
           Span span, std::string fix) {
    Message message{severity, std::move(code), std::move(text), span, std::move(fix)};
    place_in_text(line, message);
    messages_.push_back(std::move(message));
  }

  static Span whole(const StrategyLine& line) {
    return {0, static_cast<std::uint32_t>(line.text.size())};
  }

  // The number as typed, without its sign and stop.
  static std::string name_of(const StrategyLine& line) {
    std::string name;
    for (const char c : line.label) {
      if (is_digit(c) || is_letter(c)) name.push_back(c);
    }
    return name.empty() ? std::to_string(line.number) : name;
  }

  void references() {
    std::map<std::string, unsigned> trees;
    const StrategyLine* last = nullptr;
    for (const StrategyLine& line : strategy_.lines) {
      if (line.kind != LineKind::kSearch) continue;
      last = &line;
      for (const unsigned number : references_of(line.parsed.tree)) used_.insert(number);
      // A line with an error may have meant any: the text tells what it refers to.
      if (!line.parsed.usable) {
        for (const ReferenceToken& token : reference_line(plain_signs(line.text).text)) {
          if (token.kind == ReferenceToken::Kind::kReference && all_digits(token.key)) {
            used_.insert(static_cast<unsigned>(std::stoul(token.key)));
          }
        }
        continue;
      }
      const auto [found, first] = trees.emplace(to_text(line.parsed.tree), line.number);
      if (!first) {
        say(line, Severity::kWarning, "QUALITY_0007",
            "The line is the same as line " + std::to_string(found->second) + ".", whole(line),
            "Take it away and refer to line " + std::to_string(found->second) + ".");
      }
    }
    if (used_.empty() && last != nullptr) return;  // lines that are searches on their own
    for (const StrategyLine& line : strategy_.lines) {
      if (line.kind != LineKind::kSearch || &line == last || used_.count(line.number) > 0) continue;
      say(line, Severity::kWarning, "PARSE_1004",
          "No other line refers to line " + name_of(line) +
              ", so it does not count for the result.",
          whole(line), "Refer to it in a line below, or take it away.");
    }
  }

  void text(const StrategyLine& line) {
    const TypedText typed = plain_signs(line.text);
    const std::string_view plain = trim(typed.text);
    if (plain.size() > 2 && plain.front() == '"' && plain.find('"', 1) == plain.size() - 1 &&
        holds_operator(plain.substr(1, plain.size() - 2))) {
      say(line, Severity::kWarning, "PARSE_0007",
          "The whole line stands in quotation marks, so its operators are words of a phrase.",
          whole(line), "Take the outer quotation marks away.");
    }
    needless_brackets(line, typed);
    if (line.syntax == Syntax::kEbsco) small_operators(line, typed);
  }

  static bool holds_operator(std::string_view text) {
    for (const std::string_view word : split(text, ' ')) {
      if (equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or") ||
          equals_ignoring_case(word, "not")) {
        return true;
      }
    }
    return false;
  }

  // "((a or b))": two pairs round the same.
  void needless_brackets(const StrategyLine& line, const TypedText& typed) {
    const std::string_view plain = typed.text;
    std::vector<std::size_t> open;
    std::size_t inner_open = 0;
    std::size_t inner_close = 0;
    bool quoted = false;
    for (std::size_t p = 0; p < plain.size(); ++p) {
      if (plain[p] == '"') quoted = !quoted;
      if (quoted) continue;
      if (plain[p] == '(') open.push_back(p);
      if (plain[p] != ')' || open.empty()) continue;
      const std::size_t begin = open.back();
      open.pop_back();
      const bool after =
          inner_close > 0 && trim(plain.substr(inner_close + 1, p - inner_close - 1)).empty();
      const bool before = after && inner_open > begin &&
                          trim(plain.substr(begin + 1, inner_open - begin - 1)).empty();
      if (before) {
        say(line, Severity::kInfo, "QUALITY_0004", "Two pairs of brackets stand round the same.",
            typed.typed({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(p + 1)}),
            "Take one pair away.");
        return;
      }
      inner_open = begin;
      inner_close = p;
    }
  }

  void small_operators(const StrategyLine& line, const TypedText& typed) {
    const std::string_view plain = typed.text;
    bool quoted = false;
    for (std::size_t p = 0; p + 2 < plain.size(); ++p) {
      if (plain[p] == '"') quoted = !quoted;
      if (quoted || plain[p] != ' ') continue;
      for (const std::string_view word : {"and", "or", "not"}) {
        const std::size_t end = p + 1 + word.size();
        if (!equals_ignoring_case(plain.substr(p + 1, word.size()), word) || end >= plain.size() ||
            (plain[end] != ' ' && plain[end] != '(')) {
          continue;
        }
        const std::string_view typed_word = plain.substr(p + 1, word.size());
        if (std::all_of(typed_word.begin(), typed_word.end(), is_upper)) continue;
        say(line, Severity::kInfo, "STRUCT_0002",
            "The operator " + std::string(typed_word) + " is not in capitals.",
            typed.typed({static_cast<std::uint32_t>(p + 1), static_cast<std::uint32_t>(end)}),
            "Write AND, OR and NOT in capitals.");
        return;
      }
    }
  }

  void tree(const StrategyLine& line) {
    const Node& node = line.parsed.tree;
    const unsigned leaves = leaf_count(node);
    const unsigned levels = depth(node);
    if (leaves > kManyTerms || levels > kDeep) {
      say(line, Severity::kInfo, "QUALITY_0001",
          "The line has " + with_thousands(leaves) + " terms on " + std::to_string(levels) +
              " levels.",
          whole(line), "Split it into several lines and join them by number.");
    }
    const bool used = used_.count(line.number) > 0;
    filters(line, node, used, false);
    std::vector<Message> found;
    lint_terms(node, found);
    for (Message& message : found) {
      place_in_text(line, message);
      messages_.push_back(std::move(message));
    }
  }

  // Dates and journals below an OR, or in a line that others build on.
  void filters(const StrategyLine& line, const Node& node, bool used, bool below_or) {
    const Filter filter = filter_of(node);
    if (filter != Filter::kNone && (used || below_or)) {
      const bool date = filter == Filter::kDate;
      say(line, Severity::kInfo, date ? "QUALITY_0002" : "QUALITY_0003",
          date ? "A date stands inside the strategy, not at its end, so it limits a part only."
               : "A journal stands inside the strategy, not at its end, so it limits a part only.",
          node.span, "Limit the last line instead, if all of it is meant.");
    }
    if (const std::vector<Node>* children = children_of(node)) {
      const bool is_or = std::holds_alternative<Or>(node.value);
      for (const Node& child : *children) filters(line, child, used, below_or || is_or);
    }
  }

  const ParsedStrategy& strategy_;
  std::set<unsigned> used_;
  std::vector<Message> messages_;
};

}  // namespace

std::vector<Message> lint(const ParsedStrategy& strategy) { return Linter(strategy).run(); }

}  // namespace evidence::query
