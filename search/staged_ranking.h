// The later stages of ranking: the best works of the first stage, put in a new order by the words
// that they share, by nearness in meaning, and by evidence and age (search/ranking.h). Private to
// search/; one thread at a time. Throws what Xapian throws, and DeadlinePassed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/match.h"
#include "search/meaning.h"
#include "search/set_cache.h"
#include "search/standing.h"

namespace evidence {

// What the stages ask of whoever runs the search.
struct StageTools {
  // Narrowed by the request's filters.
  std::function<Result<Xapian::Query>(const BuiltQuery&)> narrow;
  // The best `count` works from the first on; totals as they are known at the time.
  std::function<Matches(const Xapian::Query& narrowed, const BuiltQuery&, std::size_t count)> match;
  // Works with these stems join the result.
  std::function<void(const WeightedStems&)> widen;
};

struct StagedInput {
  const IndexReader::State& state;
  SnapshotSets& sets;
  const SearchRequest& request;
  const RankingProfile& profile;
  const query::Node& tree;
  const BuiltQuery& built;
  const WeightedStems& synonyms;  // of typed words, with their weight in `built`
  int this_year = 0;
};

struct StagedResult {
  Matches matches;
  WeightedStems related;  // words that were taken from the best works
};

bool has_later_stages(const RankingProfile& profile, const SearchRequest& request);

class StagedRanking {
 public:
  StagedRanking(const StagedInput& input, const StageTools& tools)
      : input_(input), tools_(tools), meaning_(input.state) {}
  Result<StagedResult> run();

 private:
  struct Candidate {
    RankedWork work;
    double words = 0, related = 0, query = 0, best = 0;  // each 0 to 1
    double typed = 0;                                    // score of the first stage
    double covered = 1;  // what it is multiplied by where typed words lack
    double lent = 0;     // by the works that are nearest to it
    double sum = 0;
    Standing standing;
    StandingShares shares;
    [[nodiscard]] double score() const { return sum * (1 + shares.evidence + shares.age); }
  };

  [[nodiscard]] bool widens() const;
  [[nodiscard]] std::size_t depth() const;   // works that the pool may hold
  [[nodiscard]] std::size_t wanted() const;  // works that a match is asked for
  void look_up_words();
  [[nodiscard]] double covered(Xapian::docid work) const;
  void set_words(Candidate& candidate) const;
  Result<void> first_stage();
  Result<void> feedback();
  Result<std::vector<double>> related_scores();
  Result<void> score_related();
  void nearness();
  void lend();
  void add_up();
  Result<void> add_evidence();
  void stand();
  [[nodiscard]] std::vector<Standing> standings() const;  // of the pool, in its order
  [[nodiscard]] std::vector<WeightedWork> best(std::size_t count, double query_share) const;
  void explain(Candidate& candidate) const;
  Matches page();

  const StagedInput& input_;
  const StageTools& tools_;
  Meaning meaning_;
  WeightedStems typed_, related_;
  Matches main_;  // the order that the pool is the head of
  std::vector<Candidate> pool_;
  // Of several optional words those that the index has: their works and their rarity.
  std::vector<std::pair<SharedSet, double>> words_;
  double first_best_ = 0;  // best score of the first stage
  bool widened_ = false;   // main_ is of the query with the best works' words
};

}  // namespace evidence
