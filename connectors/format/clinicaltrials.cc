#include "connectors/format/clinicaltrials.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/clinicaltrials_study.h"
#include "connectors/format/json_or_xml.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/record_reading.h"
#include "model/person_name.h"

namespace evidence {
namespace {

using clinicaltrials::Study;

constexpr std::array<std::string_view, 3> kArrays{"studies", "FullStudiesResponse.FullStudies",
                                                  "StudyFieldsResponse.StudyFields"};

std::optional<Error> refuse(std::string_view envelope) {
  const std::string error = member_in(envelope, "error");
  if (error.empty() || envelope.find("\"protocolSection\"") != std::string_view::npos) {
    return std::nullopt;
  }
  return Error{ErrorCode::kUpstream, "remote_error",
               "ClinicalTrials.gov answered with an error: " + quoted_for_message(error, 300),
               "Look at the query, then run again."};
}

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "clinical_study") return XmlTag::kEntry;
  const bool foreign = name == "html" || name == "HTML" || name == "rss" || name == "feed" ||
                       name == "search_results";
  return root.empty() && foreign ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kXmlRules{"study", "clinical_study", "", classify_tag};

JsonSplitRules json_rules() {
  JsonSplitRules rules;
  rules.noun = "study";
  rules.expected = "ClinicalTrials.gov reply";
  rules.arrays = kArrays;
  rules.refuse = refuse;
  return rules;
}

// "NOT_YET_RECRUITING" and "Not yet recruiting" are one: as the older forms write them.
std::string in_words(std::string_view code) {
  std::string text = to_lower_ascii(code);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (text == "na" || text == "n/a") return "Not applicable";
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

// "PHASE2", "Phase 2", "EARLY_PHASE1" → "Phase 2", "Early phase 1".
std::string phase_in_words(std::string_view code) {
  std::string text = in_words(trim(code));
  if (const std::size_t digit = text.find_first_of("0123456789");
      digit != std::string::npos && digit > 0 && text[digit - 1] != ' ') {
    text.insert(digit, " ");
  }
  return text;
}

// The register pads descriptor numbers to nine digits. MeSH itself has six up to number 66,400 and
// nine from there on.
std::string mesh_id(std::string_view padded) {
  constexpr int kLastShort = 66'400;
  if (padded.size() != 10 || padded.front() != 'D' ||
      !std::all_of(padded.begin() + 1, padded.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::string(padded);
  }
  long number = 0;
  for (const char c : padded.substr(1)) number = number * 10 + (c - '0');
  return number <= kLastShort ? "D" + std::string(padded.substr(4)) : std::string(padded);
}

void add_section(Record& record, const char* label, const std::string& text) {
  if (std::string plain = plain_text(text); !plain.empty()) {
    record.abstract.push_back({label, std::move(plain)});
  }
}

void read_subjects(RecordReading& in, const Study& study) {
  for (const std::string& one : study.conditions) in.add_subject("ct-condition", plain_text(one));
  for (const std::string& one : study.interventions) {
    in.add_subject("ct-intervention", plain_text(one));
  }
  for (const std::string& one : study.keywords) in.add_subject("keyword", plain_text(one));
  in.add_subject("ct-status", in_words(study.status));
  in.add_subject("ct-study-type", in_words(study.study_type));
  for (const std::string& phases : study.phases) {
    // "Phase 1/Phase 2" of the older forms; "N/A" is one word.
    if (phases == "N/A") {
      in.add_subject("ct-phase", in_words(phases));
      continue;
    }
    for (const std::string_view phase : split(phases, '/')) {
      in.add_subject("ct-phase", phase_in_words(phase));
    }
  }
  std::string allocation = in_words(study.allocation);
  std::replace(allocation.begin(), allocation.end(), '-', ' ');
  in.add_subject("ct-allocation", std::move(allocation));
  in.add_subject("ct-results", study.has_results ? "Results posted" : "No results posted");
  for (const std::string& id : study.other_ids) in.add_subject("trial-registration", id);
  for (const clinicaltrials::Heading& heading : study.headings) {
    in.add_subject("mesh", plain_text(heading.term), mesh_id(heading.id));
  }
}

void read_people(RecordReading& in, const Study& study) {
  for (const clinicaltrials::Official& official : study.officials) {
    // "Ann Example, MD, PhD": what follows the comma are degrees.
    const std::string name = plain_text(official.name);
    Contributor person = parse_person_name(trim(std::string_view(name).substr(0, name.find(','))));
    if (person.family.empty()) continue;
    person.role = "investigator";
    person.affiliation = plain_text(official.affiliation);
    in.record.contributors.push_back(std::move(person));
  }
  std::vector<std::string> groups{study.sponsor};
  groups.insert(groups.end(), study.collaborators.begin(), study.collaborators.end());
  for (const std::string& group : groups) {
    if (group.empty()) continue;
    Contributor sponsor;
    sponsor.family = plain_text(group);
    sponsor.role = "collective";
    in.record.contributors.push_back(std::move(sponsor));
  }
}

PartialDate dated(RecordReading& in, const char* what, const std::string& text) {
  const PartialDate date = loose_date(text);
  if (!date.known() && !text.empty()) in.bad_date(what, text);
  return date;
}

Study study_of(const RawEntry& entry, const json::value& value) {
  const JsonView view(&value);
  if (is_xml(entry)) return clinicaltrials::read_legacy_xml(view);
  if (view["protocolSection"].present()) return clinicaltrials::read_v2(view);
  return clinicaltrials::read_legacy_json(value);
}

}  // namespace

bool ClinicalTrialsFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  for (const std::string_view mark : {"\"protocolSection\"", "\"FullStudiesResponse\"",
                                      "\"StudyFieldsResponse\"", "<clinical_study"}) {
    if (head.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

std::unique_ptr<EntryReader> ClinicalTrialsFormat::open(ByteSource& source) const {
  return split_json_or_xml(source, json_rules(), kXmlRules);
}

ParsedEntry ClinicalTrialsFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::optional<json::value> value = parse_entry_of_either(entry, parsed);
  if (!value) return parsed;
  const Study study = study_of(entry, *value);
  RecordReading in{{}, {}, entry.position};
  Record& record = in.record;
  in.add_identifier(IdentifierScheme::kNct, study.nct);
  if (!record.identifiers.empty()) record.source_record_id = record.identifiers.front().value();
  for (const std::string& alias : study.other_ncts)
    in.add_identifier(IdentifierScheme::kNct, alias);

  const std::string official = plain_text(study.official_title);
  record.title = plain_text(study.brief_title);
  if (record.title.empty()) record.title = official;
  if (record.title.empty() && !record.source_record_id.empty()) {
    in.drop("no_title", "the study has no title, so nobody could tell what it is; it is left out");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  if (official != record.title) add_section(record, "Official title", study.official_title);
  add_section(record, "Acronym", study.acronym);
  add_section(record, "Brief summary", study.summary);
  add_section(record, "Detailed description", study.description);
  add_section(record, "Why the study stopped", study.why_stopped);

  record.publication.title = "ClinicalTrials.gov";
  record.publication.publisher = plain_text(study.sponsor);
  record.publication.date = dated(in, "date of first posting", study.first_posted);
  if (!record.publication.date.known()) {
    record.publication.date = dated(in, "start date", study.started);
  }
  record.datestamp = format_date(dated(in, "date of the last update", study.last_update));
  in.add_type("Trial registration");
  record.languages.emplace_back("eng");
  read_people(in, study);
  read_subjects(in, study);
  for (const clinicaltrials::Report& report : study.reports) {
    const auto pmid = Identifier::parse(IdentifierScheme::kPmid, report.pmid);
    in.add_relation(RelationType::kHasReport, pmid.ok() ? "pmid:" + pmid->value() : "",
                    plain_text(report.citation));
  }
  if (!record.source_record_id.empty()) {
    in.add_link("https://clinicaltrials.gov/study/" + record.source_record_id, "registry", true);
    record.open_access = OpenAccess::kOpen;
  }
  return std::move(in).finish("the study has no NCT number, so it cannot be found again");
}

}  // namespace evidence
