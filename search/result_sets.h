// The works of a search as sets: of the tree, of each filter, and of what facets are counted over.
// Private to search/; one thread at a time. Throws what Xapian throws, and DeadlinePassed.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "search/external_filter.h"
#include "search/set_evaluator.h"

namespace evidence {

class ResultSets {
 public:
  // The tree's works, narrowed by the request's filters, its external ones too, and by `passing`,
  // the works that its line filters find (nullptr: there are none). Errors are the evaluator's,
  // filter_tree()'s and the external filters' own.
  static Result<ResultSets> make(const query::Node& tree, const SearchRequest& request,
                                 const SharedSet& passing, const IndexReader::State& state,
                                 SnapshotSets& sets, const SetOptions& options);

  // These works join the tree's, and pass the same filters.
  void widen(const std::vector<SharedSet>& sets);

  [[nodiscard]] const SharedSet& tree() const { return tree_; }  // without any filter
  [[nodiscard]] const SharedSet& result() const { return result_; }
  [[nodiscard]] const SharedSet& all() const { return all_; }  // the works of the index
  // Without the filters that ask for values of this field; what is excluded stays excluded.
  [[nodiscard]] SharedSet without(Field field) const;
  [[nodiscard]] SharedSet without_external(std::size_t choice) const;
  // The works that pass the external filters; nullptr where there is none.
  [[nodiscard]] SharedSet externally() const;
  // Of the external filter's values, in their order.
  [[nodiscard]] Result<std::vector<SharedSet>> external_values(std::size_t choice) const;

 private:
  struct Part {                           // neither field nor external: the line filters
    std::optional<Field> field;           // of the index
    std::optional<std::size_t> external;  // place in SearchRequest::external
    bool exclude = false;
    SharedSet set;
  };
  Result<void> add_filters(const SearchRequest& request, SetEvaluator& evaluator);
  Result<void> add_external(const SearchRequest& request);
  Result<SharedSet> external_set(const ExternalFilter& filter, const std::string& value) const;
  template <typename LeftOut>
  [[nodiscard]] SharedSet narrowed(const LeftOut& left_out) const;

  const SearchRequest* request_ = nullptr;
  const IndexReader::State* state_ = nullptr;
  SnapshotSets* sets_ = nullptr;
  SetOptions options_;
  SharedSet tree_, all_, result_;
  std::vector<Part> parts_;
};

}  // namespace evidence
