// Printed references on any bytes: no crash, every part valid UTF-8 and not longer than the text,
// lists within their limits.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "query/citation.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const evidence::query::Citation& citation) {
  require(citation.text.size() <= evidence::query::kMaxCitationBytes);
  for (const std::string* part :
       {&citation.text, &citation.title, &citation.journal, &citation.volume, &citation.issue,
        &citation.pages, &citation.rest, &citation.number}) {
    require(evidence::is_valid_utf8(*part));
  }
  for (const evidence::Contributor& person : citation.authors) {
    require(evidence::is_valid_utf8(person.family) && evidence::is_valid_utf8(person.initials));
  }
  require(citation.year == 0 || (citation.year >= 1800 && citation.year <= 2099));
  (void)evidence::query::record_of(citation);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(evidence::query::parse_citation(text));
  evidence::query::CitationListLimits limits;
  limits.max_citations = 50;
  const auto list = evidence::query::split_citations(text, limits);
  if (!list.ok()) return 0;
  require(!list->empty() && list->size() <= limits.max_citations);
  for (const std::string& one : *list) check(evidence::query::parse_citation(one));
  return 0;
}
