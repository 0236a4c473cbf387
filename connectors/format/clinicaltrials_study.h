// A study as ClinicalTrials.gov describes it, whatever form it came in: what the readers of the
// three forms fill and the format turns into a record. Used by clinicaltrials*.cc alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "connectors/format/json_fields.h"

namespace evidence::clinicaltrials {

struct Official {
  std::string name, role, affiliation;
};
struct Heading {
  std::string id, term;  // "D000013166": numbers padded as the register does
};

struct Report {
  std::string pmid, citation;
};

struct Study {
  std::string nct;
  std::vector<std::string> other_ncts;  // obsolete numbers of the same study
  std::vector<std::string> other_ids;   // in other registers: EudraCT, ISRCTN …
  std::string brief_title, official_title, acronym;
  std::string summary, description;
  std::string status, why_stopped;
  std::string study_type, allocation;
  std::vector<std::string> phases;
  std::string sponsor;
  std::vector<std::string> collaborators;
  std::vector<Official> officials;
  std::vector<std::string> conditions, keywords, interventions;
  std::vector<Heading> headings;
  std::string first_posted, started, last_update;
  bool has_results = false;
  // Publications of its results, as the investigators name them or the register found them; not
  // those that are only background.
  std::vector<Report> reports;
};

Study read_v2(const JsonView& study);
Study read_legacy_json(const json::value& study);
Study read_legacy_xml(const JsonView& study);

}  // namespace evidence::clinicaltrials
