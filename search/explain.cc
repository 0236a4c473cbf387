#include "search/explain.h"

#include <algorithm>
#include <map>
#include <string>

namespace evidence {
namespace {

constexpr std::size_t kMaxLeaves = 64;

}  // namespace

void explain(const Xapian::Database& database, const Xapian::Weight& weight,
             const std::vector<ScoredLeaf>& leaves, std::vector<Hit>& hits) {
  if (hits.empty()) return;
  std::vector<Xapian::Query> shown;
  std::map<std::string, Hit*> by_id;
  for (Hit& hit : hits) {
    shown.emplace_back(work_term(hit.id));
    by_id[hit.id] = &hit;
  }
  const Xapian::Query only_shown(Xapian::Query::OP_OR, shown.begin(), shown.end());
  for (std::size_t i = 0; i < leaves.size() && i < kMaxLeaves; ++i) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(weight);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, leaves[i].query, only_shown));
    const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(hits.size()));
    for (auto match = found.begin(); match != found.end(); ++match) {
      if (match.get_weight() <= 0) continue;
      const auto hit =
          by_id.find(match.get_document().get_value(static_cast<Xapian::valueno>(Slot::kWorkId)));
      if (hit == by_id.end()) continue;
      hit->second->factors.push_back(leaves[i].factor);
      hit->second->factors.back().score = match.get_weight();
    }
  }
  for (Hit& hit : hits) {
    std::stable_sort(
        hit.factors.begin(), hit.factors.end(),
        [](const FactorExplained& a, const FactorExplained& b) { return a.score > b.score; });
  }
}

}  // namespace evidence
