// The point-of-care view's question: the best works of each kind of evidence, kind by kind, with
// exact totals (docs/point-of-care.md). The API and the page share it. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/study_type.h"
#include "search/searcher.h"

namespace evidence::server {

// Kinds of evidence that are shown together. Only what a source states counts: a probable type is
// no stated one.
struct EvidenceGroup {
  std::string_view key;        // "guidelines": API, anchors
  std::string_view label;      // "Guidelines"
  std::string_view one, many;  // "guideline", "guidelines": after a number
  std::span<const StudyType> types;
};
std::span<const EvidenceGroup> evidence_groups();  // in the order of the view

inline constexpr std::size_t kGroupHits = 3;  // works of a group where no number is given
inline constexpr std::size_t kMaxGroupHits = 20;

struct GroupAnswer {
  const EvidenceGroup* group = nullptr;
  SearchRequest search;  // what was asked
  // Of three one: the answer; why there is none; or neither, where a filter of the reader's leaves
  // out every kind of the group.
  std::optional<SearchResponse> answer;
  std::optional<Error> failed;
  std::uint64_t probable = 0;  // works that are probably of these kinds, not stated by the source
};

struct CareAnswer {
  SearchRequest search;  // of the whole: as the list of results would ask
  SearchResponse whole;  // without hits: total of all kinds, interpretation, other spellings
  std::vector<GroupAnswer> groups;  // all of them, in order
};

// One question for the whole and one for each group, all before the search's deadline; `hits` works
// of each. All groups go by the same reading of the words: where no work at all has all of them,
// every group shows works with some, else none does. Without a profile the ranking is "clinical",
// where there is one. Fails where the whole does, as Searcher::search.
Result<CareAnswer> ask_at_point_of_care(SearchRequest search, std::size_t hits, Searcher& searcher);

}  // namespace evidence::server
