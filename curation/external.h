// A search that was done elsewhere – another platform, another database – and what of its records
// the run does not have yet. Its records are kept with the strategy and never enter the store of
// records. Plain values; the deduplicator serves one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/match.h"
#include "model/work.h"

namespace evidence::curation {

struct ExternalCounts {
  std::uint64_t records = 0;            // that could be read
  std::uint64_t unreadable = 0;         // references of the file that could not
  std::uint64_t duplicates_within = 0;  // of another record of the same search
  std::uint64_t in_run = 0;             // whose work the run has already
  std::uint64_t in_earlier = 0;         // that an earlier external search of the run has
  std::uint64_t added = 0;              // records − the three above
  bool operator==(const ExternalCounts&) const = default;
};

enum class ExternalFate { kNew, kDuplicateWithin, kInRun, kInEarlier };
std::string_view fate_name(ExternalFate fate);  // "new" "duplicate" "in_run" "in_earlier"

struct ExternalRecordFate {
  ExternalFate fate = ExternalFate::kNew;
  WorkId work;  // of kInRun
  unsigned other =
      0;             // of kDuplicateWithin: the record's place; of kInEarlier: the search's number
  std::string rule;  // by which they match
  bool operator==(const ExternalRecordFate&) const = default;
};

struct ExternalSearch {
  unsigned number = 0;                        // within the strategy, from 1; given by the store
  unsigned run = 0;                           // against which it was deduplicated
  std::string at, actor;                      // `at` given by the store
  std::string platform;                       // "Ovid"
  std::string interface;                      // "Advanced search"; may be ""
  std::string database;                       // "Embase 1974 to 2026 November 20"
  std::string searched;                       // the day: "2026-11-21"
  std::string strategy;                       // as run there
  std::optional<std::uint64_t> stated_count;  // what the platform reported
  std::string file;                           // name of the uploaded file
  ExternalCounts counts;
  std::vector<ExternalRecordFate> fates;  // by place of the record
};

struct ExternalLimits {
  std::size_t file_bytes = 8U << 20U;
  std::size_t records = 20'000;
  std::size_t strategy_bytes = 256U << 10U;
};
inline constexpr ExternalLimits kExternalLimits{};

// Cleaned; kInvalidArgument: no_platform, no_database, bad_search_date (not a day); kTooLarge.
Result<ExternalSearch> checked_external(ExternalSearch search);

// Compares uploaded records with each other, with the works of a run and with earlier uploads: by
// identifiers and by the rules that merging uses (model/match.h). Tell it of works and earlier
// records in any order and number, then finish().
class Deduplicator {
 public:
  Deduplicator(const std::vector<Record>& records, MatchRules rules);

  // Cheap where the work shares no key with an uploaded record.
  void meet_work(const WorkId& id, const Record& merged);
  void meet_earlier(unsigned search, const Record& record);

  // Of records that are one publication the first is told what the group is; the others are
  // duplicates of it.
  [[nodiscard]] std::vector<ExternalRecordFate> finish() const;

 private:
  struct Found {
    WorkId work;
    unsigned search = 0;
    std::string rule;
  };
  void meet(const Record& record, const WorkId& work, unsigned search);

  MatchRules rules_;
  std::vector<MatchProfile> profiles_;
  std::vector<std::size_t> group_;  // of each record
  std::vector<std::string> rule_;   // that joined it to its group; "" for the first
  std::unordered_map<std::int64_t, std::vector<std::size_t>> by_key_;
  std::vector<std::optional<Found>> found_;  // of each record
};

ExternalCounts count_fates(const std::vector<ExternalRecordFate>& fates, std::uint64_t unreadable);

json::object external_to_json(const ExternalSearch& search);
Result<ExternalSearch> external_from_json(const json::object& object);  // kCorrupt

}  // namespace evidence::curation
