// The pieces of Searcher's suggestions that need no more of it than they are given: completion of
// typed words, other spellings of a query. Private to search/.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/index_reader.h"
#include "search/index_words.h"
#include "search/searcher.h"
#include "search/snapshot_made.h"
#include "search/spelling.h"
#include "search/suggestion.h"

namespace evidence {

// kInvalidArgument (bad_typed, bad_size) for what nothing is completed for.
Result<void> check_typed(const SuggestRequest& request);
SuggestResponse complete(const IndexNames& names, const SuggestRequest& request);
Error suggestions_not_ready();

// How many works a query finds. With the filters of `request`, with all of its words; 0 where the
// count cannot be had.
std::uint64_t count_works(Searcher& searcher, const SearchRequest& request,
                          const std::string& query);

// What may be misspelt among the words of a query. Throws what Xapian throws.
Result<std::vector<Doubt>> doubts_in(IndexReader& reader, SnapshotMade<IndexWords>& words,
                                     const Language& language, const std::vector<TypedWord>& typed);

}  // namespace evidence
