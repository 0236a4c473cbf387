// Any words through the mapping, as plain words and as a query of the search box.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "query/mapping.h"
#include "query/parser_simple.h"
#include "query/resolve.h"

namespace {

const evidence::TermIndex& lists() {
  static const evidence::TermIndex kLists([] {
    evidence::TermLists lists;
    lists.synonyms = {{"heart attack", "myocardial infarction"}, {"piles", "haemorrhoids"}};
    lists.drugs = {{"calpol", {"paracetamol", "acetaminophen"}, "sample"}};
    lists.abbreviations = {{"copd", "chronic obstructive pulmonary disease"}};
    lists.ambiguous = {{"pe", {"pulmonary embolism", "pre-eclampsia"}}};
    lists.spellings = {{"lachrymal", "lacrimal"}};
    return lists;
  }());
  return kLists;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evidence;
  const std::string text(data, data + size);
  if (!is_valid_utf8(text)) return 0;
  query::Mapping mapping;
  mapping.lists = &lists();
  query::Node plain{query::Plain{text}, {0, static_cast<std::uint32_t>(size)}};
  std::vector<query::Message> messages;
  query::map_plain_words(plain, mapping, messages);
  query::resolve_headings(plain, no_vocabulary(), nullptr, messages);
  for (const query::Message& message : messages) {
    if (message.span.end > size || message.span.begin > message.span.end) std::abort();
  }
  if (auto parsed = query::parse_simple(text); parsed.ok()) {
    mapping.text = text;
    query::map_plain_words(parsed->tree, mapping, messages);
    if (query::leaf_count(parsed->tree) == 0) std::abort();
  }
  return 0;
}
