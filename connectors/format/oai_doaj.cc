#include "connectors/format/oai_doaj.h"

#include <map>

#include "base/text.h"
#include "connectors/format/dc_values.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/marked_text.h"
#include "connectors/format/record_reading.h"
#include "connectors/format/reference_text.h"
#include "connectors/format/xml_fields.h"
#include "model/person_name.h"

namespace evidence {
namespace {

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  return node.find_child(
      [name](const pugi::xml_node& child) { return local_name_is(child, name); });
}

std::string text_of_child(const pugi::xml_node& node, std::string_view name) {
  std::string text = node_text(child_of(node, name));
  if (text.find('<') != std::string::npos || text.find('&') != std::string::npos) {
    text = plain_text(text);
  }
  return text;
}

void read_authors(RecordReading& in, const pugi::xml_node& article) {
  std::map<std::string, std::string> affiliations;
  for (const pugi::xml_node& node : child_of(article, "affiliationsList").children()) {
    affiliations.emplace(attribute_text(node, "affiliationId"), node_text(node));
  }
  for (const pugi::xml_node& node : child_of(article, "authors").children()) {
    if (!local_name_is(node, "author")) continue;
    const std::string name = text_of_child(node, "name");
    if (name.empty()) continue;
    Contributor author = parse_person_name(name);
    author.orcid = in.orcid(text_of_child(node, "orcid_id"));
    const auto at = affiliations.find(text_of_child(node, "affiliationId"));
    if (at != affiliations.end()) author.affiliation = at->second;
    in.record.contributors.push_back(std::move(author));
  }
}

// "; Blogs", "Internet;": publishers type the separators in.
void read_keywords(RecordReading& in, const pugi::xml_node& article) {
  for (const pugi::xml_node& group : article.children()) {
    if (!local_name_is(group, "keywords")) continue;
    for (const pugi::xml_node& node : group.children()) {
      const std::string text = node_text(node);
      for (const std::string_view part : split(text, ';')) {
        in.add_subject("keyword", std::string(trim(part)));
      }
    }
  }
}

}  // namespace

ParsedEntry doaj_article(const pugi::xml_node& article, const std::string& position) {
  RecordReading in{{}, {}, position};
  Record& record = in.record;
  for (const pugi::xml_node& node : article.children()) {
    if (!local_name_is(node, "title")) continue;
    std::string text = node_text(node);
    if (text.find('<') != std::string::npos) text = plain_text(text);
    (record.title.empty() ? record.title : record.original_title) = std::move(text);
  }
  if (record.title.empty()) {
    in.drop("no_title", "the article has no title, so it is not kept");
    ParsedEntry parsed;
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  Publication& publication = record.publication;
  publication.title = text_of_child(article, "journalTitle");
  publication.publisher = text_of_child(article, "publisher");
  publication.volume = text_of_child(article, "volume");
  publication.issue = text_of_child(article, "issue");
  publication.pages = text_of_child(article, "startPage");
  if (const std::string end = text_of_child(article, "endPage");
      !end.empty() && end != publication.pages) {
    publication.pages += (publication.pages.empty() ? "" : "-") + end;
  }
  if (const std::string date = text_of_child(article, "publicationDate"); !date.empty()) {
    publication.date = dc_date(date).date;
    if (!publication.date.known()) in.bad_date("publication date", date);
  }
  in.add_identifier(IdentifierScheme::kDoi, text_of_child(article, "doi"));
  if (!record.identifiers.empty()) record.source_record_id = record.identifiers.front().value();
  for (const char* name : {"issn", "eissn"}) {
    in.add_identifier(IdentifierScheme::kIssn, text_of_child(article, name));
  }
  in.add_language(text_of_child(article, "language"));
  in.add_type(text_of_child(article, "documentType"));
  read_authors(in, article);
  for (const pugi::xml_node& node : article.children()) {
    if (local_name_is(node, "abstract")) {
      for (AbstractSection& section : abstract_sections(plain_text(node_text(node)))) {
        record.abstract.push_back(std::move(section));
      }
    } else if (local_name_is(node, "fullTextUrl")) {
      const bool pdf =
          to_lower_ascii(attribute_text(node, "format")).find("pdf") != std::string::npos;
      in.add_link(node_text(node), pdf ? "pdf" : "fulltext", true);
    }
  }
  read_keywords(in, article);
  record.open_access = OpenAccess::kOpen;  // what DOAJ lists is
  add_identifier_links(record);
  if (record.source_record_id.empty() && !record.links.empty()) {
    record.source_record_id = record.links.front().url;
  }
  if (record.source_record_id.empty()) {
    record.source_record_id = text_of_child(article, "publisherRecordId");
  }
  return std::move(in).finish("the article has neither a DOI nor an address");
}

}  // namespace evidence
