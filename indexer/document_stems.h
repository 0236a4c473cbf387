// What vectors are made of: the stems of a document as the index holds them. Private to indexer/.
// Thread-safe.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/stem_term.h"

namespace evidence {

struct CountedStem {
  std::string stem;
  std::uint32_t count = 0;
};

// The stems of the field `any`, each with its occurrences and those in the title once more, so that
// a title's words count twice; sorted. Empty where there is no such document. Throws what Xapian
// throws. `stems` is filled anew, its memory used again.
void read_stems(const Xapian::Database& shard, Xapian::docid document,
                std::vector<CountedStem>& stems);

// Calls `sink` for every stem of the field `any` of the index, in order.
template <typename Sink>
void for_each_any_stem(const Xapian::Database& database, Sink sink) {
  Xapian::TermIterator term = database.allterms_begin("Z");
  const Xapian::TermIterator end = database.allterms_end("Z");
  while (term != end) {
    const std::string name = *term;
    const auto stem = stem_in(Field::kAny, name);
    if (!stem && name.size() > 1) {
      term.skip_to("Z[");  // behind all other fields, whose prefixes are capitals
      continue;
    }
    if (stem) sink(*stem, term.get_termfreq());
    ++term;
  }
}

}  // namespace evidence
