// People, subjects, relations and access of a Europe PMC result.
#include "connectors/format/europepmc_parts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/marked_text.h"
#include "model/person_name.h"

namespace evidence::europepmc {
namespace {

using R = RelationType;

struct Kind {
  std::string_view name;
  R type;
};

// PubMed's relations, in words; and Europe PMC's own between a preprint and its article.
constexpr std::array kKinds{
    Kind{"retraction in", R::kRetractedBy},
    Kind{"retraction of", R::kRetracts},
    Kind{"partial retraction in", R::kPartiallyRetractedBy},
    Kind{"partial retraction of", R::kPartiallyRetracts},
    Kind{"expression of concern in", R::kHasConcern},
    Kind{"expression of concern for", R::kConcernAbout},
    Kind{"erratum in", R::kHasErratum},
    Kind{"erratum for", R::kErratumFor},
    Kind{"update in", R::kUpdatedBy},
    Kind{"update of", R::kUpdates},
    Kind{"republished in", R::kRepublishedAs},
    Kind{"republished from", R::kRepublishes},
    Kind{"corrected and republished in", R::kRepublishedAs},
    Kind{"corrected and republished from", R::kRepublishes},
    Kind{"retracted and republished in", R::kRetractedBy},
    Kind{"retracted and republished in", R::kRepublishedAs},
    Kind{"retracted and republished from", R::kRepublishes},
    Kind{"reprint in", R::kRepublishedAs},
    Kind{"reprint of", R::kRepublishes},
    Kind{"comment in", R::kHasComment},
    Kind{"comment on", R::kCommentsOn},
    Kind{"preprint of", R::kPreprintOf},
    Kind{"preprint in", R::kHasPreprint},
};

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

// The first DOI in "Lancet. 2024;404:1227. doi: 10.1016/…".
std::string doi_in(std::string_view citation) {
  const std::size_t at = citation.find("10.");
  if (at == std::string_view::npos) return {};
  std::string_view doi = citation.substr(at, citation.find(' ', at) - at);
  while (!doi.empty() && (doi.back() == '.' || doi.back() == ',' || doi.back() == ';')) {
    doi.remove_suffix(1);
  }
  const Result<Identifier> identifier = Identifier::parse(IdentifierScheme::kDoi, doi);
  return identifier.ok() ? "doi:" + identifier->value() : std::string();
}

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
  return doi_in(citation);
}

void read_author(RecordReading& in, const JsonView& author, const std::string& role) {
  Contributor person;
  person.role = role;
  person.family = plain_text(author["lastName"].raw());
  if (!person.family.empty()) {
    person.given = plain_text(author["firstName"].raw());
    person.initials = author["initials"].text();
    if (person.initials.empty()) person.initials = initials_of(person.given);
    std::string letters = person.given;
    std::erase(letters, ' ');
    if (letters == person.initials) person.given.clear();
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
    for (const Kind& kind : kKinds) {
      if (kind.name != name) continue;
      known = true;
      in.add_relation(kind.type, target_of(one, citation), citation);
    }
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
