// Facets of an answer: which values are listed, in which order, under which names. Counted in
// memory (search/facet_count.h) or by Xapian's spies, with the same result. Private to search/.
#pragma once

#include <xapian.h>

#include <memory>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "search/search_request.h"
#include "search/value_column.h"

namespace evidence {

// What is asked of one facet.
struct FacetQuestion {
  const FacetField* facet = nullptr;
  const FacetView* view = nullptr;
  std::vector<std::string> selected;  // as filtered by; keys of the field, each once
  PartialDate today;                  // decides which review dates of guidelines have passed
};

// One for each field, in order and once; invalid_facet for a field that has no counts.
Result<std::vector<FacetQuestion>> facet_questions(const SearchRequest& request,
                                                   const PartialDate& today = {});

// `works` are some of `all`, the works of the index.
Facet facet_of(const FacetQuestion& question, const ValueColumn& column, const IdSet& works,
               const IdSet& all);

// Xapian's own counting, for remote shards and as long as no column is in memory. Exact, provided
// that the match looks at every document (check_at_least).
class FacetSpies {
 public:
  explicit FacetSpies(const std::vector<const FacetQuestion*>& questions);
  void attach(Xapian::Enquire& enquire);
  // After the match; one for each question.
  [[nodiscard]] std::vector<Facet> facets() const;

 private:
  struct Spy {
    const FacetQuestion* question;
    std::unique_ptr<Xapian::ValueCountMatchSpy> counts;
  };
  std::vector<Spy> spies_;
};

}  // namespace evidence
