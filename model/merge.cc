#include "model/merge.h"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "model/record_kind.h"
#include "model/registration.h"
#include "model/study_type_inference.h"

namespace evidence {
namespace {

std::size_t source_rank(const Record& record, const MergePolicy& policy) {
  const auto at = std::find(policy.source_order.begin(), policy.source_order.end(), record.source);
  return static_cast<std::size_t>(at - policy.source_order.begin());
}

auto order_key(const Record& record, const MergePolicy& policy) {
  return std::tuple(source_rank(record, policy), std::string_view(record.source),
                    std::string_view(record.source_record_id));
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

std::size_t size_of(const std::string& text) { return text.size(); }
std::size_t size_of(const std::vector<AbstractSection>& sections) {
  std::size_t bytes = 0;
  for (const AbstractSection& section : sections) bytes += section.text.size();
  return bytes;
}
template <typename T>
std::size_t size_of(const std::vector<T>& list) {
  return list.size();
}

// A text or a list taken whole from one record: the first that has it, or the longest.
template <typename T>
void pick(T& value, const T& from, FieldRule rule) {
  const std::size_t own = size_of(value);
  if (own == 0 || (rule == FieldRule::kLongest && size_of(from) > own)) value = from;
}

template <typename T>
void pick_list(std::vector<T>& values, const std::vector<T>& from, FieldRule rule) {
  if (rule == FieldRule::kUnion) {
    unite(values, from);
  } else {
    pick(values, from, rule);
  }
}

// What one source says of a guideline is taken whole, because a version and a review date belong
// together; only that it is withdrawn or replaced is believed of whichever source says so.
void add_currency(Currency& merged, const Currency& other) {
  const CurrencyStatement stated = std::max(merged.stated, other.stated);
  if (merged == Currency{}) merged = other;
  if (stated == CurrencyStatement::kWithdrawn && !merged.withdrawn_on.known()) {
    merged.withdrawn_on = other.withdrawn_on;
  }
  merged.stated = stated;
}

// What the records so far have, stands as the policy says; what they lack is filled.
void add(Record& merged, const Record& other, const MergePolicy& policy) {
  pick(merged.title, other.title, policy.title);
  fill(merged.original_title, other.original_title);
  pick(merged.abstract, other.abstract, policy.abstract);
  pick_list(merged.contributors, other.contributors, policy.authors);
  Publication& publication = merged.publication;
  pick(publication.title, other.publication.title, policy.publication);
  pick(publication.abbreviation, other.publication.abbreviation, policy.publication);
  pick(publication.volume, other.publication.volume, policy.publication);
  pick(publication.issue, other.publication.issue, policy.publication);
  pick(publication.pages, other.publication.pages, policy.publication);
  pick(publication.publisher, other.publication.publisher, policy.publication);
  pick(publication.edition, other.publication.edition, policy.publication);
  fill(publication.date, other.publication.date);
  fill(merged.history.entered, other.history.entered);
  fill(merged.history.created, other.history.created);
  fill(merged.history.indexed, other.history.indexed);
  fill(merged.history.completed, other.history.completed);
  fill(merged.rights, other.rights);
  pick(merged.table_of_contents, other.table_of_contents, FieldRule::kLongest);
  unite(merged.identifiers, other.identifiers);
  pick_list(merged.publication_types, other.publication_types, policy.publication_types);
  pick_list(merged.subjects, other.subjects, policy.subjects);
  pick_list(merged.languages, other.languages, policy.languages);
  pick_list(merged.links, other.links, policy.links);
  unite(merged.relations, other.relations);
  unite(merged.coverage, other.coverage);
  unite(merged.truncated, other.truncated);
  add_currency(merged.currency, other.currency);
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

// How grave: of several statements the gravest is shown.
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

Status status_by_relation(RelationType type) {
  switch (type) {
    case RelationType::kRetractedBy:
      return Status::kRetracted;
    case RelationType::kPartiallyRetractedBy:
      return Status::kPartiallyRetracted;
    case RelationType::kHasConcern:
      return Status::kConcern;
    case RelationType::kHasErratum:
      return Status::kCorrected;
    default:
      return Status::kNone;
  }
}

bool is_retraction(Status status) {
  return status == Status::kRetracted || status == Status::kPartiallyRetracted;
}

void note_status(std::vector<StatusStatement>& statements, StatusStatement statement) {
  if (statement.status == Status::kNone) return;
  if (std::find(statements.begin(), statements.end(), statement) == statements.end()) {
    statements.push_back(std::move(statement));
  }
}

// What one record says of its own publication.
void add_statements(std::vector<StatusStatement>& statements, const Record& record) {
  const bool is_notice = kind_of(record) == RecordKind::kRetractionNotice;
  for (const Relation& relation : record.relations) {
    const Status status = status_by_relation(relation.type);
    if (is_notice && is_retraction(status)) continue;
    note_status(statements, {status, record.source, "relation", relation.target});
  }
  if (is_notice) return;
  if (has_type(record, {"Retracted Publication", "Retracted Article", "Retracted"})) {
    note_status(statements, {Status::kRetracted, record.source, "publication_type", ""});
  }
  if (title_says_retracted(record.title)) {
    note_status(statements, {Status::kRetracted, record.source, "title", ""});
  }
}

void set_status(Work& work, const std::vector<Record>& records, const WorkContext& context) {
  const bool is_notice = kind_of(work.record) == RecordKind::kRetractionNotice;
  auto& statements = work.status_statements;
  for (const Record& record : records) add_statements(statements, record);
  for (const WorkContext::Reverse& reverse : context.reverse) {
    note_status(statements,
                {status_by_relation(reverse.type), reverse.source, "notice", reverse.target});
  }
  // A notice that names nothing, with the title and the journal of this work. An erratum so found
  // says too little to count.
  for (const WorkContext::Near& near : context.near) {
    const Status status = status_by_relation(near.type);
    if (status != Status::kCorrected) note_status(statements, {status, "", "matched", near.target});
  }
  std::erase_if(statements, [is_notice](const StatusStatement& statement) {
    return is_notice && is_retraction(statement.status);
  });
  std::sort(statements.begin(), statements.end(),
            [](const StatusStatement& a, const StatusStatement& b) {
              return std::tuple(-gravity(a.status), a.source, a.how, a.notice) <
                     std::tuple(-gravity(b.status), b.source, b.how, b.notice);
            });
  work.status = statements.empty() ? Status::kNone : statements.front().status;
}

// Those that warn come first, then by kind.
int relation_rank(RelationType type) {
  const int warning = gravity(status_by_relation(type));
  if (warning > 0) return -10 - warning;
  if (type == RelationType::kHasNewerVersion) return -10;
  return static_cast<int>(type);
}

void add_relation(std::vector<WorkRelation>& relations, RelationType type,
                  const std::string& target, const std::string& citation, std::string_view origin,
                  const std::string& source) {
  const auto same =
      std::find_if(relations.begin(), relations.end(), [&](const WorkRelation& relation) {
        return relation.type == type && relation.target == target &&
               (!target.empty() || relation.citation == citation);
      });
  WorkRelation& relation =
      same != relations.end()
          ? *same
          : relations.emplace_back(WorkRelation{type, target, "", std::string(origin), {}});
  if (relation.citation.empty()) relation.citation = citation;
  if (source.empty()) return;
  const auto at = std::lower_bound(relation.sources.begin(), relation.sources.end(), source);
  if (at == relation.sources.end() || *at != source) relation.sources.insert(at, source);
}

void set_relations(Work& work, const std::vector<Record>& records, const WorkContext& context) {
  for (const Record& record : records) {
    for (const Relation& relation : record.relations) {
      add_relation(work.relations, relation.type, relation.target, relation.citation, "stated",
                   record.source);
    }
  }
  for (const WorkContext::Reverse& reverse : context.reverse) {
    add_relation(work.relations, reverse.type, reverse.target, reverse.citation, "reverse",
                 reverse.source);
  }
  for (const WorkContext::Near& near : context.near) {
    add_relation(work.relations, near.type, near.target, near.citation, "matched", "");
  }
  std::sort(work.relations.begin(), work.relations.end(),
            [](const WorkRelation& a, const WorkRelation& b) {
              return std::tuple(relation_rank(a.type), a.target, a.citation) <
                     std::tuple(relation_rank(b.type), b.target, b.citation);
            });
  constexpr std::size_t kMaxRelations = 1'000;
  if (work.relations.size() > kMaxRelations) work.relations.resize(kMaxRelations);
  work.has_newer_version = std::any_of(
      work.relations.begin(), work.relations.end(),
      [](const WorkRelation& relation) { return relation.type == RelationType::kHasNewerVersion; });
}

}  // namespace

std::string_view field_rule_name(FieldRule rule) {
  switch (rule) {
    case FieldRule::kPreferred:
      return "preferred";
    case FieldRule::kLongest:
      return "longest";
    case FieldRule::kUnion:
      return "union";
  }
  return "preferred";
}

std::string fingerprint(const MergePolicy& policy) {
  std::string text = "merge 3 " + join(policy.source_order, ",");
  for (const FieldRule rule :
       {policy.title, policy.abstract, policy.authors, policy.publication, policy.publication_types,
        policy.subjects, policy.languages, policy.links}) {
    text += " " + std::string(field_rule_name(rule));
  }
  return sha256_hex(text).substr(0, 32);
}

Status status_of(const Record& record) {
  std::vector<StatusStatement> statements;
  add_statements(statements, record);
  Status gravest = Status::kNone;
  for (const StatusStatement& statement : statements) {
    if (gravity(statement.status) > gravity(gravest)) gravest = statement.status;
  }
  return gravest;
}

Work merge(const WorkId& id, std::vector<Record> records, const MergePolicy& policy,
           const WorkContext& context) {
  assert(!records.empty());
  std::sort(records.begin(), records.end(), [&policy](const Record& a, const Record& b) {
    return order_key(a, policy) < order_key(b, policy);
  });
  Work work;
  work.id = id;
  for (const Record& record : records) {
    work.members.push_back({record.source, record.source_record_id});
  }
  std::sort(work.members.begin(), work.members.end(), [](const Member& a, const Member& b) {
    return std::pair(a.source, a.source_record_id) < std::pair(b.source, b.source_record_id);
  });
  work.record = records.front();
  for (std::size_t i = 1; i < records.size(); ++i) add(work.record, records[i], policy);
  for (const Record& record : records) {
    const bool says =
        record.currency != Currency{} && record.currency.stated == work.record.currency.stated;
    if (says && work.currency_source.empty()) work.currency_source = record.source;
  }
  if (records.size() > 1) apply_limits(work.record);
  set_relations(work, records, context);
  set_status(work, records, context);
  for (const Correction& correction : context.corrections) apply_correction(work, correction);
  work.former_ids = context.former_ids;
  work.registrations = registrations_of(work.record);
  work.type_finding = find_study_type(work.record);
  if (!work.type_finding.inferred()) work.study_type = work.type_finding.type;
  return work;
}

}  // namespace evidence
