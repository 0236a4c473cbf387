#include "search/best_evidence.h"

#include <string>
#include <vector>

#include "model/field.h"
#include "model/study_type.h"

namespace evidence {

Xapian::Query best_evidence(const Xapian::Query& query, const IndexReader::State& state) {
  std::vector<Xapian::Query> types;
  for (const StudyTypeInfo& type : study_types()) {
    if (type.evidence_level == 1) {
      types.emplace_back(term_of(Field::kStudyType, std::string(type.key)));
    }
  }
  const Xapian::Query narrowed(Xapian::Query::OP_FILTER, query,
                               Xapian::Query(Xapian::Query::OP_OR, types.begin(), types.end()));
  if (!state.has_older_versions) return narrowed;
  return {Xapian::Query::OP_AND_NOT, narrowed,
          Xapian::Query(term_of(Field::kVersion, kOlderVersion))};
}

}  // namespace evidence
