// Studies in the forms before API v2. Their JSON names every value differently wherever it stands
// (FullStudies nests them, StudyFields lists them), so values are found by name alone.
#include <map>

#include "base/text.h"
#include "connectors/format/clinicaltrials_study.h"

namespace evidence::clinicaltrials {
namespace {

using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

constexpr int kMaxDepth = 32;

void collect(Values& values, std::string_view key, const json::value& value, int depth) {
  if (depth > kMaxDepth) return;
  if (const json::object* object = value.if_object()) {
    for (const json::key_value_pair& pair : *object) {
      const std::string_view name(pair.key().data(), pair.key().size());
      // Large, and no part of the registration.
      if (name == "ResultsSection") {
        values["ResultsSection"].emplace_back("yes");
      } else {
        collect(values, name, pair.value(), depth + 1);
      }
    }
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& one : *array) collect(values, key, one, depth + 1);
  } else if (std::string text = JsonView(&value).text(); !text.empty()) {
    values[std::string(key)].push_back(std::move(text));
  }
}

std::vector<std::string> all(const Values& values, std::string_view key) {
  const auto found = values.find(key);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

std::string first(const Values& values, std::string_view key) {
  const auto found = values.find(key);
  return found == values.end() || found->second.empty() ? std::string() : found->second.front();
}

// Two lists that belong together only where they have the same length.
void add_headings(Study& out, const Values& values, const char* ids, const char* terms) {
  const std::vector<std::string> numbers = all(values, ids);
  const std::vector<std::string> names = all(values, terms);
  for (std::size_t i = 0; i < names.size(); ++i) {
    out.headings.push_back({numbers.size() == names.size() ? numbers[i] : "", names[i]});
  }
}

void add_officials(Study& out, const Values& values) {
  const std::vector<std::string> names = all(values, "OverallOfficialName");
  const std::vector<std::string> roles = all(values, "OverallOfficialRole");
  const std::vector<std::string> places = all(values, "OverallOfficialAffiliation");
  for (std::size_t i = 0; i < names.size(); ++i) {
    out.officials.push_back({names[i], roles.size() == names.size() ? roles[i] : "",
                             places.size() == names.size() ? places[i] : ""});
  }
}

// "Allocation: Randomized, Control: Placebo": how the XML before 2017 gave the design.
std::string allocation_in(std::string_view design) {
  for (const std::string_view part : split(design, ',')) {
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) continue;
    if (trim(part.substr(0, colon)) == "Allocation")
      return std::string(trim(part.substr(colon + 1)));
  }
  return {};
}

std::string date_of(const JsonView& study, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string text = study[name].text(); !text.empty()) return text;
  }
  return {};
}

}  // namespace

Study read_legacy_json(const json::value& study) {
  Values values;
  collect(values, "", study, 0);
  Study out;
  out.nct = first(values, "NCTId");
  out.other_ncts = all(values, "NCTIdAlias");
  out.brief_title = first(values, "BriefTitle");
  out.official_title = first(values, "OfficialTitle");
  out.acronym = first(values, "Acronym");
  out.summary = first(values, "BriefSummary");
  out.description = first(values, "DetailedDescription");
  out.status = first(values, "OverallStatus");
  out.why_stopped = first(values, "WhyStopped");
  out.study_type = first(values, "StudyType");
  out.allocation = first(values, "DesignAllocation");
  out.phases = all(values, "Phase");
  out.sponsor = first(values, "LeadSponsorName");
  out.collaborators = all(values, "CollaboratorName");
  add_officials(out, values);
  out.conditions = all(values, "Condition");
  out.keywords = all(values, "Keyword");
  out.interventions = all(values, "InterventionName");
  for (std::string& name : all(values, "InterventionOtherName")) {
    out.interventions.push_back(std::move(name));
  }
  add_headings(out, values, "ConditionMeshId", "ConditionMeshTerm");
  add_headings(out, values, "InterventionMeshId", "InterventionMeshTerm");
  out.first_posted = first(values, "StudyFirstPostDate");
  if (out.first_posted.empty()) out.first_posted = first(values, "StudyFirstSubmitDate");
  out.started = first(values, "StartDate");
  out.last_update = first(values, "LastUpdatePostDate");
  if (out.last_update.empty()) out.last_update = first(values, "LastUpdateSubmitDate");
  JsonView whole(&study);
  if (whole["Study"].present()) whole = whole["Study"];
  for (const JsonView& one :
       whole.at("ProtocolSection.ReferencesModule.ReferenceList.Reference").list()) {
    const std::string type = to_lower_ascii(one["ReferenceType"].text());
    if (type != "result" && type != "derived") continue;
    out.reports.push_back({one["ReferencePMID"].text(), one["ReferenceCitation"].text()});
  }
  out.has_results =
      !all(values, "ResultsSection").empty() || !all(values, "ResultsFirstPostDate").empty();
  return out;
}

Study read_legacy_xml(const JsonView& study) {
  Study out;
  out.nct = study.at("id_info.nct_id").text();
  out.other_ncts = study.at("id_info.nct_alias").texts();
  out.brief_title = study["brief_title"].text();
  out.official_title = study["official_title"].text();
  out.acronym = study["acronym"].text();
  out.summary = study.at("brief_summary.textblock").text();
  out.description = study.at("detailed_description.textblock").text();
  out.status = study["overall_status"].text();
  out.why_stopped = study["why_stopped"].text();
  out.study_type = study["study_type"].text();
  out.allocation = study.at("study_design_info.allocation").text();
  if (out.allocation.empty()) out.allocation = allocation_in(study["study_design"].text());
  out.phases = study["phase"].texts();
  out.sponsor = study.at("sponsors.lead_sponsor.agency").text();
  for (const JsonView& one : study.at("sponsors.collaborator").list()) {
    out.collaborators.push_back(one["agency"].text());
  }
  for (const JsonView& one : study["overall_official"].list()) {
    // Old files have the parts of a name, later ones the whole of it in last_name.
    std::string name =
        one["first_name"].text() + " " + one["middle_name"].text() + " " + one["last_name"].text();
    out.officials.push_back({clean_text(name), one["role"].text(), one["affiliation"].text()});
  }
  out.conditions = study["condition"].texts();
  out.keywords = study["keyword"].texts();
  for (const JsonView& one : study["intervention"].list()) {
    out.interventions.push_back(one["intervention_name"].text());
  }
  for (const JsonView& one : study["intervention"].list()) {
    for (std::string& name : one["other_name"].texts()) {
      out.interventions.push_back(std::move(name));
    }
  }
  for (const JsonView& one : study["results_reference"].list()) {
    out.reports.push_back({one["PMID"].text(), one["citation"].text()});
  }
  for (const char* list : {"condition_browse", "intervention_browse"}) {
    for (std::string& term : study[list]["mesh_term"].texts()) {
      out.headings.push_back({"", std::move(term)});
    }
  }
  out.first_posted =
      date_of(study, {"study_first_posted", "study_first_submitted", "firstreceived_date"});
  out.started = study["start_date"].text();
  out.last_update =
      date_of(study, {"last_update_posted", "last_update_submitted", "lastchanged_date"});
  out.has_results = study["clinical_results"].present() ||
                    study["results_first_posted"].present() ||
                    study["firstreceived_results_date"].present();
  return out;
}

}  // namespace evidence::clinicaltrials
