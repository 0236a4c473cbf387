#include "indexer/document_stems.h"

#include <algorithm>

#include "model/field.h"

namespace evidence {
namespace {

// "ZS…": stems of the title.
const std::string& title_prefix() {
  static const std::string kPrefix = "Z" + std::string(field_info(Field::kTitle).prefix);
  return kPrefix;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

void add_count(std::vector<CountedStem>& stems, std::size_t& size, std::string_view stem,
               std::uint32_t count) {
  if (size == stems.size()) stems.emplace_back();
  stems[size].stem.assign(stem);
  stems[size].count = count;
  ++size;
}

}  // namespace

std::string_view any_stem(std::string_view term) {
  if (term.size() < 2 || term[0] != 'Z' || is_capital(term[1]) || term[1] == ':') return {};
  return term.substr(1);
}

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
      if (const std::string_view stem = any_stem(name); !stem.empty()) {
        add_count(stems, size, stem, term.get_wdf());
      } else if (name.starts_with(title_prefix()) && name.size() > title_prefix().size() &&
                 !is_capital(name[title_prefix().size()])) {
        title.push_back({name.substr(title_prefix().size()), term.get_wdf()});
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
