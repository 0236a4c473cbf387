#include "connectors/format/pubmed_xml.h"

#include <utility>

#include "base/xml.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/pubmed_parts.h"
#include "connectors/format/xml_fields.h"
#include "connectors/format/xml_splitter.h"

namespace evidence {
namespace {

XmlTag classify_tag(std::string_view name, std::string_view root) {
  if (name == "PubmedArticle" || name == "PubmedBookArticle" || name == "DeleteCitation") {
    return XmlTag::kEntry;
  }
  // Outside an article only in the files of before 2010; inside a PubmedArticleSet it is the rest
  // of an article whose start was damaged, and half an article must not pass for a whole one.
  if (name == "MedlineCitation" && root != "PubmedArticleSet") return XmlTag::kEntry;
  if (name == "PubmedArticleSet" || name == "MedlineCitationSet" ||
      name == "PubmedBookArticleSet") {
    return XmlTag::kRoot;
  }
  if (name == "eFetchResult" || !root.empty()) return XmlTag::kOther;
  // eSearchResult and the like, a web page, PMC's full text: nothing below them is ours.
  const bool foreign = name.starts_with("e") || name == "html" || name == "HTML" ||
                       name == "pmc-articleset" || name == "ERROR";
  return foreign ? XmlTag::kForeign : XmlTag::kOther;
}

constexpr XmlSplitRules kRules{"article", "PubmedArticleSet", "ERROR", classify_tag};

ParsedEntry read_deletions(const pugi::xml_node& list, const RawEntry& entry) {
  ParsedEntry parsed;
  for (const pugi::xml_node& pmid : list.children("PMID")) {
    Result<Identifier> identifier = Identifier::parse(IdentifierScheme::kPmid, node_text(pmid));
    if (!identifier.ok()) {
      parsed.problems.push_back({entry.position, "bad_identifier", identifier.error().message});
      continue;
    }
    Record& tombstone = parsed.records.emplace_back();
    tombstone.source_record_id = identifier->value();
    tombstone.deleted = true;
  }
  return parsed;
}

}  // namespace

bool PubmedXmlFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  for (const std::string_view mark : {"<PubmedArticleSet", "<PubmedArticle", "<PubmedBookArticle",
                                      "<MedlineCitation", "<DeleteCitation", "<eFetchResult"}) {
    if (head.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

std::unique_ptr<EntryReader> PubmedXmlFormat::open(ByteSource& source) const {
  return split_xml(source, kRules);
}

ParsedEntry PubmedXmlFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return parsed;
  const pugi::xml_node root = document.document_element();
  if (name_is(root, "DeleteCitation")) return read_deletions(root, entry);

  pubmed::Reading in{{}, {}, entry.position};
  if (name_is(root, "PubmedArticle")) {
    pubmed::read_citation(in, root.child("MedlineCitation"));
    pubmed::read_pubmed_data(in, root.child("PubmedData"));
  } else if (name_is(root, "PubmedBookArticle")) {
    pubmed::read_book(in, root.child("BookDocument"));
    pubmed::read_pubmed_data(in, root.child("PubmedBookData"));
  } else if (name_is(root, "MedlineCitation")) {
    pubmed::read_citation(in, root);
  }
  add_identifier_links(in.record);
  return std::move(in).finish("the article has no PMID, so it cannot be kept or found again");
}

}  // namespace evidence
