#include "query/cql_reader.h"

#include <yaz/cql.h>

#include <algorithm>
#include <memory>

#include "base/result.h"
#include "base/text.h"
#include "query/cql_scan.h"

namespace evidence::query {
namespace {

struct Source {
  std::string_view text;
  std::size_t at = 0;
};

int next_byte(void* data) {
  auto* source = static_cast<Source*>(data);
  const std::size_t at = source->at++;
  return at < source->text.size() ? static_cast<unsigned char>(source->text[at]) : 0;
}

void give_back(int, void* data) { --static_cast<Source*>(data)->at; }

struct ParserDeleter {
  void operator()(cql_parser* parser) const { cql_parser_destroy(parser); }
};

std::string text_of(const char* text) { return text == nullptr ? std::string() : text; }

// "cql.stem" and "rel.stem" → "stem".
std::string local_name(const char* name) {
  std::string small = to_lower_ascii(text_of(name));
  if (const std::size_t dot = small.rfind('.'); dot != std::string::npos) small.erase(0, dot + 1);
  return small;
}

// YAZ keeps them in reverse.
std::vector<CqlModifier> modifiers_of(const cql_node* first) {
  std::vector<CqlModifier> modifiers;
  for (const cql_node* node = first; node != nullptr; node = node->u.st.modifiers) {
    if (node->which != CQL_NODE_ST) break;
    modifiers.push_back(
        {local_name(node->u.st.index), text_of(node->u.st.relation), text_of(node->u.st.term)});
  }
  std::reverse(modifiers.begin(), modifiers.end());
  return modifiers;
}

CqlStep clause_of(const cql_node& node) {
  CqlStep step;
  step.is_clause = true;
  step.index = text_of(node.u.st.index);
  step.index_uri = text_of(node.u.st.index_uri);
  step.relation = local_name(node.u.st.relation);
  step.term = text_of(node.u.st.term);
  for (const cql_node* more = node.u.st.extra_terms; more != nullptr;
       more = more->u.st.extra_terms) {
    step.extra_terms.push_back(text_of(more->u.st.term));
  }
  step.modifiers = modifiers_of(node.u.st.modifiers);
  return step;
}

// Operands first, then their operator; with a stack of our own, as a long chain of operators is a
// deep tree.
void list_steps(const cql_node* root, std::vector<CqlStep>& steps) {
  struct Visit {
    const cql_node* node;
    bool operands_done;
  };
  std::vector<Visit> stack{{root, false}};
  while (!stack.empty()) {
    const Visit visit = stack.back();
    stack.pop_back();
    if (visit.node == nullptr) continue;
    if (visit.node->which == CQL_NODE_ST) {
      steps.push_back(clause_of(*visit.node));
    } else if (visit.node->which == CQL_NODE_BOOL && visit.operands_done) {
      CqlStep step;
      step.name = to_lower_ascii(text_of(visit.node->u.boolean.value));
      step.modifiers = modifiers_of(visit.node->u.boolean.modifiers);
      steps.push_back(std::move(step));
    } else if (visit.node->which == CQL_NODE_BOOL) {
      stack.push_back({visit.node, true});
      stack.push_back({visit.node->u.boolean.right, false});
      stack.push_back({visit.node->u.boolean.left, false});
    }
  }
}

// Terms stand in the steps in the order of the text.
void place_terms(std::string_view typed, std::vector<CqlStep>& steps) {
  std::size_t from = 0;
  for (CqlStep& step : steps) {
    if (!step.is_clause) continue;
    const std::size_t begin = typed.find(step.term, from);
    if (begin == std::string_view::npos) {
      step.span = {0, static_cast<std::uint32_t>(typed.size())};
      continue;
    }
    std::size_t end = begin + step.term.size();
    for (const std::string& word : step.extra_terms) {
      const std::size_t at = typed.find(word, end);
      if (at == std::string_view::npos) break;
      end = at + word.size();
    }
    step.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    from = end;
  }
}

}  // namespace

CqlReading read_cql(std::string_view text, const Limits& limits, MessageList& messages) {
  CqlReading reading;
  const CqlScan scan = scan_cql(text, limits, messages);
  if (!scan.readable) return reading;
  const std::unique_ptr<cql_parser, ParserDeleter> parser(cql_parser_create());
  Source source{scan.text};
  if (parser == nullptr || cql_parser_stream(parser.get(), next_byte, give_back, &source) != 0) {
    const std::size_t end =
        std::min(text.size(), scan.typed_place(std::min(source.at, scan.text.size())));
    std::size_t begin = end;
    while (begin > 0 && static_cast<unsigned char>(text[begin - 1]) <= 0x20U) --begin;
    while (begin > 0 && static_cast<unsigned char>(text[begin - 1]) > 0x20U) --begin;
    messages.error("query_syntax",
                   "The query is no CQL; reading stopped at " +
                       quoted_for_message(text.substr(begin, end - begin), 40) + ".",
                   Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                   "A clause is a word, \"a phrase\", or index relation term: dc.title = asthma.");
    return reading;
  }
  const cql_node* root = cql_parser_result(parser.get());
  if (root != nullptr && root->which == CQL_NODE_SORT) {
    reading.sorted = true;
    root = root->u.sort.search;
  }
  list_steps(root, reading.steps);
  place_terms(text, reading.steps);
  reading.readable = true;
  return reading;
}

}  // namespace evidence::query
