#include "connectors/format/endnote_xml.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/endnote_types.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

using M = Meaning;

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "record" && root == "records") return XmlTag::kEntry;
  if (name == "records" && (root.empty() || root == "xml")) return XmlTag::kRoot;
  if (name == "xml" && root.empty()) return XmlTag::kOther;
  const bool foreign = root.empty() && (name == "html" || name == "HTML" || name == "collection" ||
                                        name == "record" || name == "PubmedArticleSet");
  return foreign ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"record", "EndNote's element records", "", classify_tag};

// All text below, with the line breaks between values kept: EndNote writes them as carriage
// returns, and text_of() would make them spaces.
void append_lines(const pugi::xml_node& node, int depth, std::string& out) {
  if (depth > 32) return;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      for (const char* c = child.value(); *c != '\0'; ++c) out.push_back(*c == '\r' ? '\n' : *c);
    } else {
      append_lines(child, depth + 1, out);
    }
  }
}

std::string lines_of(const pugi::xml_node& node) {
  std::string out;
  append_lines(node, 0, out);
  return out;
}

// One name or keyword may lie across lines.
std::string one_line(const pugi::xml_node& node) { return node_text(node); }

struct Element {
  const char* name;
  Meaning meaning;
};

// Direct children of a record.
constexpr std::array kElements{
    Element{"pages", M::kPages},
    Element{"volume", M::kVolume},
    Element{"edition", M::kEdition},
    Element{"publisher", M::kPublisher},
    Element{"isbn", M::kSerial},
    Element{"issn", M::kSerial},
    Element{"electronic-resource-num", M::kDoi},
    Element{"accession-num", M::kAccession},
    Element{"abstract", M::kAbstract},
    Element{"auth-address", M::kAffiliation},
    Element{"work-type", M::kWorkType},
    Element{"remote-database-name", M::kDatabase},
    Element{"remote-database-provider", M::kDatabase},
    Element{"language", M::kLanguage},
    Element{"notes", M::kNote},
    Element{"custom1", M::kTaggedId},
    Element{"custom2", M::kTaggedId},
    Element{"custom3", M::kTaggedId},
    Element{"custom7", M::kArticleNumber},
};

void read_people(const pugi::xml_node& list, Meaning role, ReferenceBuilder& reference) {
  for (const pugi::xml_node& person : list.children()) {
    std::string name = one_line(person);
    // The builder would cut a name at a semicolon; here each has an element of its own.
    for (char& c : name) c = c == ';' ? ' ' : c;
    reference.add(role, name);
  }
}

void read_type(const pugi::xml_node& record, ReferenceBuilder& reference) {
  const pugi::xml_node type = record.child("ref-type");
  std::string name = attribute_text(type, "name");
  if (name.empty()) name = node_text(type);
  const std::string_view known = publication_type_of(name);
  if (known.find_first_not_of("0123456789") != std::string_view::npos) {
    reference.add(M::kPublicationType, known);
  }
}

void read_titles(const pugi::xml_node& record, ReferenceBuilder& reference) {
  const pugi::xml_node titles = record.child("titles");
  reference.add(M::kTitle, lines_of(titles.child("title")));
  reference.add(M::kContainer, one_line(titles.child("secondary-title")));
  reference.add(M::kOriginalTitle, one_line(titles.child("translated-title")));
  reference.add(M::kShortTitle, one_line(titles.child("short-title")));
  reference.add(M::kAbbreviation, one_line(titles.child("alt-title")));
  const pugi::xml_node periodical = record.child("periodical");
  reference.add(M::kJournal, one_line(periodical.child("full-title")));
  for (const char* name : {"abbr-1", "abbr-2", "abbr-3"}) {
    reference.add(M::kAbbreviation, one_line(periodical.child(name)));
  }
}

void read_urls(const pugi::xml_node& urls, ReferenceBuilder& reference) {
  for (const pugi::xml_node& group : urls.children()) {
    const std::string_view name = group.name();
    const Meaning meaning = name == "pdf-urls"    ? M::kPdf
                            : name == "text-urls" ? M::kFulltext
                                                  : M::kUrl;
    for (const pugi::xml_node& url : group.children("url")) reference.add(meaning, lines_of(url));
  }
}

}  // namespace

bool EndnoteXmlFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  const bool envelope = head.find("<records>") != std::string_view::npos ||
                        head.find("<records ") != std::string_view::npos;
  return envelope && (head.find("<ref-type") != std::string_view::npos ||
                      head.find("<source-app") != std::string_view::npos ||
                      head.find("<xml><records>") != std::string_view::npos);
}

std::unique_ptr<EntryReader> EndnoteXmlFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry EndnoteXmlFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  const pugi::xml_node record = document.document_element();
  ReferenceBuilder reference(entry.position);
  read_type(record, reference);
  read_titles(record, reference);
  const pugi::xml_node people = record.child("contributors");
  read_people(people.child("authors"), M::kAuthor, reference);
  read_people(people.child("secondary-authors"), M::kEditor, reference);
  read_people(people.child("tertiary-authors"), M::kEditor, reference);
  read_people(people.child("subsidiary-authors"), M::kTranslator, reference);
  read_people(people.child("translated-authors"), M::kTranslator, reference);
  const pugi::xml_node dates = record.child("dates");
  reference.add(M::kYear, one_line(dates.child("year")));
  for (const pugi::xml_node& date : dates.child("pub-dates").children("date")) {
    reference.add(M::kDate, one_line(date));
  }
  // EndNote files the issue as <number>; Zotero and Mendeley add <issue>.
  const pugi::xml_node number = record.child("number");
  reference.add(M::kIssue, one_line(number ? number : record.child("issue")));
  for (const pugi::xml_node& keyword : record.child("keywords").children("keyword")) {
    reference.add(M::kKeyword, lines_of(keyword));
  }
  for (const Element& element : kElements) {
    reference.add(element.meaning, lines_of(record.child(element.name)));
  }
  read_urls(record.child("urls"), reference);
  return std::move(reference).finish();
}

}  // namespace evidence
