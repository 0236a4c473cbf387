// From the records of one cluster to the work that a reader sees. Deterministic: the order of the
// records does not matter. Which records belong together is model/match.h's.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "model/correction.h"
#include "model/work.h"

namespace evidence {

// How a field's value is picked from the members that have one. Ties go to the preferred source.
enum class FieldRule {
  kPreferred,  // of the source that stands first
  kLongest,    // the longest text, the most authors
  kUnion,      // all of them, the preferred source's first
};
std::string_view field_rule_name(FieldRule rule);  // "preferred"

// The policy table: config/merging.toml documents it.
struct MergePolicy {
  // Whose description leads. A source that is not named comes after those that are, in alphabetical
  // order; of one source, by key.
  std::vector<std::string> source_order{"pubmed",   "pubmed-files", "europepmc",
                                        "crossref", "doaj",         "openalex"};
  FieldRule title = FieldRule::kPreferred;
  FieldRule abstract = FieldRule::kLongest;
  FieldRule authors = FieldRule::kLongest;
  FieldRule publication = FieldRule::kPreferred;  // journal, volume, pages, date …, each by itself
  FieldRule publication_types = FieldRule::kUnion;
  FieldRule subjects = FieldRule::kUnion;
  FieldRule languages = FieldRule::kUnion;
  FieldRule links = FieldRule::kUnion;
  bool operator==(const MergePolicy&) const = default;
};

// Another text for every other policy: the index built by one is not that of another.
std::string fingerprint(const MergePolicy& policy);

// What is known of a work beyond its own records.
struct WorkContext {
  struct Reverse {                                   // another work's record names this one
    RelationType type = RelationType::kRetractedBy;  // as seen from this work
    std::string target, citation, source;            // the other: as Relation::target, its title
    bool operator==(const Reverse&) const = default;
  };
  struct Near {  // compared with this work: near but not the same
    RelationType type = RelationType::kHasPreprint;
    std::string target, citation;
    bool operator==(const Near&) const = default;
  };
  std::vector<Reverse> reverse;
  std::vector<Near> near;
  std::vector<Correction> corrections;  // oldest first
  std::vector<WorkId> former_ids;
  bool operator==(const WorkContext&) const = default;
};

// `records` is not empty and holds no deleted record.
Work merge(const WorkId& id, std::vector<Record> records, const MergePolicy& policy = {},
           const WorkContext& context = {});

// Retracted, concern and the like as the record's relations, publication types ("Retracted
// Publication") and title prefix say. A notice is never itself "retracted".
Status status_of(const Record& record);

}  // namespace evidence
