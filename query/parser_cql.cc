// CQL (docs/syntax-cql.md). YAZ reads the grammar (cql_reader.cc); here its clauses become nodes.
// Messages carry the number of the SRU diagnostic that means the same.
#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/cql_clause.h"
#include "query/cql_reader.h"
#include "query/parse.h"
#include "query/parser_messages.h"

namespace evidence::query {
namespace {

constexpr unsigned kMaxBetween = 100;

struct Part {
  Node node;
  unsigned depth = 1;
};

// Fields of a text node that proximity can count in.
std::optional<FieldSet> fields_of(const Node& node) {
  if (const auto* term = std::get_if<Term>(&node.value)) return term->fields;
  if (const auto* phrase = std::get_if<Phrase>(&node.value)) return phrase->fields;
  if (const auto* near = std::get_if<Near>(&node.value)) return near->fields;
  const auto* either = std::get_if<Or>(&node.value);
  if (either == nullptr || either->children.empty()) return std::nullopt;
  const auto first = fields_of(either->children.front());
  for (const Node& child : either->children) {
    if (fields_of(child) != first || std::holds_alternative<Or>(child.value)) return std::nullopt;
  }
  return first;
}

Span around(const Node& a, const Node& b) {
  return {std::min(a.span.begin, b.span.begin), std::max(a.span.end, b.span.end)};
}

class Converter {
 public:
  Converter(std::string_view text, const ParseOptions& options, MessageList& messages)
      : text_(text), options_(options), messages_(messages) {}

  std::optional<Node> run() {
    CqlReading reading = read_cql(text_, options_.limits, messages_);
    if (!reading.readable) return std::nullopt;
    if (reading.sorted) {
      messages_.note("sort_ignored", "The order of results that sortBy asks for was ignored.",
                     Span{0, static_cast<std::uint32_t>(text_.size())},
                     "Choose the order beside the results (SRU diagnostic 80).");
    }
    for (const CqlStep& step : reading.steps) {
      if (step.is_clause) {
        push(cql_clause(step, options_, messages_));
      } else {
        combine(step);
      }
    }
    if (stack_.empty() || !stack_.back()) return std::nullopt;
    return std::move(stack_.back()->node);
  }

 private:
  void push(std::optional<Node> node) {
    if (!node) {
      stack_.emplace_back();
      return;
    }
    leaves_ += leaf_count(*node);
    if (leaves_ > options_.limits.max_leaves) {
      if (!messages_.said("query_too_complex")) {
        messages_.error(
            "query_too_complex",
            "The query has more than " + with_thousands(options_.limits.max_leaves) + " terms.",
            node->span, "Divide it into several (SRU diagnostic 11).");
      }
      stack_.emplace_back();
      return;
    }
    const unsigned deep = depth(*node);
    stack_.emplace_back(Part{std::move(*node), deep});
  }

  void combine(const CqlStep& step) {
    if (stack_.size() < 2) return;  // cannot be: YAZ gives two operands to each
    std::optional<Part> right = std::move(stack_.back());
    stack_.pop_back();
    std::optional<Part>& left = stack_.back();
    if (!right) return;  // said to be unreadable
    if (!left) {
      left = std::move(right);
      return;
    }
    if (step.name == "prox") {
      left = prox(std::move(*left), std::move(*right), step.modifiers);
      return;
    }
    for (const CqlModifier& modifier : step.modifiers) {
      messages_.error("unsupported_boolean_modifier",
                      "“" + modifier.name + "” cannot be said of " + step.name + ".",
                      around(left->node, right->node), "Take it away (SRU diagnostic 46).");
    }
    if (std::max(left->depth, right->depth) + 1 > options_.limits.max_depth) {
      if (!messages_.said("nested_too_deeply")) {
        messages_.error("nested_too_deeply",
                        "Operators alternate more than " +
                            std::to_string(options_.limits.max_depth) + " levels deep.",
                        right->node.span, "Divide the query into several.");
      }
      return;
    }
    const Span span = around(left->node, right->node);
    if (step.name == "and") {
      append<And>(*left, std::move(*right));
    } else if (step.name == "or") {
      append<Or>(*left, std::move(*right));
    } else {
      left->depth = std::max(left->depth, right->depth) + 1;
      std::vector<Node> both;
      both.push_back(std::move(left->node));
      both.push_back(std::move(right->node));
      left->node = {Not{std::move(both)}, {}};
    }
    left->node.span = span;
  }

  template <typename List>
  static void append(Part& left, Part right) {
    if (!std::holds_alternative<List>(left.node.value)) {
      List list;
      list.children.push_back(std::move(left.node));
      left.node = {std::move(list), {}};
      ++left.depth;
    }
    auto& children = std::get<List>(left.node.value).children;
    if (auto* more = std::get_if<List>(&right.node.value)) {
      std::move(more->children.begin(), more->children.end(), std::back_inserter(children));
      left.depth = std::max(left.depth, right.depth);
    } else {
      children.push_back(std::move(right.node));
      left.depth = std::max(left.depth, right.depth + 1);
    }
  }

  struct Distance {
    unsigned between = 0;
    bool ordered = false;
    bool usable = true;
  };

  Distance read_modifiers(const std::vector<CqlModifier>& modifiers, Span span) {
    Distance distance;
    const auto refuse = [&](std::string text, std::string fix) {
      messages_.error("unsupported_proximity", std::move(text), span, std::move(fix));
      distance.usable = false;
    };
    for (const CqlModifier& modifier : modifiers) {
      if (modifier.name == "ordered") {
        distance.ordered = true;
      } else if (modifier.name == "unordered") {
        distance.ordered = false;
      } else if (modifier.name == "unit") {
        if (!equals_ignoring_case(modifier.value, "word")) {
          refuse("Only words can be counted, not " + quoted_for_message(modifier.value, 20) + ".",
                 "Write unit=word (SRU diagnostic 42).");
        }
      } else if (modifier.name == "distance") {
        read_distance(modifier, distance, refuse);
      } else {
        refuse("prox has no modifier " + quoted_for_message(modifier.name, 20) + ".",
               "It takes distance, unit, ordered and unordered (SRU diagnostic 46).");
      }
    }
    return distance;
  }

  template <typename Refuse>
  void read_distance(const CqlModifier& modifier, Distance& distance, const Refuse& refuse) {
    unsigned value = 0;
    const bool number = !modifier.value.empty() && modifier.value.size() <= 4 &&
                        modifier.value.find_first_not_of("0123456789") == std::string::npos;
    if (number) {
      for (const char c : modifier.value) value = value * 10 + static_cast<unsigned>(c - '0');
    }
    const std::string& relation = modifier.relation;
    if (relation == "<" && value > 0) --value;
    const bool fits = relation == "<=" || relation == "<" || (relation == "=" && value == 1);
    if (!number || !fits || value == 0) {
      refuse("The distance " + quoted_for_message(relation + modifier.value, 20) +
                 " cannot be counted.",
             "Write distance<=3; 1 means side by side (SRU diagnostics 40 and 41).");
      return;
    }
    distance.between = value - 1;
    if (distance.between > kMaxBetween) {
      refuse("At most " + std::to_string(kMaxBetween) + " words between can be counted.",
             "Write a smaller distance (SRU diagnostic 41).");
    }
  }

  std::optional<Part> prox(Part left, Part right, const std::vector<CqlModifier>& modifiers) {
    const Span span = around(left.node, right.node);
    const Distance distance = read_modifiers(modifiers, span);
    const auto fields = fields_of(left.node);
    if (!fields || fields != fields_of(right.node)) {
      messages_.error("unsupported_proximity",
                      "prox joins words, phrases and lists of them with OR, all in one index.",
                      span, "Take other operators out of it (SRU diagnostic 39).");
      return left;
    }
    if (!distance.usable) return left;
    Near near{*fields, {}, distance.between, distance.ordered};
    auto* before = std::get_if<Near>(&left.node.value);
    if (before != nullptr && before->between == near.between && before->ordered == near.ordered) {
      near.operands = std::move(before->operands);
      left.depth = std::max(left.depth, right.depth + 1);
    } else {
      near.operands.push_back(std::move(left.node));
      left.depth = std::max(left.depth, right.depth) + 1;
    }
    near.operands.push_back(std::move(right.node));
    return Part{Node{std::move(near), span}, left.depth};
  }

  std::string_view text_;
  const ParseOptions& options_;
  MessageList& messages_;
  std::vector<std::optional<Part>> stack_;
  std::size_t leaves_ = 0;
};

}  // namespace

ParsedLine parse_cql(std::string_view text, const ParseOptions& options) {
  ParsedLine line;
  MessageList messages;
  if (is_readable(text, options.limits, messages)) {
    if (std::optional<Node> tree = Converter(text, options, messages).run()) {
      line.tree = std::move(*tree);
      line.usable = !messages.has_error();
    }
  }
  line.messages = messages.take(text);
  return line;
}

}  // namespace evidence::query
