#include "indexer/work_loader.h"

#include <utility>

namespace evidence {

Result<std::optional<Work>> WorkLoader::load(const WorkId& id) {
  EVIDENCE_ASSIGN(std::vector<Record> records, store_.records_of(id));
  std::erase_if(records, [](const Record& record) { return record.deleted; });
  if (records.empty()) return std::optional<Work>();
  return std::optional<Work>(merge(id, std::move(records), policy_));
}

}  // namespace evidence
