#include "connectors/format/mods.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "connectors/format/chapters.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/mods_parts.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "mods") return XmlTag::kEntry;
  if (name == "modsCollection") return XmlTag::kRoot;
  if (!root.empty()) return XmlTag::kOther;
  return name == "html" || name == "HTML" ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"record", "MODS record", "", classify_tag};

// "mods:title" → "title", so that one set of names serves all. The parser has limited the depth.
void drop_prefixes(pugi::xml_node node) {
  if (const char* colon = std::strchr(node.name(), ':'); colon != nullptr) {
    const std::string local = colon + 1;
    node.set_name(local.c_str());
  }
  for (pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) drop_prefixes(child);
  }
}

void read_languages(RecordReading& in, const pugi::xml_node& language) {
  std::string code, text;
  for (const pugi::xml_node& term : language.children("languageTerm")) {
    const bool is_code = std::string_view(term.attribute("type").value()) == "code";
    std::string& into = is_code ? code : text;
    if (into.empty()) into = node_text(term);
  }
  if (code.empty() && text.empty()) text = node_text(language);  // version 2
  const std::string& said = code.empty() ? text : code;
  if (said != "zxx" && said != "und" && said != "mul") in.add_language(said);
}

// The names of genres in use that plainly are one of the standard names.
std::string_view standard_genre(const std::string& genre) {
  struct Genre {
    std::string_view name, standard;
  };
  constexpr std::array kGenres{
      Genre{"article", "Journal Article"},
      Genre{"journalarticle", "Journal Article"},
      Genre{"research article", "Journal Article"},
      Genre{"bookpart", "Book Chapter"},
      Genre{"bookchapter", "Book Chapter"},
      Genre{"chapter", "Book Chapter"},
      Genre{"doctoralthesis", "Thesis"},
      Genre{"masterthesis", "Thesis"},
      Genre{"bachelorthesis", "Thesis"},
      Genre{"theses", "Thesis"},
      Genre{"dissertation", "Thesis"},
      Genre{"conferenceobject", "Conference Paper"},
      Genre{"workingpaper", "Working Paper"},
      Genre{"technical report", "Report"},
  };
  const std::string lower = to_lower_ascii(genre.substr(genre.rfind('/') + 1));
  for (const Genre& known : kGenres) {
    if (known.name == lower) return known.standard;
  }
  return "";
}

void read_genre(RecordReading& in, const pugi::xml_node& node) {
  const std::string genre = node_text(node);
  if (genre.empty()) return;
  in.add_type(genre);
  in.add_type(std::string(standard_genre(genre)));
}

void read_abstract(RecordReading& in, const pugi::xml_node& node) {
  std::string text = node_text(node);
  std::string label = attribute_text(node, "displayLabel");
  if (equals_ignoring_case(label, "abstract") || equals_ignoring_case(label, "summary")) label = "";
  if (text.empty()) return;
  AbstractSection section{std::move(label), std::move(text)};
  auto& all = in.record.abstract;
  if (std::find(all.begin(), all.end(), section) == all.end()) all.push_back(std::move(section));
}

void read_contents(RecordReading& in, const pugi::xml_node& node) {
  for (const std::string& line : split_contents(node_text(node))) {
    std::string& contents = in.record.table_of_contents;
    contents += (contents.empty() ? "" : "\n") + line;
  }
}

void read_record_info(RecordReading& in, const pugi::xml_node& info) {
  const pugi::xml_node identifier = info.child("recordIdentifier");
  const std::string number = node_text(identifier);
  if (in.record.source_record_id.empty() && !number.empty()) {
    // Whose number it is: those of two libraries never collide.
    const std::string agency = attribute_text(identifier, "source");
    in.record.source_record_id = agency.empty() ? number : agency + ":" + number;
  }
  for (const char* name : {"recordChangeDate", "recordCreationDate"}) {
    if (in.record.datestamp.empty()) {
      in.record.datestamp = format_date(mods::date_of(info.child(name)));
    }
  }
}

// What lasts where the record has no identifier of its own.
std::string other_id(const pugi::xml_node& root, const Record& record) {
  for (const IdentifierScheme scheme :
       {IdentifierScheme::kDoi, IdentifierScheme::kPmid, IdentifierScheme::kIsbn}) {
    for (const Identifier& one : record.identifiers) {
      if (one.scheme() == scheme) return std::string(scheme_name(scheme)) + ":" + one.value();
    }
  }
  for (const char* type : {"local", "hdl", "uri"}) {
    for (const pugi::xml_node& node : root.children("identifier")) {
      if (std::string_view(node.attribute("type").value()) != type) continue;
      if (std::string value = node_text(node); !value.empty()) return value;
    }
  }
  if (std::string id = attribute_text(root, "ID"); !id.empty()) return id;
  if (record.title.empty()) return "";
  std::string basis = record.title + "\t";
  if (!record.contributors.empty()) basis += record.contributors.front().family;
  basis += "\t" + format_date(record.publication.date);
  return "mods:" + sha256_hex(basis).substr(0, 24);
}

void read_element(RecordReading& in, const pugi::xml_node& node) {
  const std::string_view name = node.name();
  if (name == "name") {
    mods::read_name(in, node);
  } else if (name == "genre") {
    read_genre(in, node);
  } else if (name == "originInfo") {
    mods::read_origin(in, node);
  } else if (name == "language") {
    read_languages(in, node);
  } else if (name == "abstract") {
    read_abstract(in, node);
  } else if (name == "tableOfContents") {
    read_contents(in, node);
  } else if (name == "targetAudience") {
    in.add_subject("audience", node_text(node));
  } else if (name == "subject" || name == "classification") {
    mods::read_subject(in, node);
  } else if (name == "identifier") {
    mods::read_identifier(in, node);
  } else if (name == "relatedItem") {
    mods::read_related(in, node);
  } else if (name == "location") {
    mods::read_location(in, node);
  } else if (name == "accessCondition") {
    mods::read_access(in, node);
  } else if (name == "recordInfo") {
    read_record_info(in, node);
  } else if (name == "physicalDescription") {
    if (in.record.publication.pages.empty()) {
      in.record.publication.pages = child_text(node, "extent");
    }
  }
}

}  // namespace

bool ModsFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  return head.find("<mods") != std::string_view::npos ||
         head.find("<mods:mods") != std::string_view::npos ||
         head.find("http://www.loc.gov/mods/v3") != std::string_view::npos;
}

std::unique_ptr<EntryReader> ModsFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry ModsFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  pugi::xml_node root =
      document.find_node([](const pugi::xml_node& node) { return local_name_is(node, "mods"); });
  if (!root) root = document.document_element();
  drop_prefixes(root);
  RecordReading in{{}, {}, entry.position};
  mods::read_titles(in, root);
  for (const pugi::xml_node& node : root.children()) read_element(in, node);
  Record& record = in.record;
  if (record.source_record_id.empty()) record.source_record_id = other_id(root, record);
  const auto& links = record.links;
  if (std::none_of(links.begin(), links.end(),
                   [](const Link& link) { return link.kind != "related"; })) {
    add_identifier_links(record);
  }
  if (record.title.empty()) {
    in.drop("no_title", "the record has no title (titleInfo)");
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  return std::move(in).finish("the record has no identifier of any kind");
}

}  // namespace evidence
