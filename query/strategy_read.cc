#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "query/limit_ovid.h"
#include "query/search_parts.h"
#include "query/strategy_lines.h"

namespace evidence::query {
namespace {

class LineReader {
 public:
  LineReader(NumberedStrategy& numbered, const ParseOptions& options)
      : out_(numbered.strategy),
        extras_(numbered.extras),
        keys_(numbered.keys),
        options_(options) {}

  void run() {
    for (std::size_t i = 0; i < out_.lines.size(); ++i) {
      if (out_.lines[i].kind == LineKind::kSearch) read(i);
    }
  }

 private:
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

  ParsedStrategy& out_;
  const std::vector<Extra>& extras_;
  const std::map<std::string, std::vector<std::size_t>>& keys_;
  const ParseOptions& options_;
  std::vector<Message> mixed_;  // the warning of another syntax, for the line that is read
};

}  // namespace

void read_lines(NumberedStrategy& numbered, const ParseOptions& options) {
  LineReader(numbered, options).run();
}

}  // namespace evidence::query
