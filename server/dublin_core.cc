#include "server/dublin_core.h"

#include <algorithm>

#include "base/text.h"
#include "model/merge.h"

namespace evidence::server {
namespace {

std::string subject_text(const Subject& subject) {
  std::string text = subject.scheme == "mesh" ? "MeSH:" + subject.label : subject.label;
  if (!subject.qualifier.empty()) text += "/" + subject.qualifier;
  return text;
}

void write_subjects(XmlWriter& out, const Record& record) {
  std::vector<std::string> written;
  for (const Subject& subject : record.subjects) {
    // The sets of the repository that it came from are no subjects here.
    if (subject.label.empty() || subject.scheme == "oai-set" || subject.scheme == "coverage") {
      continue;
    }
    std::string text = subject_text(subject);
    if (std::find(written.begin(), written.end(), text) != written.end()) continue;
    out.element("dc:subject", text);
    written.push_back(std::move(text));
  }
}

void write_descriptions(XmlWriter& out, const Record& record) {
  for (const std::string& warning : warnings_about(record)) out.element("dc:description", warning);
  std::string abstract;
  for (const AbstractSection& section : record.abstract) {
    if (!abstract.empty()) abstract += " ";
    abstract += section.label.empty() ? section.text : section.label + ": " + section.text;
  }
  out.element_if("dc:description", abstract);
  out.element_if("dc:description", record.table_of_contents);
}

std::string identifier_text(const Identifier& identifier) {
  switch (identifier.scheme()) {
    case IdentifierScheme::kDoi:
      return registry_url(identifier);
    case IdentifierScheme::kPmid:
      return "pmid:" + identifier.value();
    case IdentifierScheme::kPmcid:
      return "pmcid:" + identifier.value();
    case IdentifierScheme::kIsbn:
      return "urn:isbn:" + identifier.value();
    case IdentifierScheme::kNct:
    case IdentifierScheme::kLocal:
      return identifier.value();
    case IdentifierScheme::kIssn:
      break;  // the journal's, no article's: a source
  }
  return {};
}

void write_identifiers(XmlWriter& out, const Record& record) {
  std::vector<std::string> known;
  for (const Identifier& identifier : record.identifiers) {
    out.element_if("dc:identifier", identifier_text(identifier));
    known.push_back(registry_url(identifier));
  }
  for (const Link& link : record.links) {
    if (link.kind == "search-inside" || link.kind == "related") continue;
    if (std::find(known.begin(), known.end(), link.url) != known.end()) continue;
    out.element("dc:identifier", link.url);
    known.push_back(link.url);
  }
}

void write_types(XmlWriter& out, const Record& record) {
  for (const std::string& type : record.publication_types) out.element_if("dc:type", type);
  const bool said = std::any_of(
      record.publication_types.begin(), record.publication_types.end(),
      [](const std::string& type) { return equals_ignoring_case(type, "Retracted Publication"); });
  if (status_of(record) == Status::kRetracted && !said) {
    out.element("dc:type", "Retracted Publication");
  }
}

// Its publication is then a series, and its pages how many it has.
bool is_whole_book(const Record& record) {
  const auto is_isbn = [](const Identifier& one) {
    return one.scheme() == IdentifierScheme::kIsbn;
  };
  const auto is_part = [](const Relation& one) {
    return one.type == RelationType::kPartOf && one.target.starts_with("isbn:");
  };
  return std::any_of(record.identifiers.begin(), record.identifiers.end(), is_isbn) &&
         std::none_of(record.relations.begin(), record.relations.end(), is_part);
}

std::string series_of(const Publication& publication) {
  if (publication.title.empty() || publication.volume.empty()) return publication.title;
  return publication.title + " ; " + publication.volume;
}

}  // namespace

std::vector<std::string> warnings_about(const Record& record) {
  std::vector<std::string> warnings;
  switch (status_of(record)) {
    case Status::kRetracted:
      warnings.emplace_back("RETRACTED: This publication has been retracted.");
      break;
    case Status::kPartiallyRetracted:
      warnings.emplace_back("RETRACTED IN PART: A part of this publication has been retracted.");
      break;
    case Status::kConcern:
      warnings.emplace_back("CONCERN: An expression of concern about this publication exists.");
      break;
    case Status::kCorrected:
    case Status::kNone:
      break;
  }
  if (record.sample) {
    warnings.emplace_back("SAMPLE DATA: This record was made up for demonstration.");
  }
  return warnings;
}

std::string inverted_name(const Contributor& contributor) {
  const std::string& given = contributor.given.empty() ? contributor.initials : contributor.given;
  if (given.empty() || contributor.role == "collective") return contributor.family;
  return contributor.family.empty() ? given : contributor.family + ", " + given;
}

bool is_creator(const Contributor& contributor) {
  return contributor.role.empty() || contributor.role == "author" ||
         contributor.role == "collective";
}

std::string citation_of(const Publication& publication) {
  std::string text = publication.title.empty() ? publication.abbreviation : publication.title;
  const auto add = [&text](std::string_view separator, const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += separator;
    text += part;
  };
  std::string place = publication.volume;
  if (!publication.issue.empty()) {
    place = place.empty() ? "no. " + publication.issue : place + "(" + publication.issue + ")";
  }
  add(", ", place);
  if (!text.empty() && !place.empty()) add(", ", publication.pages);
  if (!place.empty() && publication.date.known()) {
    text += " (" + std::to_string(publication.date.year) + ")";
  }
  return text;
}

void write_oai_dc(XmlWriter& out, const Record& record) {
  const std::string location = std::string(kOaiDcNamespace) + " " + std::string(kOaiDcSchema);
  out.open("oai_dc:dc", {{"xmlns:oai_dc", kOaiDcNamespace},
                         {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
                         {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                         {"xsi:schemaLocation", location}});
  out.element_if("dc:title", record.title);
  out.element_if("dc:title", record.original_title);
  for (const Contributor& contributor : record.contributors) {
    out.element_if(is_creator(contributor) ? "dc:creator" : "dc:contributor",
                   inverted_name(contributor));
  }
  write_subjects(out, record);
  write_descriptions(out, record);
  out.element_if("dc:publisher", record.publication.publisher);
  out.element_if("dc:date", format_date(record.publication.date));
  write_types(out, record);
  write_identifiers(out, record);
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kIssn) {
      out.element("dc:source", identifier.value());
    }
  }
  if (is_whole_book(record)) {
    out.element_if("dc:relation", series_of(record.publication));
  } else {
    out.element_if("dc:source", citation_of(record.publication));
  }
  for (const std::string& language : record.languages) out.element_if("dc:language", language);
  for (const Subject& subject : record.subjects) {
    if (subject.scheme == "coverage") out.element_if("dc:coverage", subject.label);
  }
  out.element_if("dc:rights", record.rights);
  if (record.open_access == OpenAccess::kOpen) {
    out.element("dc:rights", "info:eu-repo/semantics/openAccess");
  } else if (record.open_access == OpenAccess::kClosed) {
    out.element("dc:rights", "info:eu-repo/semantics/closedAccess");
  }
  out.close();
}

}  // namespace evidence::server
