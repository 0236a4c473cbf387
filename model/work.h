// A work: the merged cluster of records of one publication; what a reader sees. Plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/record.h"
#include "model/study_type.h"
#include "model/study_type_inference.h"

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
std::optional<Status> status_by_name(std::string_view name);

// Why a work has a status, for readers and reviewers.
struct StatusStatement {
  Status status = Status::kNone;
  std::string source;  // id of the source that says so
  // "relation" (the work's own record names the notice), "notice" (the notice names the work),
  // "publication_type", "title" (a prefix such as "RETRACTED:"), "matched" (a notice that names
  // nothing has this work's title and journal; then no source says so).
  std::string how;
  std::string notice;  // the notice as Relation::target; "" where it is not named
  bool operator==(const StatusStatement&) const = default;
};

// A relation of the whole work, seen from it.
struct WorkRelation {
  RelationType type = RelationType::kCommentsOn;
  std::string target;    // as Relation::target, or "record:<source>:<key>" for one without a number
  std::string citation;  // as printed, or the title of the other
  // "stated" by a record of this work, "reverse" where the other's record states it, "matched"
  // where the two were compared and are near but not the same.
  std::string origin;
  std::vector<std::string> sources;  // ids of the sources that state it, sorted; none for "matched"
  bool operator==(const WorkRelation&) const = default;
};

// A local correction as it was applied to the merged description.
struct AppliedCorrection {
  std::string field;   // "title", "publication.pages" …: kCorrectableFields of model/correction.h
  std::string before;  // what the sources say
  std::string reason, author, at;
  bool operator==(const AppliedCorrection&) const = default;
};

struct Work {
  WorkId id;
  Record record;                // the merged description; record.source names the preferred member
  std::vector<Member> members;  // every record behind it, sorted
  StudyType study_type = StudyType::kNotStated;  // as stated; never an inferred one
  StudyTypeFinding type_finding;  // what states it; where nothing does, what can be inferred
  std::string currency_source;    // id of the source that states record.currency; "" if none does
  Status status = Status::kNone;
  std::vector<StatusStatement> status_statements;  // gravest first
  std::vector<WorkRelation> relations;             // those that warn first
  bool has_newer_version = false;                  // a relation of that type says which
  std::vector<WorkId> former_ids;                  // ids that lead here after joins, sorted
  std::vector<std::string> registrations;          // numbers of the trials it reports, sorted
  std::vector<AppliedCorrection> corrections;
  bool operator==(const Work&) const = default;
};

// How its kind of study is known: `type_finding`, or what `study_type` alone says.
StudyTypeFinding shown_type(const Work& work);

// The canonical JSON of a work, stored as the document of the index and served by /api/v1/works.
std::string work_to_json(const Work& work);
Result<Work> work_from_json(std::string_view text);

}  // namespace evidence
