// One search of one tree: the ranked page from Xapian, the exact total and the facets from sets and
// columns; on remote shards all of it from Xapian. Private to search/; one thread at a time.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "search/facets.h"
#include "search/match.h"
#include "search/result_sets.h"
#include "search/searcher.h"
#include "search/staged_ranking.h"

namespace evidence {

// What a search found, before any work was read.
struct Found {
  BuiltQuery built;
  Matches matches;
  std::vector<Facet> facets;
  WeightedStems related;  // words of the best works that ranking went by
  bool nearby = false;    // guidelines and reviews that lack a typed word are among the works
};

class TreeSearch {
 public:
  // `lines`: the trees of the request's line filters, prepared (search/line_filters.h).
  TreeSearch(const IndexReader::State& state, SnapshotSets& sets, const SearcherOptions& options,
             const SearchRequest& request, const RankingProfile& profile,
             const std::vector<query::Node>& lines)
      : state_(state),
        sets_(sets),
        options_(options),
        request_(request),
        profile_(profile),
        lines_(lines) {}

  // Fills everything that depends on the tree. kTimeout (search_timeout) after the deadline.
  // `any`: the tree with plain words optional, where guidelines and reviews that lack one of them
  // may join the works (search/nearby_evidence.h); else nullptr. Throws what Xapian throws.
  Result<void> run(const query::Node& tree, const query::Node* any, SearchResponse& response);
  // The page's works, the total and the facets. Throws DeadlinePassed besides.
  Result<Found> find(const query::Node& tree, const query::Node* any = nullptr);

 private:
  Result<void> show(const query::Node& tree, Found found, SearchResponse& response);
  Result<BuiltQuery> build(const query::Node& tree);
  Result<void> prepare_sets(const query::Node& tree);
  Result<void> prepare_lines();
  Result<SharedSet> line_set(std::size_t line);
  Result<Xapian::Query> line_query(std::size_t line);
  Result<Xapian::Query> narrow(const BuiltQuery& built, std::optional<Field> left_out);
  // The order of the works on the page, in one stage or in several (search/staged_ranking.h).
  Result<void> rank(const query::Node& tree, Found& found);
  Result<void> rank_in_stages(const query::Node& tree, Found& found);
  // The works [request.offset, + limit) in the order of the words or the one asked for.
  Matches match(const Xapian::Query& narrowed, const BuiltQuery& built,
                const SearchRequest& request);
  [[nodiscard]] KnownTotals known_totals();
  Result<bool> join_nearby(const query::Node& any, BuiltQuery& built);
  // Where every word is optional, what the lists hold to mean the same counts too, `weight` times.
  struct Synonyms {
    WeightedStems stems;
    std::vector<SharedSet> sets;  // their works, on a local index and where asked for
  };
  Synonyms add_synonyms(BuiltQuery& built, double weight, bool with_sets);
  SharedSet works_with_stem(const std::string& stem);
  void widen(const WeightedStems& stems);
  Result<void> count_facets(const std::vector<FacetQuestion>& questions, const BuiltQuery& built,
                            std::vector<Facet>& facets);
  Result<void> count_external(std::vector<Facet>& facets);
  // In as few matches as can be: those whose fields have no filter of their own share one.
  Result<std::vector<Facet>> count_by_spies(const std::vector<const FacetQuestion*>& questions,
                                            const BuiltQuery& built);
  Result<std::vector<Facet>> match_spies(const std::vector<const FacetQuestion*>& questions,
                                         const BuiltQuery& built, std::optional<Field> left_out);
  std::shared_ptr<const ValueColumn> column_of(const FacetField& facet);
  [[nodiscard]] QueryOptions query_options() const;
  [[nodiscard]] SetOptions set_options() const;
  [[nodiscard]] SetOptions line_options() const;
  [[nodiscard]] PartialDate today() const;

  const IndexReader::State& state_;
  SnapshotSets& sets_;
  const SearcherOptions& options_;
  const SearchRequest& request_;
  const RankingProfile& profile_;
  const std::vector<query::Node>& lines_;
  SharedSet passing_;                          // the works of all lines; nullptr without lines
  std::optional<Xapian::Query> line_filters_;  // matches the same
  std::optional<ResultSets> results_;
};

}  // namespace evidence
