#include "server/ris_notes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "model/merge.h"
#include "model/record_kind.h"
#include "server/work_facts.h"

namespace evidence::server {
namespace {

constexpr std::size_t kMaxRelations = 100;
constexpr std::size_t kMaxText = 500;  // bytes of a citation, a value before its correction

struct StatusWords {
  Status status;
  RelationType relation;  // that names the notice
  std::string_view words;
};
// Gravest first.
constexpr std::array kStatusWords{
    StatusWords{Status::kRetracted, RelationType::kRetractedBy, "RETRACTED"},
    StatusWords{Status::kPartiallyRetracted, RelationType::kPartiallyRetractedBy,
                "RETRACTED IN PART"},
    StatusWords{Status::kConcern, RelationType::kHasConcern, "EXPRESSION OF CONCERN"},
    StatusWords{Status::kCorrected, RelationType::kHasErratum, "CORRECTED"},
};

// Comments, parts and the like are many and change nothing in what the work says.
constexpr std::array kToldRelations{
    RelationType::kRetractedBy,       RelationType::kPartiallyRetractedBy,
    RelationType::kHasConcern,        RelationType::kHasErratum,
    RelationType::kHasNewerVersion,   RelationType::kRetracts,
    RelationType::kPartiallyRetracts, RelationType::kConcernAbout,
    RelationType::kErratumFor,        RelationType::kUpdatedBy,
    RelationType::kUpdates,           RelationType::kRepublishedAs,
    RelationType::kRepublishes,       RelationType::kNewerVersionOf,
    RelationType::kPreprintOf,        RelationType::kHasPreprint,
};

bool is_retraction(Status status) {
  return status == Status::kRetracted || status == Status::kPartiallyRetracted;
}

// Once each, as they come.
void add_once(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
    list.push_back(text);
  }
}

std::string shortened(std::string_view text) {
  if (text.size() <= kMaxText) return std::string(text);
  return std::string(truncate_utf8(text, kMaxText)) + "…";
}

// Readers, ours among them, look for numbers of the work behind each ';' of a note. It stays before
// digits that read as none: "2020 Apr;17(4):450", the old DOI "…3.0.CO;2-2".
void drop_divisions(std::string& note) {
  for (std::size_t i = 0; i < note.size(); ++i) {
    if (note[i] != ';') continue;
    const std::string_view rest = std::string_view(note).substr(i + 1);
    const bool doi = rest.starts_with("10.");
    const bool issn = rest.size() > 4 && rest[4] == '-';
    if (rest.empty() || !is_digit(rest.front()) || doi || issn) note[i] = ',';
  }
}

// Of a work from an older index they stand in its record alone.
std::vector<WorkRelation> relations_of(const Work& work) {
  if (!work.relations.empty()) return work.relations;
  std::vector<WorkRelation> relations;
  for (const Relation& relation : work.record.relations) {
    relations.push_back({relation.type, relation.target, relation.citation, "stated", {}});
  }
  return relations;
}

// The work's statements, and what its status and its record say besides.
std::vector<StatusStatement> statements_of(const Work& work) {
  std::vector<StatusStatement> statements = work.status_statements;
  for (const Status status : {work.status, status_of(work.record)}) {
    const bool said = std::any_of(statements.begin(), statements.end(),
                                  [status](const auto& one) { return one.status == status; });
    if (!said && status != Status::kNone) statements.push_back({status, "", "", ""});
  }
  if (kind_of(work.record) == RecordKind::kRetractionNotice) {
    std::erase_if(statements, [](const auto& one) { return is_retraction(one.status); });
  }
  return statements;
}

std::string according_to(const std::vector<std::string>& sources) {
  return sources.empty() ? "" : " (according to " + join(sources, ", ") + ")";
}

void add_status_notes(std::vector<std::string>& notes, const Work& work,
                      const std::vector<WorkRelation>& relations) {
  const std::vector<StatusStatement> statements = statements_of(work);
  for (const StatusWords& row : kStatusWords) {
    std::vector<std::string> sources;
    std::vector<std::string> notices;
    bool said = false;
    for (const StatusStatement& statement : statements) {
      if (statement.status != row.status) continue;
      said = true;
      add_once(sources, statement.source);
      add_once(notices, statement.notice);
    }
    if (!said) continue;
    for (const WorkRelation& relation : relations) {
      if (relation.type == row.relation) add_once(notices, relation.target);
    }
    std::string note = std::string(row.words) + according_to(sources) + ": ";
    note += notices.empty() ? "the notice is not named" : "notice " + join(notices, ", ");
    notes.push_back(std::move(note));
  }
}

void add_version_note(std::vector<std::string>& notes, const Work& work,
                      const std::vector<WorkRelation>& relations) {
  std::vector<std::string> versions;
  for (const WorkRelation& relation : relations) {
    if (relation.type != RelationType::kHasNewerVersion) continue;
    add_once(versions, relation.target.empty() ? shortened(relation.citation) : relation.target);
  }
  if (versions.empty() && !work.has_newer_version) return;
  notes.push_back(versions.empty() ? "NEWER VERSION EXISTS"
                                   : "NEWER VERSION EXISTS: " + join(versions, ", "));
}

void add_relation_notes(std::vector<std::string>& notes,
                        const std::vector<WorkRelation>& relations) {
  std::size_t count = 0;
  for (const RelationType type : kToldRelations) {
    for (const WorkRelation& relation : relations) {
      if (relation.type != type || ++count > kMaxRelations) continue;
      std::string note = std::string(relation_label(type)) + ": " + relation.target;
      if (!relation.target.empty() && !relation.citation.empty()) note += ", ";
      note += shortened(relation.citation) + according_to(relation.sources);
      notes.push_back(std::move(note));
    }
  }
  if (count > kMaxRelations) {
    notes.push_back("And " + std::to_string(count - kMaxRelations) + " more relations");
  }
}

void add_correction_notes(std::vector<std::string>& notes, const Work& work) {
  for (const AppliedCorrection& correction : work.corrections) {
    std::string note = "Corrected here: " + correction.field;
    if (!correction.author.empty()) note += ", by " + correction.author;
    if (!correction.at.empty()) note += ", " + correction.at;
    if (!correction.reason.empty()) note += ". Reason: " + shortened(correction.reason);
    note += correction.before.empty()
                ? ". The sources give nothing there"
                : ". The sources say: \"" + shortened(correction.before) + "\"";
    notes.push_back(std::move(note));
  }
}

}  // namespace

bool is_retracted(const Work& work) {
  const std::vector<StatusStatement> statements = statements_of(work);
  return std::any_of(statements.begin(), statements.end(),
                     [](const auto& one) { return one.status == Status::kRetracted; });
}

std::vector<std::string> ris_notes(const Work& work) {
  std::vector<std::string> notes;
  const std::vector<WorkRelation> relations = relations_of(work);
  if (work.record.sample) {
    notes.emplace_back("SAMPLE DATA: this reference was made up for demonstration");
  }
  add_status_notes(notes, work, relations);
  add_version_note(notes, work, relations);
  switch (kind_of(work.record)) {
    case RecordKind::kRetractionNotice:
      notes.emplace_back("This is a retraction notice: it says that another work is withdrawn");
      break;
    case RecordKind::kPreprint:
      notes.emplace_back("PREPRINT: made public before peer review");
      break;
    default:
      break;
  }
  add_relation_notes(notes, relations);
  add_correction_notes(notes, work);
  const std::vector<std::string>& types = work.record.publication_types;
  if (!types.empty()) notes.push_back("Publication types: " + join(types, ", "));
  if (!work.registrations.empty()) {
    notes.push_back("Trial registrations: " + join(work.registrations, ", "));
  }
  for (std::string& note : notes) drop_divisions(note);
  return notes;
}

}  // namespace evidence::server
