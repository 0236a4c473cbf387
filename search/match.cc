#include "search/match.h"

#include <algorithm>

namespace evidence {
namespace {

// Postings that are surely read within any deadline; positions count ten times. Below this no clock
// is asked, which would cost more than the query.
constexpr std::uint64_t kCheapPostings = 2'000'000;
constexpr std::uint64_t kPositionalCost = 10;
// Where only the page is looked for, most works never come as far as here.
constexpr unsigned kDocumentsPerLook = 256, kPageDocumentsPerLook = 16;

class DeadlineDecider final : public Xapian::MatchDecider {
 public:
  DeadlineDecider(std::chrono::steady_clock::time_point deadline, unsigned documents_per_look)
      : deadline_(deadline), documents_per_look_(documents_per_look) {}
  bool operator()(const Xapian::Document&) const override {
    if (++seen_ % documents_per_look_ == 0 && std::chrono::steady_clock::now() > deadline_) {
      throw DeadlinePassed{};
    }
    return true;
  }

 private:
  std::chrono::steady_clock::time_point deadline_;
  unsigned documents_per_look_;
  mutable unsigned seen_ = 0;
};

Xapian::valueno slot(Slot which) { return static_cast<Xapian::valueno>(which); }

}  // namespace

Xapian::BM25Weight weight_of(const RankingProfile& profile) {
  constexpr double kNoQueryLength = 0;
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
    case Sort::kEvidence:
    case Sort::kEvidenceDescending:
      enquire.set_sort_by_value(slot(Slot::kEvidenceOrder), sort == Sort::kEvidenceDescending);
      return;
    case Sort::kAuthor:
    case Sort::kAuthorDescending:
      enquire.set_sort_by_value(slot(Slot::kAuthorKey), sort == Sort::kAuthorDescending);
      return;
    case Sort::kJournal:
    case Sort::kJournalDescending:
      enquire.set_sort_by_value(slot(Slot::kJournalKey), sort == Sort::kJournalDescending);
      return;
  }
}

namespace {

using Xapian::Query;

// One answer, in as many runs as its order needs.
class Runs {
 public:
  Runs(const IndexReader::State& state, Xapian::Enquire& enquire, const SearchRequest& request,
       std::uint64_t cost, bool page_only)
      : state_(state),
        enquire_(enquire),
        decider_(request.deadline, page_only ? kPageDocumentsPerLook : kDocumentsPerLook),
        watch_(!state.remote && cost > kCheapPostings &&
               request.deadline != std::chrono::steady_clock::time_point::max()),
        // Everything is looked at where totals and facets depend on it.
        at_least_(page_only ? 0
                            : static_cast<Xapian::doccount>(
                                  std::max<std::uint64_t>(state.documents, 1))) {}

  // The works [first, first + count) of `part` join the page; gives how many `part` has, where
  // everything is looked at.
  std::uint64_t run(const Query& part, std::size_t first, std::size_t count) {
    enquire_.set_query(part);
    const Xapian::MSet found = enquire_.get_mset(static_cast<Xapian::doccount>(first),
                                                 static_cast<Xapian::doccount>(count), at_least_,
                                                 nullptr, watch_ ? &decider_ : nullptr);
    add(found);
    exact = exact && found.get_matches_lower_bound() == found.get_matches_upper_bound();
    return found.get_matches_estimated();
  }

  // Without order, scores and spies.
  std::uint64_t count(const Query& part) {
    Xapian::Enquire counting(state_.database);
    counting.set_weighting_scheme(Xapian::BoolWeight());
    counting.set_query(part);
    return counting.get_mset(0, 0, at_least_, nullptr, watch_ ? &decider_ : nullptr)
        .get_matches_estimated();
  }

  std::vector<RankedWork> works;
  bool exact = true;

 private:
  void add(const Xapian::MSet& found) {
    // One round trip to each remote shard, not one for each hit. Xapian 1.4.22 reads before the
    // beginning of its list where the page does not begin at 0, and in an empty list.
    if (state_.remote && !found.empty() && found.get_firstitem() == 0) found.fetch();
    for (auto match = found.begin(); match != found.end(); ++match) {
      RankedWork work{*match, match.get_weight(), static_cast<double>(match.get_percent()), {}, 1,
                      {}};
      if (state_.remote) work.content = match.get_document();
      works.push_back(std::move(work));
    }
  }

  const IndexReader::State& state_;
  Xapian::Enquire& enquire_;
  const DeadlineDecider decider_;
  const bool watch_;
  const Xapian::doccount at_least_;
};

// The works that come last whatever the order says of them; empty: none.
Query placed_last(const IndexReader::State& state, Sort sort) {
  const std::string none(kLastInOrder);
  switch (sort) {
    case Sort::kRelevance:
      return state.has_older_versions ? Query(term_of(Field::kVersion, kOlderVersion)) : Query();
    case Sort::kAuthorDescending:
      return {Query::OP_VALUE_GE, slot(Slot::kAuthorKey), none};
    case Sort::kJournalDescending:
      return {Query::OP_VALUE_GE, slot(Slot::kJournalKey), none};
    default:
      return {};
  }
}

}  // namespace

Matches run_match(const IndexReader::State& state, Xapian::Enquire& enquire, const Query& query,
                  const SearchRequest& request, const BuiltQuery& built, const KnownTotals* known) {
  const bool relevance = request.sort == Sort::kRelevance;
  const Query last = placed_last(state, request.sort);
  // How many works without author there are is not known before.
  const bool page_only = known != nullptr && (relevance || last.empty());
  const std::uint64_t cost = std::max<std::uint64_t>(built.terms, 1) * state.documents *
                             (built.positional ? kPositionalCost : 1);
  Runs runs(state, enquire, request, cost, page_only);
  Matches matches;
  matches.first_older = request.limit;
  if (page_only && (known->works == 0 || request.limit == 0)) {
    matches.total = known->works;
    matches.older = known->older;
    return matches;
  }
  if (last.empty() || (page_only && known->older == 0)) {
    matches.total = runs.run(query, request.offset, request.limit);
  } else {
    const Query first(Query::OP_AND_NOT, query, last);
    std::uint64_t before = page_only ? known->works - known->older : 0;
    if (!page_only || request.offset < before) {
      const std::uint64_t found = runs.run(first, request.offset, request.limit);
      if (!page_only) before = found;
    }
    matches.first_older = runs.works.size();
    const std::size_t passed = request.offset > before ? request.offset - before : 0;
    matches.total = before;
    if (!page_only || matches.first_older < request.limit) {
      const std::uint64_t after = runs.run(Query(Query::OP_FILTER, query, last), passed,
                                           request.limit - matches.first_older);
      matches.total += after;
      if (relevance) matches.older = after;
    }
  }
  if (known != nullptr) {
    matches.total = known->works;
    matches.older = known->older;
  } else if (!relevance && state.has_older_versions) {
    const Query older(term_of(Field::kVersion, kOlderVersion));
    matches.older = runs.count(Query(Query::OP_FILTER, query, older));
  }
  if (!relevance) matches.first_older = request.limit;
  matches.exact = known != nullptr || runs.exact;
  matches.works = std::move(runs.works);
  return matches;
}

void run_spies(const IndexReader::State& state, Xapian::Enquire& enquire, const Query& query,
               const SearchRequest& request) {
  Runs runs(state, enquire, request, kCheapPostings + 1, false);
  runs.run(query, 0, 0);
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
