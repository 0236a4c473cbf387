// A stored run: what ran when against what, the counts of every line, and which works each line
// found, so that the run can be listed, exported and compared years later whatever becomes of the
// index. Plain values; pure functions, thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_set.h"
#include "base/json.h"
#include "base/result.h"
#include "curation/ledger.h"
#include "query/parsed_query.h"

namespace evidence::curation {

// A source that was searched, as it stood then.
struct RunSource {
  std::string id, name;
  std::string last_harvest;  // RFC 3339; "" where it was never harvested to its end
  std::int64_t records = 0;  // live ones in the store
  bool operator==(const RunSource&) const = default;
};

struct RunLine {
  unsigned number = 0;
  std::string text;      // as typed
  std::string tree;      // what ran
  std::string read_as;   // in words
  bool counted = false;  // false: an error, see messages
  std::uint64_t count = 0;
  std::map<std::string, std::uint64_t> by_source;
  std::vector<unsigned> refers_to;
  std::chrono::microseconds took{0};
  std::vector<query::Message> messages;
  bool reused = false;  // nothing that it depends on differs from the run before
};

struct StoredRun {
  unsigned number = 0;   // from 1, without gaps; given by the store
  unsigned version = 0;  // of the strategy
  std::string at;        // RFC 3339, UTC; given by the store
  std::string actor;
  std::string tool;             // "Evidence 0.1.0"
  std::string snapshot;         // "<generation>:<change sequence>"
  std::uint64_t documents = 0;  // works in the index
  std::string vocabulary;
  std::string syntax;  // name
  bool mapping = true;
  std::vector<std::string> restricted_to;  // source ids; empty: all
  std::vector<RunSource> sources;          // those searched
  std::vector<RunLine> lines;
  std::size_t result = 0;  // position in `lines` of the line with the highest number: the result
  RunLedger ledger;        // of the result line
  std::chrono::microseconds took{0};

  [[nodiscard]] const RunLine* result_line() const;  // nullptr where it was not counted
  [[nodiscard]] const RunLine* line(unsigned number) const;
};

// The works behind it: every work that a line found, sorted by id; per line the positions.
struct RunWorks {
  std::vector<WorkId> works;
  std::vector<IdSet> lines;  // as StoredRun::lines
  [[nodiscard]] std::vector<WorkId> of_line(std::size_t position) const;
};

struct RunLimits {
  std::size_t works = 5'000'000;
  std::size_t lines = 5'000;
  std::size_t head_bytes = 16U << 20U;  // of the run without its works, as JSON
};
inline constexpr RunLimits kRunLimits{};

// "<generation>:<sequence>" apart; sequence −1 where the text is not of that form.
struct SnapshotParts {
  std::string generation;
  std::int64_t sequence = -1;
};
SnapshotParts snapshot_parts(std::string_view snapshot);

// Marks the lines of `run` whose text, tree and settings, and those of every line that they depend
// on, equal a line of `before` on the same snapshot and vocabulary.
void mark_reused(StoredRun& run, const StoredRun& before);

// The JSON of a run but for its works: what is stored, and served by the API.
json::object run_to_json(const StoredRun& run);
Result<StoredRun> run_from_json(const json::object& object);  // kCorrupt: bad_run
json::object ledger_to_json(const RunLedger& ledger);

// The list of works as it is stored: ids joined by newlines, gzip.
std::string pack_works(const std::vector<WorkId>& works);
Result<std::vector<WorkId>> unpack_works(std::string_view bytes);  // kCorrupt

}  // namespace evidence::curation
