#include "query/parse.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "query/parser_messages.h"
#include "query/parser_simple.h"

namespace evidence::query {
namespace {

void collect_references(const Node& node, std::set<unsigned>& numbers) {
  if (const auto* line = std::get_if<LineRef>(&node.value)) numbers.insert(line->line);
  const std::vector<Node>* children = children_of(node);
  if (children == nullptr) return;
  for (const Node& child : *children) collect_references(child, numbers);
}

}  // namespace

ParsedLine parse_simple_line(std::string_view text, const ParseOptions& options) {
  ParsedLine line;
  auto parsed = parse_simple(text, options.limits);
  if (!parsed.ok()) {
    const Error& error = parsed.error();
    line.messages.push_back({Severity::kError, error.slug, error.message,
                             Span{0, static_cast<std::uint32_t>(text.size())}, error.hint});
    place_messages(text, line.messages);
    return line;
  }
  line.tree = std::move(parsed->tree);
  line.usable = true;
  line.messages = std::move(parsed->warnings);
  std::move(parsed->interpretation.begin(), parsed->interpretation.end(),
            std::back_inserter(line.messages));
  place_messages(text, line.messages);
  return line;
}

ParsedLine parse_line(Syntax syntax, std::string_view text, const ParseOptions& options) {
  switch (syntax) {
    case Syntax::kSimple:
      return parse_simple_line(text, options);
    case Syntax::kPubmed:
      return parse_pubmed(text, options);
    case Syntax::kOvid:
      return parse_ovid(text, options);
    case Syntax::kCql:
      return parse_cql(text, options);
    case Syntax::kEbsco:
      return parse_ebsco(text, options);
  }
  return parse_simple_line(text, options);
}

std::vector<unsigned> references_of(const Node& tree) {
  std::set<unsigned> numbers;
  collect_references(tree, numbers);
  return {numbers.begin(), numbers.end()};
}

}  // namespace evidence::query
