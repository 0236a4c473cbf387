#include "indexer/work_loader.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/match_profile.h"
#include "model/record_kind.h"
#include "store/merge_store.h"

namespace evidence {
namespace {

constexpr std::size_t kMostRelatives = 200;

std::string typed(const Identifier& identifier) {
  return std::string(scheme_name(identifier.scheme())) + ":" + identifier.value();
}

// The numbers that most readers know.
constexpr std::array kTargetSchemes{IdentifierScheme::kPmid, IdentifierScheme::kDoi,
                                    IdentifierScheme::kPmcid};

std::size_t target_rank(const Record& record) {
  for (std::size_t rank = 0; rank < kTargetSchemes.size(); ++rank) {
    for (const Identifier& identifier : record.identifiers) {
      if (identifier.scheme() == kTargetSchemes[rank]) return rank;
    }
  }
  return kTargetSchemes.size();
}

// How another work is named in a relation.
std::string target_of(const Record& record) {
  for (const IdentifierScheme scheme : kTargetSchemes) {
    for (const Identifier& identifier : record.identifiers) {
      if (identifier.scheme() == scheme) return typed(identifier);
    }
  }
  return "record:" + record.source + ":" + record.source_record_id;
}

std::string citation_of(const Record& record) {
  std::string citation = record.title.empty() ? record.original_title : record.title;
  const Publication& publication = record.publication;
  const std::string& journal =
      publication.abbreviation.empty() ? publication.title : publication.abbreviation;
  if (!citation.empty() && citation.back() != '.' && citation.back() != '?') citation += '.';
  if (!journal.empty()) citation += " " + journal + ".";
  if (publication.date.known()) citation += " " + std::to_string(publication.date.year) + ".";
  return citation;
}

// What the other record's relations say of a work with these identifiers.
void add_reverse(WorkContext& context, const std::set<std::string>& own, const Record& other) {
  for (const Relation& relation : other.relations) {
    if (!own.contains(relation.target)) continue;
    context.reverse.push_back(
        {reverse_of(relation.type), target_of(other), citation_of(other), other.source});
  }
}

// Of several records of the other work the one with the best known number names it.
void add_near(WorkContext& context, const std::vector<NearRecord>& near) {
  std::map<std::pair<WorkId, RelationType>, const NearRecord*> best;
  for (const NearRecord& one : near) {
    const NearRecord*& chosen = best[{one.work, one.relation}];
    if (chosen == nullptr || target_rank(one.record) < target_rank(chosen->record)) chosen = &one;
  }
  for (const NearRecord& one : near) {
    if (best[{one.work, one.relation}] != &one) continue;
    context.near.push_back({one.relation, target_of(one.record), citation_of(one.record)});
  }
}

}  // namespace

Result<WorkContext> WorkLoader::context_of(const WorkId& id, const std::vector<Record>& records) {
  WorkContext context;
  MergeStore* merging = store_.merging();
  if (merging == nullptr) return context;
  std::set<std::string> own;
  for (const Record& record : records) {
    const RecordKind kind = kind_of(record);
    // Chapters carry their book's ISBN; what is part of the book is no part of each of them.
    for (const Identifier& identifier : record.identifiers) {
      if (is_own_identifier(typed(identifier), kind)) own.insert(typed(identifier));
    }
  }
  EVIDENCE_ASSIGN(const std::vector<NamingRecord> naming, merging->naming(id, kMostRelatives));
  for (const NamingRecord& one : naming) add_reverse(context, own, one.record);
  EVIDENCE_ASSIGN(const std::vector<NearRecord> near, merging->near(id, kMostRelatives));
  add_near(context, near);
  EVIDENCE_ASSIGN(context.corrections, merging->corrections_of(id));
  EVIDENCE_ASSIGN(context.former_ids, merging->former_ids(id));
  return context;
}

Result<std::optional<Work>> WorkLoader::load(const WorkId& id) {
  EVIDENCE_ASSIGN(std::vector<Record> records, store_.records_of(id));
  std::erase_if(records, [](const Record& record) { return record.deleted; });
  if (records.empty()) return std::optional<Work>();
  EVIDENCE_ASSIGN(const WorkContext context, context_of(id, records));
  return std::optional<Work>(merge(id, std::move(records), policy_, context));
}

}  // namespace evidence
