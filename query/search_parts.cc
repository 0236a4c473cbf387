#include "query/search_parts.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "model/identifier.h"
#include "model/language.h"

namespace evidence::query {
namespace {

Span around(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

template <typename List>
Node joined(std::vector<Node> nodes, Span span) {
  if (nodes.size() == 1) {
    nodes.front().span = span;
    return std::move(nodes.front());
  }
  List list;
  for (Node& node : nodes) {
    if (auto* same = std::get_if<List>(&node.value)) {
      for (Node& child : same->children) list.children.push_back(std::move(child));
    } else {
      list.children.push_back(std::move(node));
    }
  }
  return {std::move(list), span};
}

// What `code` means for words in a proximity, which needs positions.
FieldSet words_of(const FieldCode& code) {
  switch (code.kind) {
    case CodeKind::kText:
      return code.text;
    case CodeKind::kHeading:
    case CodeKind::kSubheading:
      return Field::kHeading;
    default:
      return Field::kAny;
  }
}

bool digits_with_sign(std::string_view text) {
  if (!text.empty() && text.back() == '*') text.remove_suffix(1);
  return all_digits(text) && (text.size() == 4 || text.size() == 6 || text.size() == 8);
}

// "20081*" and "2008120*": the months or days that begin so.
std::optional<Range> half_date(std::string_view text, Slot slot) {
  if (text.size() < 2 || text.back() != '*') return std::nullopt;
  text.remove_suffix(1);
  if (!all_digits(text) || (text.size() != 5 && text.size() != 7)) return std::nullopt;
  const char tens = text.back();
  const bool month = text.size() == 5;
  if (tens > (month ? '1' : '3')) return std::nullopt;
  const std::string begin(text);
  const bool last = tens == (month ? '1' : '3');
  return Range{slot, begin + (tens == '0' ? "1" : "0"), begin + (last ? (month ? "2" : "1") : "9")};
}

class NodeMaker {
 public:
  explicit NodeMaker(PartContext& context) : context_(context), notes_(*context.notes) {}

  Node make(const Part& part, const FieldChoice* around_it) {
    const FieldChoice* choice = part.fields ? &*part.fields : around_it;
    switch (part.kind) {
      case PartKind::kNode:
        return leaf(part.node);
      case PartKind::kWords:
        return words(part, choice);
      case PartKind::kNear:
        return near(part, choice);
      default:
        break;
    }
    std::vector<Node> children;
    children.reserve(part.children.size());
    for (const Part& child : part.children) children.push_back(make(child, choice));
    if (part.kind == PartKind::kAnd) return joined_and(std::move(children), part.span);
    if (part.kind == PartKind::kOr) return joined_or(std::move(children), part.span);
    return {Not{std::move(children)}, part.span};
  }

 private:
  Node leaf(Node node) {
    context_.leaves += leaf_count(node);
    return node;
  }

  static Node text_node(const Part& part, FieldSet fields) {
    if (part.text.find(' ') == std::string::npos) {
      return {Term{fields, part.text, false, part.wildcards}, part.span};
    }
    return {Phrase{fields, part.text, part.wildcards}, part.span};
  }

  [[nodiscard]] bool is_reference(const Part& part) const {
    return context_.options->line_references && !part.quoted && all_digits(part.text) &&
           part.text.size() <= 6;
  }

  Node words(const Part& part, const FieldChoice* choice) {
    if (choice == nullptr) {
      if (is_reference(part)) {
        return leaf({LineRef{static_cast<unsigned>(std::stoul(part.text))}, part.span});
      }
      if (!context_.words_without_field) context_.first_without_field = part.span;
      context_.words_without_field = true;
      choice = context_.fallback;
      if (choice == nullptr) return leaf(text_node(part, Field::kAny));
    }
    std::vector<Node> nodes;
    if (!choice->text.empty() || choice->others.empty()) {
      nodes.push_back(text_node(part, choice->text.empty() ? FieldSet(Field::kAny) : choice->text));
    }
    for (const FieldCode* code : choice->others) {
      nodes.push_back(value_node(*code, part.text, part.wildcards, part.span, context_));
    }
    context_.leaves += nodes.size();
    return joined_or(std::move(nodes), part.span);
  }

  // The fields that all of a proximity is looked for in.
  FieldSet near_fields(const Part& part, const FieldChoice* choice) {
    FieldSet fields;
    bool found = false;
    collect(part, choice, fields, found);
    return fields.empty() ? FieldSet(Field::kAny) : fields;
  }

  void collect(const Part& part, const FieldChoice* choice, FieldSet& fields, bool& found) {
    if (part.fields) choice = &*part.fields;
    if (!part.children.empty()) {
      for (const Part& child : part.children) collect(child, choice, fields, found);
      return;
    }
    if (choice == nullptr) return;
    FieldSet own = choice->text;
    for (const FieldCode* code : choice->others) {
      own |= words_of(*code);
      if (!notes_.said("field_in_proximity")) {
        notes_.warn("field_in_proximity",
                    "Words near each other cannot be looked for in whole values such as ." +
                        std::string(code->code) + ".; they were looked for as words instead.",
                    part.span);
      }
    }
    if (!found) {
      fields = own;
      found = true;
    } else if (!(fields == own)) {
      fields = both(fields, own, part.span);
    }
  }

  // The narrower of two choices, as words near each other stand in one field.
  FieldSet both(FieldSet a, FieldSet b, Span span) {
    if (!notes_.said("fields_differ")) {
      notes_.warn("fields_differ",
                  "The words on the two sides of a proximity operator have different fields; "
                  "they were looked for in the fields of both.",
                  span, "Put one field behind the whole bracket: (a adj3 b).ti,ab.");
    }
    if (a.has(Field::kAny)) return b;
    if (b.has(Field::kAny)) return a;
    FieldSet common;
    for (const Field field : a.fields()) {
      if (b.has(field)) common |= field;
    }
    return common.empty() ? a | b : common;
  }

  Node near(const Part& part, const FieldChoice* choice) {
    const bool no_field = context_.words_without_field;
    if (choice == nullptr && context_.fallback != nullptr) choice = context_.fallback;
    const FieldSet fields = near_fields(part, choice);
    if (choice == nullptr && fields == FieldSet(Field::kAny) && !no_field && !has_field(part)) {
      context_.words_without_field = true;
      context_.first_without_field = part.span;
    }
    return near_in(part, fields);
  }

  static bool has_field(const Part& part) {
    if (part.fields) return true;
    return std::any_of(part.children.begin(), part.children.end(), has_field);
  }

  Node near_in(const Part& part, FieldSet fields) {
    switch (part.kind) {
      case PartKind::kWords:
        ++context_.leaves;
        return text_node(part, fields);
      case PartKind::kOr: {
        std::vector<Node> children;
        for (const Part& child : part.children) children.push_back(near_in(child, fields));
        return joined_or(std::move(children), part.span);
      }
      case PartKind::kAnd:
        return spread(part, fields);
      case PartKind::kNear: {
        // (a and b) adj3 c: a near c, and b near c.
        for (std::size_t i = 0; i < part.children.size(); ++i) {
          if (part.children[i].kind == PartKind::kAnd) return spread_operand(part, i, fields);
        }
        Near near{fields, {}, part.between, part.ordered};
        for (const Part& child : part.children) near.operands.push_back(near_in(child, fields));
        return {std::move(near), part.span};
      }
      default:
        break;
    }
    notes_.fail("bad_proximity",
                part.kind == PartKind::kNot
                    ? "A proximity operator cannot stand next to a group with NOT."
                    : "A proximity operator needs words on both sides, not a heading, a line "
                      "number or a list of lines.",
                part.span, "Use AND instead, or words.");
    return {MatchNothing{}, part.span};
  }

  Node spread(const Part& part, FieldSet fields) {
    std::vector<Node> children;
    for (const Part& child : part.children) children.push_back(near_in(child, fields));
    return joined_and(std::move(children), part.span);
  }

  Node spread_operand(const Part& part, std::size_t which, FieldSet fields) {
    const std::size_t most = context_.options->limits.max_leaves;
    if (spread_ >= 64 || context_.leaves > most) {
      if (!notes_.said("bad_proximity")) {
        notes_.fail("bad_proximity", "Too many groups with AND stand next to proximity operators.",
                    part.span, "Write the proximities one by one and join them with AND.");
      }
      return {MatchNothing{}, part.span};
    }
    ++spread_;
    if (!notes_.said("and_in_proximity")) {
      notes_.warn("and_in_proximity",
                  "A group with AND stands next to a proximity operator; it was read as each of "
                  "its parts near the other side, joined with AND.",
                  part.span, "Write (a adj3 c) and (b adj3 c), or use OR inside the bracket.");
    }
    std::vector<Node> all;
    for (const Part& one : part.children[which].children) {
      Part copy = part;
      copy.children[which] = one;
      all.push_back(near_in(copy, fields));
    }
    return joined_and(std::move(all), part.span);
  }

  PartContext& context_;
  LineNotes& notes_;
  unsigned spread_ = 0;
};

}  // namespace

Node joined_and(std::vector<Node> nodes, Span span) { return joined<And>(std::move(nodes), span); }
Node joined_or(std::vector<Node> nodes, Span span) { return joined<Or>(std::move(nodes), span); }

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?#") != std::string_view::npos;
}

std::optional<Part> join_parts(std::vector<Part> operands, const std::vector<JoinSign>& signs,
                               unsigned max_depth, bool& mixed, LineNotes& notes) {
  bool seen[3] = {false, false, false};
  bool near = false;
  for (const JoinSign& sign : signs) {
    if (sign.kind == PartKind::kNear) {
      near = true;
    } else {
      seen[static_cast<int>(sign.kind) - static_cast<int>(PartKind::kAnd)] = true;
    }
  }
  const int kinds = int(seen[0]) + int(seen[1]) + int(seen[2]);
  mixed = kinds > 1 || (near && kinds > 0);

  bool too_deep = false;
  const auto join = [&](Part left, Part right, const JoinSign& sign, bool extend) {
    const Span span = around(left.span, right.span);
    if (extend) {
      left.depth = std::max(left.depth, right.depth + 1);
      left.children.push_back(std::move(right));
      left.span = span;
      too_deep = too_deep || left.depth > max_depth;
      return left;
    }
    Part both;
    both.kind = sign.kind;
    both.between = sign.between;
    both.ordered = sign.ordered;
    both.span = span;
    both.depth = 1 + std::max(left.depth, right.depth);
    too_deep = too_deep || both.depth > max_depth;
    both.children.push_back(std::move(left));
    both.children.push_back(std::move(right));
    return both;
  };

  // Proximity first. A run of words side by side in order is one proximity of many; other distances
  // count from pair to pair, so they nest from the left.
  std::vector<Part> terms;
  std::vector<JoinSign> rest;
  const JoinSign* last = nullptr;  // of the proximity that a further one may extend
  terms.push_back(std::move(operands.front()));
  for (std::size_t i = 0; i < signs.size() && !too_deep; ++i) {
    const JoinSign& sign = signs[i];
    if (sign.kind == PartKind::kNear) {
      const bool same = last != nullptr && last->ordered && sign.ordered && last->between == 0 &&
                        sign.between == 0;
      terms.back() = join(std::move(terms.back()), std::move(operands[i + 1]), sign, same);
      last = &sign;
    } else {
      rest.push_back(sign);
      terms.push_back(std::move(operands[i + 1]));
      last = nullptr;
    }
  }
  Part whole = std::move(terms.front());
  for (std::size_t i = 0; i < rest.size() && !too_deep; ++i) {
    const bool same = i > 0 && rest[i - 1].kind == rest[i].kind && rest[i].kind != PartKind::kNot;
    whole = join(std::move(whole), std::move(terms[i + 1]), rest[i], same);
  }
  if (too_deep) {
    notes.fail("too_deep",
               "The line is nested more than " + std::to_string(max_depth) + " levels deep.",
               whole.span, "Split it into several lines and join them by number.");
    return std::nullopt;
  }
  return whole;
}

std::optional<Range> date_range(std::string_view text, Slot slot) {
  std::string plain;
  for (const char c : to_lower_ascii(text)) {
    if (c != ' ' && c != '"' && c != '/') plain.push_back(c);
  }
  if (digits_with_sign(plain) && text.find(' ') == std::string_view::npos) {
    if (plain.back() == '*') plain.pop_back();
    return Range{slot, plain, plain};
  }
  if (auto half = half_date(plain, slot)) return half;
  std::size_t dash = plain.find_first_of("-:");
  // "2015 - 2020" in quotation marks has lost its hyphen with the other punctuation.
  if (dash == std::string::npos && plain.size() == 8 && text.find(' ') == 4) {
    plain.insert(4, "-");
    dash = 4;
  }
  if (dash == std::string::npos) return std::nullopt;
  std::string from = plain.substr(0, dash);
  std::string to = plain.substr(dash + 1);
  if (to == "current" || to == "present") to.clear();
  if ((!from.empty() && !digits_with_sign(from)) || (!to.empty() && !digits_with_sign(to)) ||
      (from.empty() && to.empty())) {
    return std::nullopt;
  }
  if (!from.empty() && from.back() == '*') from.pop_back();
  if (!to.empty() && to.back() == '*') to.pop_back();
  if (!to.empty() && from.substr(0, 4) > to.substr(0, 4)) return std::nullopt;
  return Range{slot, std::move(from), std::move(to)};
}

Node value_node(const FieldCode& code, const std::string& text, bool wildcards, Span span,
                PartContext& context) {
  LineNotes& notes = *context.notes;
  switch (code.kind) {
    case CodeKind::kHeading: {
      Heading heading;
      heading.label = text;
      heading.explode = code.explode;
      heading.wildcards = wildcards;
      return {std::move(heading), span};
    }
    case CodeKind::kSubheading:
      return {Subheading{text, code.explode}, span};
    case CodeKind::kIdentifier: {
      const auto scheme = scheme_by_name(code.scheme);
      if (scheme && !wildcards) {
        if (const auto id = Identifier::parse(*scheme, text); id.ok()) {
          return {Exact{Field::kIdentifier, std::string(code.scheme) + ":" + id->value()}, span};
        }
      }
      if (!wildcards) {
        notes.warn("invalid_value",
                   quoted_for_message(text, 60) + " is no " + std::string(code.scheme) +
                       "; nothing is found by it.",
                   span);
      }
      return {Exact{Field::kIdentifier, std::string(code.scheme) + ":" + text, wildcards}, span};
    }
    case CodeKind::kLanguage: {
      std::string language = language_code(text);
      if (language.empty()) {
        notes.warn("language_unknown",
                   quoted_for_message(text, 60) + " is no language that is known here.", span,
                   "Write the English name, such as french.la.");
        language = text;
      }
      return {Exact{Field::kLanguage, std::move(language)}, span};
    }
    case CodeKind::kDate: {
      if (auto range = date_range(text, code.slot)) return {std::move(*range), span};
      notes.fail("invalid_date", quoted_for_message(text, 60) + " is no year, day or range.", span,
                 "Write a year (2015), a day (20150301) or a range (2015-2020).");
      return {MatchNothing{}, span};
    }
    default:
      return {Exact{code.field, text, wildcards}, span};
  }
}

Node to_node(const Part& part, PartContext& context) {
  return NodeMaker(context).make(part, nullptr);
}

}  // namespace evidence::query
