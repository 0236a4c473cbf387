#include "search/nearby_evidence.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/work.h"
#include "search/best_evidence.h"
#include "search/match.h"

namespace evidence {
namespace {

// Of these the ones that have all words are left out.
constexpr std::size_t kLookedAt = 4;

}  // namespace

IdSet nearby_evidence(const BuiltQuery& any, const BuiltQuery& all, const IdSet& found,
                      std::size_t limit, const RankingProfile& profile,
                      const IndexReader::State& state) {
  IdSet works;
  if (limit == 0 || any.query.empty()) return works;
  Xapian::Enquire enquire(state.database);
  enquire.set_weighting_scheme(weight_of(profile));
  set_order(enquire, Sort::kRelevance);
  enquire.set_query(Xapian::Query(
      Xapian::Query::OP_AND_NOT, best_evidence(any.query, state),
      Xapian::Query(term_of(Field::kStatus, std::string(status_name(Status::kRetracted))))));
  const Xapian::MSet near = enquire.get_mset(0, static_cast<Xapian::doccount>(kLookedAt * limit));
  std::vector<std::pair<Xapian::docid, double>> lacking;
  for (auto work = near.begin(); work != near.end(); ++work) {
    if (!found.has(*work)) lacking.emplace_back(*work, work.get_weight());
  }
  if (lacking.empty()) return works;

  Xapian::Enquire best(state.database);
  best.set_weighting_scheme(weight_of(profile));
  best.set_query(all.query);
  const Xapian::MSet first = best.get_mset(0, 1);
  if (first.empty()) return works;
  const double top = std::max(first.begin().get_weight(), near.begin().get_weight());
  const double enough = profile.standing.most * top;
  for (const auto& [work, score] : lacking) {
    if (score < enough || works.size() == limit) break;
    works.add(work);
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
