#include "query/writer_support.h"

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "query/dialect.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMostLosses = 300;

}  // namespace

void Losses::add(std::string code, std::string text, Span span) {
  if (messages_.size() >= kMostLosses || !seen_.insert(code + '\n' + text).second) return;
  messages_.push_back({Severity::kWarning, std::move(code), std::move(text), span});
}

std::optional<FieldSet> SharedFields::of(const Node& node) const {
  const auto found = known_.find(&node);
  return found == known_.end() ? std::nullopt : found->second;
}

std::optional<FieldSet> SharedFields::visit(const Node& node) {
  std::optional<FieldSet> fields;
  if (const auto* term = std::get_if<Term>(&node.value)) {
    fields = term->fields;
  } else if (const auto* phrase = std::get_if<Phrase>(&node.value)) {
    fields = phrase->fields;
  } else if (const auto* prefix = std::get_if<Prefix>(&node.value)) {
    fields = FieldSet(prefix->field);
  } else if (const std::vector<Node>* children = children_of(node)) {
    bool first = true;
    bool same = true;
    for (const Node& child : *children) {
      const std::optional<FieldSet> own = visit(child);
      same = same && own && (first || *own == *fields);
      if (first) fields = own;
      first = false;
    }
    if (!same) fields.reset();
    if (const auto* near = std::get_if<Near>(&node.value)) fields = near->fields;
  }
  known_[&node] = fields;
  return fields;
}

bool reads_as_operator(std::string_view text) {
  bool only_digits = true;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or") ||
        equals_ignoring_case(word, "not") || equals_ignoring_case(word, "near")) {
      return true;
    }
    if (ovid_proximity(word)) return true;
    if ((word.front() == 'n' || word.front() == 'w' || word.front() == 'N' ||
         word.front() == 'W') &&
        all_digits(word.substr(1))) {
      return true;
    }
    only_digits = only_digits && all_digits(word);
  }
  return only_digits;
}

std::string narrower_types_text(const Exact& type) {
  return "Publication types narrower than " + quoted_for_message(type.value, 60) +
         " are not found; the type named is.";
}

}  // namespace evidence::query
