#include "search/nearby_evidence.h"

#include <utility>

#include "model/work.h"
#include "search/best_evidence.h"
#include "search/match.h"

namespace evidence {
namespace {

// Of these the ones that have all words are left out.
constexpr std::size_t kLookedAt = 4;

}  // namespace

IdSet nearby_evidence(const BuiltQuery& any, const IdSet& found, const RankingProfile& profile,
                      const IndexReader::State& state) {
  IdSet works;
  const StandingRules& rules = profile.standing;
  if (rules.nearby == 0 || any.query.empty()) return works;
  Xapian::Enquire enquire(state.database);
  enquire.set_weighting_scheme(weight_of(profile));
  enquire.set_query(any.query);
  const Xapian::MSet best = enquire.get_mset(0, 1);
  if (best.empty()) return works;

  const Xapian::Query whole(
      Xapian::Query::OP_AND_NOT, best_evidence(any.query, state),
      Xapian::Query(term_of(Field::kStatus, std::string(status_name(Status::kRetracted)))));
  set_order(enquire, Sort::kRelevance);
  enquire.set_query(whole);
  enquire.set_cutoff(0, rules.most * best.begin().get_weight());
  const Xapian::MSet near =
      enquire.get_mset(0, static_cast<Xapian::doccount>(kLookedAt * rules.nearby));
  for (auto work = near.begin(); work != near.end() && works.size() < rules.nearby; ++work) {
    if (!found.has(*work)) works.add(*work);
  }
  return works;
}

void join(BuiltQuery& built, BuiltQuery any, const Xapian::Query& works) {
  // Explained, each work has the leaves of the query that found it.
  for (ScoredLeaf& leaf : built.leaves) {
    leaf.query = Xapian::Query(Xapian::Query::OP_AND_NOT, leaf.query, works);
  }
  for (ScoredLeaf& leaf : any.leaves) {
    leaf.query = Xapian::Query(Xapian::Query::OP_FILTER, leaf.query, works);
    built.leaves.push_back(std::move(leaf));
  }
  built.query |= Xapian::Query(Xapian::Query::OP_FILTER, any.query, works);
  built.terms = built.query.get_length();
}

}  // namespace evidence
