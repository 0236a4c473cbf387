#include "query/parser_simple.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "model/identifier.h"
#include "query/describe.h"
#include "query/items_simple.h"
#include "query/plain_words.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxListed = 12;  // words named in one message

// A part of the query, and the same with its bare words optional.
struct Reading {
  Node tree;
  Node widened;
};

Node combine_and(std::vector<Node> nodes) {
  if (nodes.size() == 1) return std::move(nodes.front());
  const Span span{nodes.front().span.begin, nodes.back().span.end};
  return {And{std::move(nodes)}, span};
}

Node combine_or(std::vector<Node> nodes) {
  if (nodes.size() == 1) return std::move(nodes.front());
  const Span span{nodes.front().span.begin, nodes.back().span.end};
  return {Or{std::move(nodes)}, span};
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < kMaxListed; ++i) {
    text += (i == 0 ? "" : ", ") + quoted_for_message(words[i], 60);
  }
  if (words.size() > kMaxListed) text += " …";
  return text;
}

class Parser {
 public:
  Parser(std::vector<Item> items, const Limits& limits, ParsedQuery& out)
      : items_(std::move(items)), limits_(limits), out_(out) {}

  Result<void> run() {
    std::optional<Reading> whole;
    EVIDENCE_ASSIGN(whole, read_or(0));
    while (at_ < items_.size()) {  // only a closing bracket too many stops it early
      warn_bracket("A closing bracket has no opening one; it was ignored.", items_[at_].span);
      ++at_;
      // What follows belongs with what stands before, as if the bracket were not there.
      std::optional<Reading> more;
      EVIDENCE_ASSIGN(more, read_or(0));
      if (whole && more) {
        whole->tree = combine_and(two(std::move(whole->tree), std::move(more->tree)));
        whole->widened = combine_and(two(std::move(whole->widened), std::move(more->widened)));
      } else if (more) {
        whole = std::move(more);
      }
    }
    if (!whole) {
      return Error{ErrorCode::kInvalidArgument, "query_empty",
                   "The query has no word to search for.", "Type at least one word."};
    }
    out_.tree = std::move(whole->tree);
    out_.widened = std::move(whole->widened);
    tell();
    return {};
  }

 private:
  static std::vector<Node> two(Node first, Node second) {
    std::vector<Node> nodes;
    nodes.push_back(std::move(first));
    nodes.push_back(std::move(second));
    return nodes;
  }

  void warn(std::string code, std::string text, Span span) {
    out_.warnings.push_back({Severity::kWarning, std::move(code), std::move(text), span});
  }

  void warn_bracket(std::string text, Span span) {
    if (bracket_warnings_++ < 2) warn("unbalanced_bracket", std::move(text), span);
  }

  void warn_operator(const Item& item) {
    const char* name = item.kind == ItemKind::kAnd  ? "AND"
                       : item.kind == ItemKind::kOr ? "OR"
                                                    : "NOT";
    if (operator_warnings_++ < 3) {
      warn("operator_ignored", std::string(name) + " has nothing to combine here; it was ignored.",
           item.span);
    }
  }

  [[nodiscard]] bool at(ItemKind kind) const {
    return at_ < items_.size() && items_[at_].kind == kind;
  }

  Result<std::optional<Reading>> read_or(unsigned depth) {
    if (depth > limits_.max_depth) {
      return Error{ErrorCode::kTooLarge, "query_too_complex",
                   "The query has brackets within brackets more than " +
                       std::to_string(limits_.max_depth) + " deep.",
                   "Take some brackets away."};
    }
    std::vector<Node> trees;
    std::vector<Node> widened;
    bool any_chain = false;
    bool any_explicit = false;
    const Item* pending_or = nullptr;
    const std::uint32_t begin = at_ < items_.size() ? items_[at_].span.begin : 0;
    while (at_ < items_.size() && !at(ItemKind::kClose)) {
      if (at(ItemKind::kOr)) {
        if (trees.empty() || pending_or != nullptr) warn_operator(items_[at_]);
        pending_or = &items_[at_];
        ++at_;
        continue;
      }
      const std::size_t before = at_;
      std::optional<Chain> chain;
      EVIDENCE_ASSIGN(chain, read_chain(depth));
      if (at_ == before) ++at_;  // cannot happen; never loop for ever
      if (!chain) continue;
      any_chain = any_chain || chain->factors > 1;
      any_explicit = any_explicit || chain->has_operator;
      trees.push_back(std::move(chain->reading.tree));
      widened.push_back(std::move(chain->reading.widened));
      pending_or = nullptr;
    }
    if (trees.empty()) return std::optional<Reading>{};
    if (pending_or != nullptr) warn_operator(*pending_or);
    const bool mixed = trees.size() > 1 && any_chain;
    Reading reading{combine_or(std::move(trees)), combine_or(std::move(widened))};
    if (mixed) tell_precedence(reading.tree, any_explicit, begin);
    return std::optional<Reading>(std::move(reading));
  }

  void tell_precedence(const Node& tree, bool explicit_operators, std::uint32_t begin) {
    const Span span{begin, at_ == 0 ? begin : items_[at_ - 1].span.end};
    const std::string read = "Read as: " + quoted_for_message(describe(tree), 300);
    if (explicit_operators) {
      warn("mixed_operators",
           "AND and OR stand side by side without brackets; NOT binds first, then AND, then OR. " +
               read,
           span);
    } else {
      out_.interpretation.push_back({Severity::kInfo, "read_as", read, span});
    }
  }

  // Factors joined by AND, spoken or not, with NOTs.
  struct Chain {
    Reading reading;
    unsigned factors = 0;
    bool has_operator = false;
  };
  struct Factor {
    Reading reading;
    bool plain = false;
    bool stop_word = false;
    bool begins_group = false;  // AND or a NOT stands before it
  };

  Result<std::optional<Chain>> read_chain(unsigned depth) {
    std::vector<Factor> wanted;
    std::vector<Node> unwanted;
    Chain chain;
    const Item* pending_and = nullptr;
    const Item* pending_not = nullptr;
    const Item* last_not = nullptr;
    bool after_negated_word = false;
    while (at_ < items_.size() && !at(ItemKind::kClose) && !at(ItemKind::kOr)) {
      const Item& item = items_[at_];
      if (item.kind == ItemKind::kAnd) {
        if ((wanted.empty() && unwanted.empty()) || pending_and != nullptr ||
            pending_not != nullptr) {
          warn_operator(item);
        } else {
          pending_and = &item;
        }
        after_negated_word = false;
        ++at_;
        continue;
      }
      if (item.kind == ItemKind::kNot) {
        if (pending_not != nullptr) warn_operator(item);
        pending_not = &item;
        after_negated_word = false;
        ++at_;
        continue;
      }
      const bool is_word = item.kind == ItemKind::kOperand && item.plain;
      const bool is_operand = item.kind == ItemKind::kOperand;
      const std::string words = item.words;
      Factor factor;
      if (is_operand) {
        EVIDENCE_ASSIGN(factor, read_operand());
      } else {
        const bool could_widen = out_.can_widen;
        std::optional<Reading> group;
        EVIDENCE_ASSIGN(group, read_brackets(depth));
        // What is taken away is taken away whole.
        if (pending_not != nullptr) out_.can_widen = could_widen;
        if (!group) continue;
        factor.reading = std::move(*group);
      }
      if (pending_not != nullptr) {
        unwanted.push_back(std::move(factor.reading.tree));
        chain.has_operator = true;
        last_not = pending_not;
        after_negated_word = is_word;
        negated_word_ = words;
      } else {
        if (after_negated_word && is_word) {
          warn("not_takes_one_word",
               "NOT takes away only " + quoted_for_message(negated_word_, 40) +
                   "; use brackets or quotation marks for more.",
               item.span);
        }
        after_negated_word = false;
        factor.begins_group = pending_and != nullptr || last_not != nullptr;
        last_not = nullptr;
        chain.has_operator = chain.has_operator || pending_and != nullptr;
        wanted.push_back(std::move(factor));
      }
      pending_and = pending_not = nullptr;
    }
    if (pending_and != nullptr) warn_operator(*pending_and);
    if (pending_not != nullptr) warn_operator(*pending_not);
    if (wanted.empty() && unwanted.empty()) return std::optional<Chain>{};
    chain.factors = static_cast<unsigned>(wanted.size() + unwanted.size());
    chain.reading = join_factors(std::move(wanted), std::move(unwanted));
    return std::optional<Chain>(std::move(chain));
  }

  Result<Factor> read_operand() {
    Item& item = items_[at_++];
    leaves_ += leaf_count(item.node);
    if (leaves_ > limits_.max_leaves) {
      return Error{ErrorCode::kTooLarge, "query_too_complex",
                   "The query has more than " + std::to_string(limits_.max_leaves) + " words.",
                   "Search for fewer words at a time."};
    }
    Factor factor;
    factor.plain = item.plain;
    factor.stop_word = item.stop_word;
    if (item.bound) bound_.push_back(item.words);
    if (!item.stem.empty() && !item.stop_word) stems_.push_back(item.words + " → " + item.stem);
    factor.reading.widened = item.node;
    factor.reading.tree = std::move(item.node);
    return factor;
  }

  Result<std::optional<Reading>> read_brackets(unsigned depth) {
    const Span open = items_[at_++].span;
    std::optional<Reading> inside;
    EVIDENCE_ASSIGN(inside, read_or(depth + 1));
    if (at(ItemKind::kClose)) {
      ++at_;
    } else {
      warn_bracket("An opening bracket has no closing one; it was closed at the end.", open);
    }
    if (!inside && empty_warnings_++ == 0) {
      warn("empty_brackets", "Brackets with no word between them were ignored.", open);
    }
    return inside;
  }

  Reading join_factors(std::vector<Factor> wanted, std::vector<Node> unwanted) {
    if (wanted.empty()) {
      warn("not_alone", "NOT alone: everything but what follows it was searched for.",
           unwanted.front().span);
      const Span span = unwanted.front().span;
      Reading all{{MatchAll{}, span}, {MatchAll{}, span}};
      return without(std::move(all), std::move(unwanted));
    }
    const bool only_stop_words = std::all_of(
        wanted.begin(), wanted.end(), [](const Factor& f) { return f.plain && f.stop_word; });
    std::vector<Node> trees;
    std::vector<Node> groups;
    std::vector<Node> group;  // bare words side by side
    const auto close_group = [&] {
      if (group.size() > 1) out_.can_widen = true;
      if (!group.empty()) groups.push_back(combine_or(std::exchange(group, {})));
    };
    for (Factor& factor : wanted) {
      if (factor.plain && factor.stop_word && !only_stop_words) {
        if (const auto* term = std::get_if<Term>(&factor.reading.tree.value)) {
          ignored_.push_back(term->text);
        }
        continue;
      }
      if (!factor.plain || factor.begins_group) close_group();
      trees.push_back(std::move(factor.reading.tree));
      if (factor.plain) {
        group.push_back(std::move(factor.reading.widened));
      } else {
        groups.push_back(std::move(factor.reading.widened));
      }
    }
    close_group();
    Reading reading{combine_and(std::move(trees)), combine_and(std::move(groups))};
    return unwanted.empty() ? std::move(reading) : without(std::move(reading), std::move(unwanted));
  }

  static Reading without(Reading reading, std::vector<Node> unwanted) {
    Node away = combine_or(std::move(unwanted));
    const Span span{std::min(reading.tree.span.begin, away.span.begin),
                    std::max(reading.tree.span.end, away.span.end)};
    Node copy = away;
    return {{Not{two(std::move(reading.tree), std::move(away))}, span},
            {Not{two(std::move(reading.widened), std::move(copy))}, span}};
  }

  void tell() {
    const Span whole = out_.tree.span;
    const auto info = [&](std::string code, std::string text) {
      out_.interpretation.push_back({Severity::kInfo, std::move(code), std::move(text), whole});
    };
    if (!ignored_.empty()) {
      info("stop_word_ignored", "Common words were ignored: " + listed(ignored_) + ".");
    }
    if (!bound_.empty()) {
      info("words_bound", "Searched as words side by side: " + listed(bound_) + ".");
    }
    if (!stems_.empty()) {
      info("stemmed", "Words with the same stem also match: " + listed(stems_) + ".");
    }
  }

  std::vector<Item> items_;
  const Limits& limits_;
  ParsedQuery& out_;
  std::size_t at_ = 0;
  unsigned leaves_ = 0;
  unsigned bracket_warnings_ = 0;
  unsigned operator_warnings_ = 0;
  unsigned empty_warnings_ = 0;
  std::string negated_word_;
  std::vector<std::string> ignored_;
  std::vector<std::string> bound_;
  std::vector<std::string> stems_;
};

Result<void> check_text(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{ErrorCode::kTooLarge, "query_too_long",
                 "The query is " + with_thousands(text.size()) + " bytes long; at most " +
                     with_thousands(limits.max_bytes) + " are read.",
                 "Search for fewer words at a time."};
  }
  if (!is_valid_utf8(text)) {
    return Error{ErrorCode::kInvalidArgument, "encoding_invalid",
                 "The query is not valid UTF-8 text.", "Send the query as UTF-8."};
  }
  return {};
}

Node identifiers_node(const std::vector<Identifier>& identifiers, std::string_view text) {
  const Span span{0, static_cast<std::uint32_t>(text.size())};
  std::vector<Node> nodes;
  nodes.reserve(identifiers.size());
  for (const Identifier& identifier : identifiers) {
    nodes.push_back({Exact{Field::kIdentifier, std::string(scheme_name(identifier.scheme())) + ":" +
                                                   identifier.value()},
                     span});
  }
  return combine_or(std::move(nodes));
}

}  // namespace

Result<ParsedQuery> parse_simple(std::string_view text, const Limits& limits) {
  EVIDENCE_TRY(check_text(text, limits));
  ParsedQuery parsed;
  const std::vector<Identifier> identifiers = recognise_identifiers(text);
  if (!identifiers.empty() && identifiers.size() <= limits.max_leaves) {
    parsed.tree = identifiers_node(identifiers, text);
    parsed.widened = parsed.tree;
    parsed.interpretation.push_back(
        {Severity::kInfo, "identifier",
         "Read as " + quoted_for_message(describe(parsed.tree), 200) + ".", parsed.tree.span});
    return parsed;
  }
  std::vector<Item> items;
  EVIDENCE_ASSIGN(items, read_items(text, parsed.interpretation, parsed.warnings));
  EVIDENCE_TRY(Parser(std::move(items), limits, parsed).run());
  if (depth(parsed.tree) > limits.max_depth) {
    return Error{ErrorCode::kTooLarge, "query_too_complex", "The query is nested too deeply.",
                 "Take some brackets away."};
  }
  return parsed;
}

Result<ParsedQuery> parse_topic(std::string_view text, const Limits& limits) {
  EVIDENCE_TRY(check_text(text, limits));
  std::vector<Unit> units = plain_units(text, 0, is_shouting(text));
  const bool only_stop_words =
      std::all_of(units.begin(), units.end(), [](const Unit& unit) { return unit.stop_word; });
  ParsedQuery parsed;
  std::vector<Node> nodes;
  unsigned leaves = 0;
  for (Unit& unit : units) {
    if (unit.stop_word && !only_stop_words) continue;
    leaves += leaf_count(unit.node);
    nodes.push_back(std::move(unit.node));
  }
  if (nodes.empty()) {
    return Error{ErrorCode::kInvalidArgument, "query_empty", "The query has no word to search for.",
                 "Type at least one word."};
  }
  if (leaves > limits.max_leaves) {
    return Error{ErrorCode::kTooLarge, "query_too_complex",
                 "The query has more than " + std::to_string(limits.max_leaves) + " words.",
                 "Search for fewer words at a time."};
  }
  parsed.tree = combine_or(std::move(nodes));
  parsed.widened = parsed.tree;
  return parsed;
}

}  // namespace evidence::query
