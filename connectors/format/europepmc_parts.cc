// People, subjects, relations and access of a Europe PMC result.
#include "connectors/format/europepmc_parts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/nlm_words.h"
#include "model/person_name.h"

namespace evidence::europepmc {
namespace {

using R = RelationType;

// Relations that are not between publications as this program keeps them.
constexpr std::array<std::string_view, 9> kPassedOver{"cites",
                                                      "summary for patients in",
                                                      "original report in",
                                                      "dataset described in",
                                                      "dataset is described in",
                                                      "associated dataset",
                                                      "associated publication",
                                                      "summary for patients",
                                                      "evaluated in"};

std::string target_of(const JsonView& correction, std::string_view citation) {
  const std::string source = correction["source"].text();
  const std::string id = correction["id"].text();
  if (source == "MED" || source.empty()) {
    if (const auto pmid = Identifier::parse(IdentifierScheme::kPmid, id); pmid.ok()) {
      return "pmid:" + pmid->value();
    }
  }
  if (source == "PMC") {
    if (const auto pmcid = Identifier::parse(IdentifierScheme::kPmcid, id); pmcid.ok()) {
      return "pmcid:" + pmcid->value();
    }
  }
  return doi_target_in(citation);
}

void read_author(RecordReading& in, const JsonView& author, const std::string& role) {
  Contributor person;
  person.role = role;
  person.family = plain_text(author["lastName"].raw());
  if (!person.family.empty()) {
    person.given = plain_text(author["firstName"].raw());
    person.initials = author["initials"].text();
    if (person.initials.empty()) person.initials = initials_of(person.given);
    clear_spelt_initials(person);
  } else if (const std::string group = plain_text(author["collectiveName"].raw()); !group.empty()) {
    person.family = group;
    if (role == "author") person.role = "collective";
  } else if (const std::string name = plain_text(author["fullName"].raw()); !name.empty()) {
    person = parse_person_name(name);
    if (role != "author") person.role = role;
  }
  if (person.family.empty()) return;
  const JsonView id = author["authorId"];
  const std::string number = id["value"].raw().empty() ? id.raw() : id["value"].raw();
  const std::string type = id["type"].raw().empty() ? id["@type"].raw() : id["type"].raw();
  if (type == "ORCID") person.orcid = in.orcid(number);
  person.affiliation =
      plain_text(author["authorAffiliationDetailsList"]["authorAffiliation"]["affiliation"].raw());
  if (person.affiliation.empty()) person.affiliation = plain_text(author["affiliation"].raw());
  in.record.contributors.push_back(std::move(person));
}

bool is_known(const Record& record, const Identifier& identifier) {
  const auto& all = record.identifiers;
  return std::find(all.begin(), all.end(), identifier) != all.end();
}

}  // namespace

void read_people(RecordReading& in, const JsonView& result) {
  for (const JsonView& author : result.at("authorList.author").list()) {
    read_author(in, author, "author");
  }
  for (const JsonView& editor : result.at("editorList.editor").list()) {
    read_author(in, editor, "editor");
  }
  for (const JsonView& one : result.at("investigatorList.investigator").list()) {
    read_author(in, one, "investigator");
  }
  if (!in.record.contributors.empty()) return;
  // Lite results carry the names in one string: "Khan A, Lee BC."
  std::string names = plain_text(result["authorString"].raw());
  if (names.ends_with('.')) names.pop_back();
  for (const std::string_view name : split(names, ',')) {
    if (Contributor person = parse_person_name(trim(name)); !person.family.empty()) {
      in.record.contributors.push_back(std::move(person));
    }
  }
}

void read_subjects(RecordReading& in, const JsonView& result) {
  for (const JsonView& heading : result.at("meshHeadingList.meshHeading").list()) {
    Subject subject;
    subject.scheme = "mesh";
    subject.label = plain_text(heading["descriptorName"].raw());
    if (subject.label.empty()) continue;
    const bool major = heading["majorTopic_YN"].yes();
    subject.major = major;
    const auto qualifiers = heading.at("meshQualifierList.meshQualifier").list();
    for (const JsonView& qualifier : qualifiers) {
      subject.qualifier = plain_text(qualifier["qualifierName"].raw());
      subject.major = major || qualifier["majorTopic_YN"].yes();
      in.record.subjects.push_back(subject);
    }
    if (qualifiers.empty()) in.record.subjects.push_back(std::move(subject));
  }
  for (const JsonView& chemical : result.at("chemicalList.chemical").list()) {
    in.add_subject("mesh-supplementary", plain_text(chemical["name"].raw()));
  }
  for (const JsonView& keyword : result.at("keywordList.keyword").list()) {
    in.add_subject("keyword", plain_text(keyword.raw()));
  }
}

void read_relations(RecordReading& in, const JsonView& result) {
  for (const JsonView& one : result.at("commentCorrectionList.commentCorrection").list()) {
    const std::string name = to_lower_ascii(one["type"].text());
    const std::string citation = plain_text(one["reference"].raw());
    bool known = std::find(kPassedOver.begin(), kPassedOver.end(), name) != kPassedOver.end();
    const auto add = [&](R type) {
      known = true;
      in.add_relation(type, target_of(one, citation), citation);
    };
    for (const NlmRelation& relation : nlm_relations()) {
      if (relation.words == name) add(relation.type);
    }
    // Europe PMC's own, between a preprint and its article.
    if (name == "preprint of") add(R::kPreprintOf);
    if (name == "preprint in") add(R::kHasPreprint);
    if (!known) {
      in.drop("unknown_relation",
              "the relation " + quoted_for_message(name, 40) + " is not known; it is left out");
    }
  }
}

void read_access(RecordReading& in, const JsonView& result) {
  Record& record = in.record;
  const bool open = result["isOpenAccess"].yes();
  // A manuscript under embargo has its PMCID long before anybody may read it.
  const bool in_archive = result["inEPMC"].yes() || result["inPMC"].yes();
  bool free_at_publisher = false;
  for (const JsonView& link : result.at("fullTextUrlList.fullTextUrl").list()) {
    const std::string code = link["availabilityCode"].text();
    const std::string style = to_lower_ascii(link["documentStyle"].text());
    const bool free = code == "OA" || code == "F";
    if (style == "doi" || style == "abs") {
      // The DOI's own address stands below, once.
      const auto doi = Identifier::parse(IdentifierScheme::kDoi, trim(link["url"].raw()));
      if (doi.ok() && is_known(record, *doi)) {
        free_at_publisher = free_at_publisher || free;
        continue;
      }
    }
    const char* kind = style == "pdf"                        ? "pdf"
                       : style == "doi" || style == "abs"    ? "publisher"
                       : link["site"].text() == "Europe_PMC" ? "repository"
                                                             : "fulltext";
    in.add_link(link["url"].raw(), kind, free);
  }
  const bool has_copy = std::any_of(record.links.begin(), record.links.end(),
                                    [](const Link& one) { return one.kind == "repository"; });
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kDoi) {
      in.add_link(registry_url(identifier), "publisher", free_at_publisher);
    } else if (identifier.scheme() == IdentifierScheme::kPmcid && in_archive && !has_copy) {
      in.add_link(registry_url(identifier), "repository", true);
    }
  }
  record.rights = result["license"].text();
  if (open || in_archive) record.open_access = OpenAccess::kOpen;
}

}  // namespace evidence::europepmc
