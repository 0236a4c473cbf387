// The numbers at the top of a PRISMA 2020 flow diagram: what each source and each external search
// identified, how many of these were duplicates, what remains for screening. Plain values; pure
// functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "curation/external.h"
#include "curation/run.h"

namespace evidence::curation {

struct FlowRow {
  std::string name;  // of the source, or "database (platform)"
  bool external = false;
  std::uint64_t identified = 0, duplicates = 0, remaining = 0;
};

struct Flow {
  std::vector<FlowRow> rows;
  std::uint64_t identified = 0, duplicates = 0, remaining = 0;
  std::uint64_t unreadable = 0;  // references of uploaded files that could not be read
  std::uint64_t unread = 0;      // works of the result whose records could not be counted
};

Flow flow_of(const StoredRun& run, const std::vector<ExternalSearch>& externals);

// identified = duplicates + remaining, in every row and in all.
bool adds_up(const Flow& flow);

json::object flow_to_json(const Flow& flow);

}  // namespace evidence::curation
