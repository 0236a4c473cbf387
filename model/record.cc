#include "model/record.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::array<std::pair<RelationType, std::string_view>, 27> kRelations{{
    {RelationType::kRetracts, "retracts"},
    {RelationType::kRetractedBy, "retracted_by"},
    {RelationType::kPartiallyRetracts, "partially_retracts"},
    {RelationType::kPartiallyRetractedBy, "partially_retracted_by"},
    {RelationType::kConcernAbout, "concern_about"},
    {RelationType::kHasConcern, "has_concern"},
    {RelationType::kErratumFor, "erratum_for"},
    {RelationType::kHasErratum, "has_erratum"},
    {RelationType::kUpdates, "updates"},
    {RelationType::kUpdatedBy, "updated_by"},
    {RelationType::kRepublishes, "republishes"},
    {RelationType::kRepublishedAs, "republished_as"},
    {RelationType::kCommentsOn, "comments_on"},
    {RelationType::kHasComment, "has_comment"},
    {RelationType::kPreprintOf, "preprint_of"},
    {RelationType::kHasPreprint, "has_preprint"},
    {RelationType::kPartOf, "part_of"},
    {RelationType::kHasPart, "has_part"},
    {RelationType::kNewerVersionOf, "newer_version_of"},
    {RelationType::kHasNewerVersion, "has_newer_version"},
    {RelationType::kProtocolOf, "protocol_of"},
    {RelationType::kHasProtocol, "has_protocol"},
    {RelationType::kConferenceAbstractOf, "conference_abstract_of"},
    {RelationType::kHasConferenceAbstract, "has_conference_abstract"},
    {RelationType::kReportOf, "report_of"},
    {RelationType::kHasReport, "has_report"},
    {RelationType::kOtherEdition, "other_edition"},
}};

// Names that are cut are kept sorted and once, so that applying the limits twice changes nothing.
void note_cut(Record& record, const char* field) {
  auto& names = record.truncated;
  const auto at = std::lower_bound(names.begin(), names.end(), field);
  if (at == names.end() || *at != field) names.insert(at, field);
}

void cut_text(Record& record, std::string& text, std::size_t limit, const char* field) {
  if (text.size() <= limit) return;
  text.resize(truncate_utf8(text, limit).size());
  note_cut(record, field);
}

template <typename T>
void cut_list(Record& record, std::vector<T>& list, std::size_t limit, const char* field) {
  if (list.size() <= limit) return;
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(limit), list.end());
  note_cut(record, field);
}

void cut_abstract(Record& record) {
  std::size_t left = kRecordLimits.abstract_bytes;
  for (std::size_t i = 0; i < record.abstract.size(); ++i) {
    AbstractSection& section = record.abstract[i];
    cut_text(record, section.label, 200, "abstract");
    const std::size_t used = section.label.size() + section.text.size();
    if (used <= left) {
      left -= used;
      continue;
    }
    if (section.label.size() < left) {
      cut_text(record, section.text, left - section.label.size(), "abstract");
      ++i;
    }
    cut_list(record, record.abstract, i, "abstract");
    note_cut(record, "abstract");
    return;
  }
}

}  // namespace

std::string_view relation_name(RelationType type) {
  for (const auto& [known, name] : kRelations) {
    if (known == type) return name;
  }
  return "comments_on";
}

RelationType reverse_of(RelationType type) {
  if (type == RelationType::kOtherEdition) return type;
  // The two directions of a relation stand beside each other, the first at an even place.
  return static_cast<RelationType>(static_cast<unsigned>(type) ^ 1U);
}

std::optional<RelationType> relation_by_name(std::string_view name) {
  for (const auto& [type, known] : kRelations) {
    if (known == name) return type;
  }
  return std::nullopt;
}

void apply_limits(Record& record) {
  constexpr std::size_t kShortText = 2'048;     // names, volumes, labels, affiliations
  constexpr std::size_t kLongText = 1U << 20U;  // a table of contents
  constexpr std::size_t kShortList = 100;       // identifiers, publication types, languages
  constexpr std::size_t kCoverages = 1'000;

  std::sort(record.identifiers.begin(), record.identifiers.end());
  record.identifiers.erase(std::unique(record.identifiers.begin(), record.identifiers.end()),
                           record.identifiers.end());
  cut_list(record, record.identifiers, kShortList, "identifiers");
  cut_text(record, record.title, kRecordLimits.title_bytes, "title");
  cut_text(record, record.original_title, kRecordLimits.title_bytes, "original_title");
  cut_abstract(record);
  cut_list(record, record.contributors, kRecordLimits.contributors, "contributors");
  for (Contributor& contributor : record.contributors) {
    for (std::string* text : {&contributor.family, &contributor.given, &contributor.initials,
                              &contributor.role, &contributor.orcid, &contributor.affiliation}) {
      cut_text(record, *text, kShortText, "contributors");
    }
  }
  Publication& publication = record.publication;
  cut_text(record, publication.title, kRecordLimits.title_bytes, "publication");
  for (std::string* text : {&publication.abbreviation, &publication.volume, &publication.issue,
                            &publication.pages, &publication.publisher, &publication.edition}) {
    cut_text(record, *text, kShortText, "publication");
  }
  cut_list(record, record.publication_types, kShortList, "publication_types");
  for (std::string& type : record.publication_types) {
    cut_text(record, type, kShortText, "publication_types");
  }
  cut_list(record, record.subjects, kRecordLimits.subjects, "subjects");
  for (Subject& subject : record.subjects) {
    for (std::string* text : {&subject.scheme, &subject.id, &subject.label, &subject.qualifier_id,
                              &subject.qualifier}) {
      cut_text(record, *text, kShortText, "subjects");
    }
  }
  cut_list(record, record.languages, kShortList, "languages");
  for (std::string& language : record.languages) {
    cut_text(record, language, kShortText, "languages");
  }
  cut_list(record, record.links, kRecordLimits.links, "links");
  cut_text(record, record.rights, kShortText, "rights");
  cut_list(record, record.relations, kRecordLimits.relations, "relations");
  for (Relation& relation : record.relations) {
    cut_text(record, relation.target, kShortText, "relations");
    cut_text(record, relation.citation, kShortText, "relations");
  }
  cut_list(record, record.coverage, kCoverages, "coverage");
  for (Coverage& c : record.coverage) {
    for (std::string* text :
         {&c.first_date, &c.first_volume, &c.first_issue, &c.last_date, &c.last_volume,
          &c.last_issue, &c.embargo, &c.depth, &c.notes, &c.access_type, &c.title_id}) {
      cut_text(record, *text, kShortText, "coverage");
    }
  }
  cut_text(record, record.currency.version, kShortText, "currency");
  cut_text(record, record.table_of_contents, kLongText, "table_of_contents");
}

}  // namespace evidence
