// Words next to each other and near each other, from the positions that the index keeps: also where
// an operand is itself a group, a phrase or a proximity, which Xapian's own operators refuse.
// Private to search/. Throws what Xapian throws, and DeadlinePassed.
#pragma once

#include <xapian.h>

#include <chrono>
#include <string>
#include <vector>

#include "search/set_cache.h"

namespace evidence {

// What is looked for in one field. Plain tree; built by the evaluator.
struct Place {
  enum class Kind {
    kWord,      // one position: any of `terms`
    kSequence,  // `parts` side by side, in order
    kAny,       // any of `parts`
    kNear,      // all of `parts`, with at most `between` other words among them in all
  };
  Kind kind = Kind::kWord;
  std::vector<std::string> terms;
  std::vector<SharedSet> sets;  // of each term: its documents
  std::vector<Place> parts;
  unsigned between = 0;
  bool ordered = false;
};

// The documents where `place` occurs. `deadline` is looked at between documents.
IdSet find_places(const Xapian::Database& database, const Place& place,
                  std::chrono::steady_clock::time_point deadline);

}  // namespace evidence
