// A study of API v2: protocolSection, derivedSection.
#include "connectors/format/clinicaltrials_study.h"

namespace evidence::clinicaltrials {
namespace {

bool is_register(const std::string& type) {
  return type == "EUDRACT_NUMBER" || type == "CTIS" || type == "REGISTRY";
}

void read_headings(Study& out, const JsonView& module) {
  for (const JsonView& mesh : module["meshes"].list()) {
    out.headings.push_back({mesh["id"].text(), mesh["term"].text()});
  }
}

}  // namespace

Study read_v2(const JsonView& study) {
  const JsonView protocol = study["protocolSection"];
  const JsonView ids = protocol["identificationModule"];
  const JsonView status = protocol["statusModule"];
  const JsonView design = protocol["designModule"];
  const JsonView sponsors = protocol["sponsorCollaboratorsModule"];
  Study out;
  out.nct = ids["nctId"].text();
  out.other_ncts = ids["nctIdAliases"].texts();
  for (const JsonView& id : ids["secondaryIdInfos"].list()) {
    if (is_register(id["type"].text())) out.other_ids.push_back(id["id"].text());
  }
  out.brief_title = ids["briefTitle"].text();
  out.official_title = ids["officialTitle"].text();
  out.acronym = ids["acronym"].text();
  out.summary = protocol.at("descriptionModule.briefSummary").text();
  out.description = protocol.at("descriptionModule.detailedDescription").text();
  out.status = status["overallStatus"].text();
  out.why_stopped = status["whyStopped"].text();
  out.study_type = design["studyType"].text();
  out.allocation = design.at("designInfo.allocation").text();
  out.phases = design["phases"].texts();
  out.sponsor = sponsors.at("leadSponsor.name").text();
  for (const JsonView& one : sponsors["collaborators"].list()) {
    out.collaborators.push_back(one["name"].text());
  }
  for (const JsonView& one : protocol.at("contactsLocationsModule.overallOfficials").list()) {
    out.officials.push_back({one["name"].text(), one["role"].text(), one["affiliation"].text()});
  }
  out.conditions = protocol.at("conditionsModule.conditions").texts();
  out.keywords = protocol.at("conditionsModule.keywords").texts();
  for (const JsonView& one : protocol.at("armsInterventionsModule.interventions").list()) {
    out.interventions.push_back(one["name"].text());
    for (std::string& name : one["otherNames"].texts()) {
      out.interventions.push_back(std::move(name));
    }
  }
  for (const JsonView& one : protocol.at("referencesModule.references").list()) {
    const std::string type = one["type"].text();
    if (type == "RESULT" || type == "DERIVED") {
      out.reports.push_back({one["pmid"].text(), one["citation"].text()});
    }
  }
  read_headings(out, study.at("derivedSection.conditionBrowseModule"));
  read_headings(out, study.at("derivedSection.interventionBrowseModule"));
  out.first_posted = status.at("studyFirstPostDateStruct.date").text();
  if (out.first_posted.empty()) out.first_posted = status["studyFirstSubmitDate"].text();
  out.started = status.at("startDateStruct.date").text();
  out.last_update = status.at("lastUpdatePostDateStruct.date").text();
  if (out.last_update.empty()) out.last_update = status["lastUpdateSubmitDate"].text();
  out.has_results = study["hasResults"].yes() || study["resultsSection"].present();
  return out;
}

}  // namespace evidence::clinicaltrials
