#include "model/merge.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "model/study_type.h"

namespace evidence {
namespace {

// Whose description leads: indexed databases before publishers' and platforms' own lists. A source
// that is not named here comes after those that are, in alphabetical order.
constexpr std::array<std::string_view, 5> kSourceOrder{"pubmed", "europepmc", "crossref", "doaj",
                                                       "openalex"};

std::size_t source_rank(const Record& record) {
  const auto at = std::find(kSourceOrder.begin(), kSourceOrder.end(), record.source);
  return static_cast<std::size_t>(at - kSourceOrder.begin());
}

bool leads(const Record& a, const Record& b) {
  const std::size_t rank_a = source_rank(a);
  const std::size_t rank_b = source_rank(b);
  if (rank_a != rank_b) return rank_a < rank_b;
  if (a.source != b.source) return a.source < b.source;
  return a.source_record_id < b.source_record_id;
}

template <typename T>
void fill(T& value, const T& from) {
  if (value == T{}) value = from;
}

template <typename T>
void unite(std::vector<T>& values, const std::vector<T>& from) {
  for (const T& value : from) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
}

std::size_t abstract_bytes(const Record& record) {
  std::size_t bytes = 0;
  for (const AbstractSection& section : record.abstract) bytes += section.text.size();
  return bytes;
}

// The policy: what the leading record has, stands; what it lacks is filled; lists of facts unite.
void add(Record& merged, const Record& other) {
  fill(merged.title, other.title);
  fill(merged.original_title, other.original_title);
  if (abstract_bytes(merged) == 0) merged.abstract = other.abstract;
  fill(merged.contributors, other.contributors);
  fill(merged.publication.title, other.publication.title);
  fill(merged.publication.abbreviation, other.publication.abbreviation);
  fill(merged.publication.volume, other.publication.volume);
  fill(merged.publication.issue, other.publication.issue);
  fill(merged.publication.pages, other.publication.pages);
  fill(merged.publication.publisher, other.publication.publisher);
  fill(merged.publication.edition, other.publication.edition);
  fill(merged.publication.date, other.publication.date);
  fill(merged.rights, other.rights);
  fill(merged.table_of_contents, other.table_of_contents);
  unite(merged.identifiers, other.identifiers);
  unite(merged.publication_types, other.publication_types);
  unite(merged.subjects, other.subjects);
  unite(merged.languages, other.languages);
  unite(merged.links, other.links);
  unite(merged.relations, other.relations);
  unite(merged.coverage, other.coverage);
  unite(merged.truncated, other.truncated);
  merged.open_access = std::max(merged.open_access, other.open_access);
  merged.sample = merged.sample || other.sample;  // a page that shows any of it has to say so
}

bool has_type(const Record& record, std::initializer_list<std::string_view> names) {
  return std::any_of(record.publication_types.begin(), record.publication_types.end(),
                     [&](const std::string& type) {
                       return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
                         return equals_ignoring_case(type, name);
                       });
                     });
}

bool has_relation(const Record& record, RelationType type) {
  return std::any_of(record.relations.begin(), record.relations.end(),
                     [type](const Relation& relation) { return relation.type == type; });
}

// "RETRACTED: …", "[Retracted] …", "RETRACTED ARTICLE: …" as publishers rename an article.
bool title_says_retracted(std::string_view title) {
  for (const std::string_view mark :
       {"RETRACTED:", "[RETRACTED]", "[RETRACTED:", "(RETRACTED)",
        "RETRACTED ARTICLE:", "[RETRACTED ARTICLE]", "RETRACTED PAPER:", "RETRACTED CHAPTER:"}) {
    if (starts_with_ignoring_case(title, mark)) return true;
  }
  return false;
}

// How grave: of several members' statements the gravest is shown.
int gravity(Status status) {
  switch (status) {
    case Status::kRetracted:
      return 4;
    case Status::kPartiallyRetracted:
      return 3;
    case Status::kConcern:
      return 2;
    case Status::kCorrected:
      return 1;
    case Status::kNone:
      return 0;
  }
  return 0;
}

}  // namespace

Status status_of(const Record& record) {
  const bool is_notice = classify(record) == StudyType::kRetractionNotice;
  if (!is_notice &&
      (has_relation(record, RelationType::kRetractedBy) ||
       has_type(record, {"Retracted Publication", "Retracted Article", "Retracted"}) ||
       title_says_retracted(record.title))) {
    return Status::kRetracted;
  }
  if (!is_notice && has_relation(record, RelationType::kPartiallyRetractedBy)) {
    return Status::kPartiallyRetracted;
  }
  if (has_relation(record, RelationType::kHasConcern)) return Status::kConcern;
  if (has_relation(record, RelationType::kHasErratum)) return Status::kCorrected;
  return Status::kNone;
}

Work merge(const WorkId& id, std::vector<Record> records) {
  assert(!records.empty());
  std::sort(records.begin(), records.end(), leads);
  Work work;
  work.id = id;
  for (const Record& record : records) {
    work.members.push_back({record.source, record.source_record_id});
    const Status status = status_of(record);
    if (gravity(status) > gravity(work.status)) work.status = status;
  }
  std::sort(work.members.begin(), work.members.end(), [](const Member& a, const Member& b) {
    return std::pair(a.source, a.source_record_id) < std::pair(b.source, b.source_record_id);
  });
  work.record = records.front();
  for (std::size_t i = 1; i < records.size(); ++i) add(work.record, records[i]);
  if (records.size() > 1) apply_limits(work.record);
  work.study_type = classify(work.record);
  return work;
}

}  // namespace evidence
