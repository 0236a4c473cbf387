#include "query/ast.h"

#include <algorithm>
#include <utility>

#include "base/json.h"

namespace evidence::query {
namespace {

std::string quoted(std::string_view text) {
  return json::serialize(json::value(json::string(text.data(), text.size())));
}

std::string_view slot_name(Slot slot) {
  switch (slot) {
    case Slot::kDate:
      return "date";
    case Slot::kYear:
      return "year";
    case Slot::kStudyType:
      return "study_type";
    case Slot::kSources:
      return "sources";
    case Slot::kLanguages:
      return "languages";
    case Slot::kStatus:
      return "status";
    case Slot::kOpenAccess:
      return "open_access";
    case Slot::kEvidenceLevel:
      return "evidence_level";
    case Slot::kEntered:
      return "entered";
    case Slot::kCreated:
      return "created";
    case Slot::kIndexed:
      return "indexed";
    case Slot::kCompleted:
      return "completed";
    case Slot::kModified:
      return "modified";
    case Slot::kReviewDate:
      return "review_date";
    default:
      return "value";
  }
}

struct Printer {
  std::string operator()(const And& node) const { return list("and", node.children); }
  std::string operator()(const Or& node) const { return list("or", node.children); }
  std::string operator()(const Not& node) const { return list("not", node.children); }
  std::string operator()(const Term& term) const {
    return "(term " + evidence::to_text(term.fields) + " " + quoted(term.text) +
           (term.stemmed ? " stem" : "") + pattern(term.wildcards) + ")";
  }
  std::string operator()(const Phrase& phrase) const {
    return "(phrase " + evidence::to_text(phrase.fields) + " " + quoted(phrase.text) +
           pattern(phrase.wildcards) + ")";
  }
  std::string operator()(const Near& near) const {
    return list("near " + evidence::to_text(near.fields) + " " + std::to_string(near.between) +
                    (near.ordered ? " ordered" : ""),
                near.operands);
  }
  std::string operator()(const Prefix& prefix) const {
    std::string text = "(prefix " + std::string(field_info(prefix.field).name);
    for (const std::string& word : prefix.leading) text += " " + quoted(word);
    return text + " " + quoted(prefix.stem + "*") + ")";
  }
  std::string operator()(const Exact& exact) const {
    return "(exact " + std::string(field_info(exact.field).name) + " " + quoted(exact.value) +
           pattern(exact.wildcards) + (exact.explode ? " explode)" : ")");
  }
  std::string operator()(const Range& range) const {
    return "(range " + std::string(slot_name(range.slot)) + " " + quoted(range.from) + " " +
           quoted(range.to) + ")";
  }
  std::string operator()(const Plain& plain) const { return "(plain " + quoted(plain.text) + ")"; }
  std::string operator()(const Heading& heading) const {
    std::string text = "(heading " + heading.vocabulary + " " + quoted(heading.label) +
                       pattern(heading.wildcards) + (heading.explode ? " explode" : "") +
                       (heading.focus ? " focus" : "");
    for (const std::string& qualifier : heading.qualifiers) text += " " + quoted(qualifier);
    return text + ")";
  }
  std::string operator()(const Subheading& subheading) const {
    return "(subheading " + quoted(subheading.name) + (subheading.explode ? " explode)" : ")");
  }
  std::string operator()(const LineRef& line) const {
    return "(line " + std::to_string(line.line) + ")";
  }
  std::string operator()(const MatchAll&) const { return "(all)"; }
  std::string operator()(const MatchNothing&) const { return "(nothing)"; }

  static const char* pattern(bool wildcards) { return wildcards ? " pattern" : ""; }
  static std::string list(std::string_view name, const std::vector<Node>& children) {
    std::string text = "(" + std::string(name);
    for (const Node& child : children) text += " " + to_text(child);
    return text + ")";
  }
};

}  // namespace

const std::vector<Node>* children_of(const Node& node) {
  if (const auto* both = std::get_if<And>(&node.value)) return &both->children;
  if (const auto* either = std::get_if<Or>(&node.value)) return &either->children;
  if (const auto* without = std::get_if<Not>(&node.value)) return &without->children;
  if (const auto* near = std::get_if<Near>(&node.value)) return &near->operands;
  return nullptr;
}

std::vector<Node>* children_of(Node& node) {
  return const_cast<std::vector<Node>*>(children_of(std::as_const(node)));
}

std::string to_text(const Node& node) { return std::visit(Printer{}, node.value); }

unsigned depth(const Node& node) {
  const std::vector<Node>* children = children_of(node);
  unsigned deepest = 0;
  if (children != nullptr) {
    for (const Node& child : *children) deepest = std::max(deepest, depth(child));
  }
  return deepest + 1;
}

unsigned leaf_count(const Node& node) {
  const std::vector<Node>* children = children_of(node);
  if (children == nullptr) return 1;
  unsigned count = 0;
  for (const Node& child : *children) count += leaf_count(child);
  return count;
}

}  // namespace evidence::query
