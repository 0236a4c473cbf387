#include "indexer/document_stems.h"

#include <algorithm>

#include "model/stem_term.h"

namespace evidence {
namespace {

void add_count(std::vector<CountedStem>& stems, std::size_t& size, std::string_view stem,
               std::uint32_t count) {
  if (size == stems.size()) stems.emplace_back();
  stems[size].stem.assign(stem);
  stems[size].count = count;
  ++size;
}

}  // namespace

void read_stems(const Xapian::Database& shard, Xapian::docid document,
                std::vector<CountedStem>& stems) {
  std::size_t size = 0;
  struct InTitle {
    std::string stem;
    std::uint32_t count;
  };
  std::vector<InTitle> title;
  try {
    Xapian::TermIterator term = shard.termlist_begin(document);
    const Xapian::TermIterator end = shard.termlist_end(document);
    for (term.skip_to("Z"); term != end; ++term) {
      const std::string name = *term;
      if (name.front() != 'Z') break;
      if (const auto stem = stem_in(Field::kAny, name)) {
        add_count(stems, size, *stem, term.get_wdf());
      } else if (const auto in_title = stem_in(Field::kTitle, name)) {
        title.push_back({std::string(*in_title), term.get_wdf()});
      }
    }
  } catch (const Xapian::DocNotFoundError&) {
    size = 0;
  }
  stems.resize(size);
  for (const InTitle& word : title) {
    const auto at = std::lower_bound(
        stems.begin(), stems.begin() + static_cast<std::ptrdiff_t>(size), word.stem,
        [](const CountedStem& known, const std::string& stem) { return known.stem < stem; });
    // A title's words are also in the field `any`, unless the text was cut between the two.
    if (at != stems.end() && at->stem == word.stem) at->count += word.count;
  }
}

}  // namespace evidence
