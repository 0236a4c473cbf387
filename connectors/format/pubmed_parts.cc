// What articles and books share: identifiers, abstracts, people, keywords, dates.
#include "connectors/format/pubmed_parts.h"

#include <utility>

#include "base/text.h"
#include "connectors/format/nlm_words.h"
#include "connectors/format/orcid.h"
#include "connectors/format/xml_fields.h"

namespace evidence::pubmed {
namespace {

bool is_not_valid(const pugi::xml_node& node) {
  return std::string_view(node.attribute("ValidYN").value()) == "N";
}

std::string role_of(const pugi::xml_node& list) {
  const std::string_view type = list.attribute("Type").value();
  if (type == "editors") return "editor";
  return name_is(list, "InvestigatorList") ? "investigator" : "author";
}

}  // namespace

void read_abstract(Reading& in, const pugi::xml_node& abstract) {
  for (const pugi::xml_node& part : abstract.children("AbstractText")) {
    std::string text = node_text(part);
    if (text.empty()) continue;
    std::string label = attribute_text(part, "Label");
    if (label == "UNLABELLED") label.clear();
    in.record.abstract.push_back({std::move(label), std::move(text)});
  }
  if (in.record.rights.empty()) in.record.rights = child_text(abstract, "CopyrightInformation");
}

void read_authors(Reading& in, const pugi::xml_node& author_list) {
  const std::string role = role_of(author_list);
  for (const pugi::xml_node& author : author_list.children()) {
    if (is_not_valid(author)) continue;
    Contributor person;
    person.family = child_text(author, "LastName");
    person.role = role;
    if (!person.family.empty()) {
      person.given = child_text(author, "ForeName");
      if (person.given.empty()) person.given = child_text(author, "FirstName");
      person.initials = child_text(author, "Initials");
      clear_spelt_initials(person);
      if (std::string suffix = child_text(author, "Suffix"); !suffix.empty()) {
        person.family += " " + suffix;
      }
    } else {
      person.family = child_text(author, "CollectiveName");
      if (role == "author") person.role = "collective";
    }
    if (person.family.empty()) continue;
    for (const pugi::xml_node& identifier : author.children("Identifier")) {
      if (std::string_view(identifier.attribute("Source").value()) == "ORCID") {
        person.orcid = bare_orcid(node_text(identifier));
      }
    }
    person.affiliation = child_text(author.child("AffiliationInfo"), "Affiliation");
    if (person.affiliation.empty()) person.affiliation = child_text(author, "Affiliation");
    in.record.contributors.push_back(std::move(person));
  }
}

void read_article_ids(Reading& in, const pugi::xml_node& article_id_list) {
  for (const pugi::xml_node& id : article_id_list.children("ArticleId")) {
    const std::string_view type = id.attribute("IdType").value();
    if (type == "doi")
      in.add_identifier(IdentifierScheme::kDoi, node_text(id));
    else if (type == "pmc")
      in.add_identifier(IdentifierScheme::kPmcid, node_text(id));
    else if (type == "bookaccession")
      in.add_identifier(IdentifierScheme::kLocal, node_text(id));
  }
}

void read_keywords(Reading& in, const pugi::xml_node& parent) {
  for (const pugi::xml_node& list : parent.children("KeywordList")) {
    for (const pugi::xml_node& keyword : list.children("Keyword")) {
      Subject subject;
      subject.scheme = "keyword";
      subject.label = node_text(keyword);
      subject.major = std::string_view(keyword.attribute("MajorTopicYN").value()) == "Y";
      if (!subject.label.empty()) in.record.subjects.push_back(std::move(subject));
    }
  }
}

PartialDate read_date(const pugi::xml_node& date) {
  if (!date) return {};
  const pugi::xml_node medline = date.child("MedlineDate");
  if (medline) return date_from_medline(node_text(medline));
  return date_from_parts(child_text(date, "Year"), child_text(date, "Month"),
                         child_text(date, "Day"));
}

}  // namespace evidence::pubmed
