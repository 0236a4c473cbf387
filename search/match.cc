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

Xapian::MSet run_match(const IndexReader::State& state, Xapian::Enquire& enquire,
                       const SearchRequest& request, const BuiltQuery& built) {
  const auto first = static_cast<Xapian::doccount>(request.offset);
  const auto count = static_cast<Xapian::doccount>(request.limit);
  // Everything is looked at, because totals and facets are exact.
  const auto all = static_cast<Xapian::doccount>(std::max<std::uint64_t>(state.documents, 1));
  const std::uint64_t cost = std::max<std::uint64_t>(built.terms, 1) * state.documents *
                             (built.positional ? kPositionalCost : 1);
  const bool watch = !state.remote && cost > kCheapPostings &&
                     request.deadline != std::chrono::steady_clock::time_point::max();
  if (!watch) return enquire.get_mset(first, count, all);
  const DeadlineDecider decider(request.deadline);
  return enquire.get_mset(first, count, all, nullptr, &decider);
}

}  // namespace evidence
