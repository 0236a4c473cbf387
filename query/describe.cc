#include "query/describe.h"

namespace evidence::query {
namespace {

std::string field_prefix(Field field) {
  return field == Field::kAny ? "" : std::string(field_info(field).name) + ":";
}

std::string field_prefix(FieldSet fields) {
  return fields == FieldSet(Field::kAny) ? "" : to_text(fields) + ":";
}

struct Describer {
  bool inner = false;  // inside another operator: brackets are needed

  std::string operator()(const And& node) const { return list(" AND ", node.children); }
  std::string operator()(const Or& node) const { return list(" OR ", node.children); }
  std::string operator()(const Not& node) const { return list(" NOT ", node.children); }
  std::string operator()(const Term& term) const { return field_prefix(term.fields) + term.text; }
  std::string operator()(const Phrase& phrase) const {
    return field_prefix(phrase.fields) + "\"" + phrase.text + "\"";
  }
  std::string operator()(const Near& near) const {
    const std::string joint = (near.ordered ? " BEFORE/" : " NEAR/") + std::to_string(near.between);
    return list(joint + " ", near.operands);
  }
  std::string operator()(const Plain& plain) const { return plain.text; }
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
    std::string text = std::string(heading.explode ? "exp " : "") + (heading.focus ? "*" : "") +
                       heading.label + "/";
    for (const std::string& qualifier : heading.qualifiers) {
      text += (text.back() == '/' ? "" : ",") + qualifier;
    }
    return text;
  }
  std::string operator()(const Subheading& subheading) const {
    return "subheading " + subheading.name;
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
