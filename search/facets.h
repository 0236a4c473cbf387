// Counts of values over all matching works. Private to search/. Exact, provided that the match
// looks at every document (check_at_least); works on remote shards.
#pragma once

#include <xapian.h>

#include <memory>
#include <vector>

#include "base/result.h"
#include "search/search_request.h"

namespace evidence {

class FacetCounter {
 public:
  // invalid_facet for a field that has no counts.
  static Result<FacetCounter> make(const std::vector<Field>& facets);

  void attach(Xapian::Enquire& enquire);
  // After the match. `filters` say which values are selected: those are listed even with 0.
  // `today` decides which review dates of guidelines have passed.
  [[nodiscard]] std::vector<Facet> facets(const std::vector<Filter>& filters,
                                          const PartialDate& today = {}) const;

 private:
  struct Spy {
    Field field;
    std::unique_ptr<Xapian::ValueCountMatchSpy> counts;
  };
  std::vector<Spy> spies_;
};

}  // namespace evidence
