#include "search/best_evidence.h"

#include <string>
#include <vector>

#include "model/field.h"
#include "model/study_type.h"

namespace evidence {

namespace {

std::vector<std::string> terms_of_level_1() {
  std::vector<std::string> terms;
  for (const StudyTypeInfo& type : study_types()) {
    if (type.evidence_level == 1) {
      terms.push_back(term_of(Field::kStudyType, std::string(type.key)));
    }
  }
  return terms;
}

}  // namespace

Xapian::Query best_evidence(const Xapian::Query& query, const IndexReader::State& state) {
  const std::vector<std::string> types = terms_of_level_1();
  const Xapian::Query narrowed(Xapian::Query::OP_FILTER, query,
                               Xapian::Query(Xapian::Query::OP_OR, types.begin(), types.end()));
  if (!state.has_older_versions) return narrowed;
  return {Xapian::Query::OP_AND_NOT, narrowed,
          Xapian::Query(term_of(Field::kVersion, kOlderVersion))};
}

std::size_t best_evidence_among(const IdSet& works, const IndexReader::State& state,
                                SnapshotSets& sets) {
  std::size_t count = 0;
  for (const std::string& type : terms_of_level_1()) {
    count += works.size_of_and(*works_with(type, state.database, sets));
  }
  return count;
}

}  // namespace evidence
