// A work: the merged cluster of records of one publication; what a reader sees. Plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/record.h"
#include "model/study_type.h"

namespace evidence {

// Stable, opaque: "w" + 12 characters of base 32. Minted and stored, never derived from an
// identifier; survives joins (the oldest stays) and splits (the larger part keeps it).
using WorkId = std::string;
bool is_work_id(std::string_view text);

struct Member {
  std::string source;
  std::string source_record_id;
  bool operator==(const Member&) const = default;
};

enum class Status { kNone, kRetracted, kPartiallyRetracted, kConcern, kCorrected };
std::string_view status_name(Status status);  // "retracted"; "" for kNone

struct Work {
  WorkId id;
  Record record;                // the merged description; record.source names the preferred member
  std::vector<Member> members;  // every record behind it, sorted
  StudyType study_type = StudyType::kNotStated;
  Status status = Status::kNone;
  bool operator==(const Work&) const = default;
};

// The canonical JSON of a work, stored as the document of the index and served by /api/v1/works.
std::string work_to_json(const Work& work);
Result<Work> work_from_json(std::string_view text);

}  // namespace evidence
