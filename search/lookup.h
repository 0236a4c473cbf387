// Works by exact terms: by id, present or former, by what a relation names, by the trial that they
// report. Private to search/. Throws what Xapian throws; a damaged document is an Error.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "search/searcher.h"

namespace evidence {

// By its id, else by a former id over all shards: a work lies on the shard of its present one.
// kNotFound for an unknown id.
Result<Work> read_work(const Xapian::Database& database, const WorkId& id);

Result<std::map<std::string, WorkHead>> read_targets(const Xapian::Database& database,
                                                     const std::vector<std::string>& targets,
                                                     const WorkId& except);

Result<TrialReports> read_reports(const Xapian::Database& database,
                                  const std::vector<std::string>& numbers, std::size_t limit,
                                  const WorkId& except);

}  // namespace evidence
