#include "search/match.h"

#include <algorithm>

namespace evidence {
namespace {

// Postings that are surely read within any deadline; positions count ten times. Below this no clock
// is asked, which would cost more than the query.
constexpr std::uint64_t kCheapPostings = 2'000'000;
constexpr std::uint64_t kPositionalCost = 10;
constexpr unsigned kDocumentsPerLook = 256;

class DeadlineDecider final : public Xapian::MatchDecider {
 public:
  explicit DeadlineDecider(std::chrono::steady_clock::time_point deadline) : deadline_(deadline) {}
  bool operator()(const Xapian::Document&) const override {
    if (++seen_ % kDocumentsPerLook == 0 && std::chrono::steady_clock::now() > deadline_) {
      throw DeadlinePassed{};
    }
    return true;
  }

 private:
  std::chrono::steady_clock::time_point deadline_;
  mutable unsigned seen_ = 0;
};

Xapian::valueno slot(Slot which) { return static_cast<Xapian::valueno>(which); }

}  // namespace

Xapian::BM25Weight weight_of(const RankingProfile& profile) {
  constexpr double kNoQueryLength = 0;
  constexpr double kMinNormalisedLength = 0.5;
  return {profile.k1, kNoQueryLength, profile.k3, profile.b, kMinNormalisedLength};
}

void set_order(Xapian::Enquire& enquire, Sort sort) {
  switch (sort) {
    case Sort::kRelevance:
      enquire.set_sort_by_relevance_then_value(slot(Slot::kNewestOrder), false);
      return;
    case Sort::kDateDescending:
      enquire.set_sort_by_value(slot(Slot::kNewestOrder), false);
      return;
    case Sort::kDateAscending:
      enquire.set_sort_by_value(slot(Slot::kOldestOrder), false);
      return;
    case Sort::kTitle:
      enquire.set_sort_by_value(slot(Slot::kTitleKey), false);
      return;
    case Sort::kTitleDescending:
      enquire.set_sort_by_value(slot(Slot::kTitleKey), true);
      return;
  }
}

Matches run_match(const IndexReader::State& state, Xapian::Enquire& enquire,
                  const Xapian::Query& query, const SearchRequest& request,
                  const BuiltQuery& built) {
  // Everything is looked at, because totals and facets are exact.
  const auto all = static_cast<Xapian::doccount>(std::max<std::uint64_t>(state.documents, 1));
  const std::uint64_t cost = std::max<std::uint64_t>(built.terms, 1) * state.documents *
                             (built.positional ? kPositionalCost : 1);
  const bool watch = !state.remote && cost > kCheapPostings &&
                     request.deadline != std::chrono::steady_clock::time_point::max();
  const DeadlineDecider decider(request.deadline);
  Matches matches;
  const auto run = [&](const Xapian::Query& part, std::size_t first, std::size_t count) {
    enquire.set_query(part);
    Xapian::MSet found =
        enquire.get_mset(static_cast<Xapian::doccount>(first), static_cast<Xapian::doccount>(count),
                         all, nullptr, watch ? &decider : nullptr);
    const std::uint64_t total = found.get_matches_estimated();
    matches.total += total;
    matches.exact =
        matches.exact && found.get_matches_lower_bound() == found.get_matches_upper_bound();
    matches.parts.push_back(std::move(found));
    return total;
  };
  if (!state.has_older_versions) {
    run(query, request.offset, request.limit);
    matches.first_older = request.limit;
    return matches;
  }
  const Xapian::Query older(term_of(Field::kVersion, kOlderVersion));
  const Xapian::Query without(Xapian::Query::OP_AND_NOT, query, older);
  const Xapian::Query only(Xapian::Query::OP_FILTER, query, older);
  if (request.sort == Sort::kRelevance) {
    const std::uint64_t newest = run(without, request.offset, request.limit);
    matches.first_older = matches.parts.front().size();
    const std::size_t passed = request.offset > newest ? request.offset - newest : 0;
    matches.older = run(only, passed, request.limit - matches.first_older);
    return matches;
  }
  run(query, request.offset, request.limit);
  matches.first_older = request.limit;
  Xapian::Enquire count(state.database);
  count.set_weighting_scheme(Xapian::BoolWeight());
  count.set_query(only);
  matches.older =
      count.get_mset(0, 0, all, nullptr, watch ? &decider : nullptr).get_matches_estimated();
  return matches;
}

void place_last(std::vector<Hit>& hits, std::size_t first, bool explained) {
  constexpr double kShare = 1e-6;  // far below what a work scores that has a word at all
  for (std::size_t i = first; i < hits.size(); ++i) {
    Hit& hit = hits[i];
    const double lost = hit.score * (1 - kShare);
    hit.score -= lost;
    hit.percent = 0;
    if (explained) {
      hit.factors.push_back({"placed last because a newer version of this work exists", -lost});
    }
  }
}

}  // namespace evidence
