#include "query/describe.h"

namespace evidence::query {
namespace {

std::string field_prefix(Field field) {
  return field == Field::kAny ? "" : std::string(field_info(field).name) + ":";
}

struct Describer {
  bool inner = false;  // inside another operator: brackets are needed

  std::string operator()(const And& node) const { return list(" AND ", node.children); }
  std::string operator()(const Or& node) const { return list(" OR ", node.children); }
  std::string operator()(const Not& node) const { return list(" NOT ", node.children); }
  std::string operator()(const Term& term) const { return field_prefix(term.field) + term.text; }
  std::string operator()(const Phrase& phrase) const {
    return field_prefix(phrase.field) + "\"" + phrase.text + "\"";
  }
  std::string operator()(const Near& near) const {
    std::string text = field_prefix(near.field) + "\"";
    for (std::size_t i = 0; i < near.words.size(); ++i) text += (i == 0 ? "" : " ") + near.words[i];
    return text + "\" within " + std::to_string(near.between) + " words";
  }
  std::string operator()(const Prefix& prefix) const {
    std::string text;
    for (const std::string& word : prefix.leading) text += word + " ";
    text += prefix.stem + "*";
    if (!prefix.leading.empty()) text = "\"" + text + "\"";
    return field_prefix(prefix.field) + text;
  }
  std::string operator()(const Exact& exact) const {
    if (exact.field == Field::kIdentifier) return exact.value;
    return field_prefix(exact.field) + exact.value;
  }
  std::string operator()(const Range& range) const {
    return "from " + (range.from.empty() ? "any" : range.from) + " to " +
           (range.to.empty() ? "any" : range.to);
  }
  std::string operator()(const Heading& heading) const {
    return (heading.explode ? "exp " : "") + (heading.label.empty() ? heading.id : heading.label) +
           "/";
  }
  std::string operator()(const LineRef& line) const { return "#" + std::to_string(line.line); }
  std::string operator()(const MatchAll&) const { return "everything"; }
  std::string operator()(const MatchNothing&) const { return "nothing"; }

  [[nodiscard]] std::string list(std::string_view operator_text,
                                 const std::vector<Node>& children) const {
    std::string text;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) text += operator_text;
      text += std::visit(Describer{true}, children[i].value);
    }
    return inner ? "(" + text + ")" : text;
  }
};

}  // namespace

std::string describe(const Node& node) { return std::visit(Describer{}, node.value); }

}  // namespace evidence::query
