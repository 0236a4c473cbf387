// Guidelines and reviews that have most of the typed words, not all: a guideline on "poisoning with
// paracetamol" answers "paracetamol overdose". What joins the result of the search box, so that the
// best evidence is not missed for one word: where fewer than StandingRules::nearby guidelines and
// reviews have all the words, so many that it is that many; the same whatever the filters, the
// order and the page. Private to search/. Throws what Xapian throws.
#pragma once

#include "search/result_sets.h"
#include "search/xapian_query.h"

namespace evidence {

// `any`: any of the typed words or their synonyms. At most `limit` works of level 1 that are not
// among `found` and that have for `any` at least the share `most` of the best score: of `all`,
// which finds what has all the words, and of the works of level 1 for `any`; none that is
// retracted.
IdSet nearby_evidence(const BuiltQuery& any, const BuiltQuery& all, const IdSet& found,
                      std::size_t limit, const RankingProfile& profile,
                      const IndexReader::State& state);

// Makes the works match `built` too, with the score that `any` gives them.
void join(BuiltQuery& built, BuiltQuery any, const Xapian::Query& works);

}  // namespace evidence
