// From a parsed tree to one that can be evaluated: headings looked up, plain words mapped, with
// what the index itself knows of headings, journals and authors. Private to search/; one thread at
// a time. Throws what Xapian throws.
#pragma once

#include <string_view>
#include <vector>

#include "query/mapping.h"
#include "query/resolve.h"
#include "search/reader_state.h"
#include "search/set_cache.h"
#include "search/strategy_run.h"

namespace evidence {

class TreePreparer final : public query::KnownHeading, public query::KnownNames {
 public:
  TreePreparer(const IndexReader::State& state, SnapshotSets& sets, const Language& language)
      : state_(state), sets_(sets), language_(language) {}

  // `text`: what was typed, that the tree's spans point into.
  void prepare(query::Node& tree, query::Syntax syntax, std::string_view text,
               std::vector<query::Message>& messages) const;

  [[nodiscard]] bool holds(std::string_view folded_label) const override;
  [[nodiscard]] bool is_journal(std::string_view folded_title) const override;
  [[nodiscard]] bool is_author(std::string_view folded_name) const override;

 private:
  const IndexReader::State& state_;
  SnapshotSets& sets_;
  Language language_;
};

}  // namespace evidence
