// BITS: a book at title level with its chapters as a table of contents, or one chapter of a book.
#include <utility>

#include "base/text.h"
#include "connectors/format/jats_parts.h"
#include "connectors/format/page_range.h"
#include "connectors/format/xml_fields.h"
#include "model/language.h"

namespace evidence::jats {
namespace {

struct IdNames {
  const char* element;
  const char* attribute;
};

void read_ids(Reading& in, const pugi::xml_node& meta, const IdNames& names) {
  for (const pugi::xml_node& id : meta.children(names.element)) {
    std::string type = attribute_text(id, names.attribute);
    if (type.empty()) type = attribute_text(id, "pub-id-type");
    const std::string text = node_text(id);
    if (text.empty()) continue;
    in.own_ids.emplace(type.empty() ? "other" : type, text);
    if (type == "doi") in.add_identifier(IdentifierScheme::kDoi, text);
    if (type == "pmid") in.add_identifier(IdentifierScheme::kPmid, text);
    if (type == "pmcid" && text.starts_with("PMC")) {
      in.add_identifier(IdentifierScheme::kPmcid, text);
    } else if (text.starts_with("NBK")) {
      in.add_identifier(IdentifierScheme::kLocal, text);
    }
  }
}

void read_book_meta(Reading& in, const pugi::xml_node& meta, std::string_view language) {
  Record& record = in.record;
  read_ids(in, meta, {"book-id", "book-id-type"});
  for (const pugi::xml_node& isbn : meta.children("isbn")) {
    in.add_identifier(IdentifierScheme::kIsbn, node_text(isbn));
  }
  read_titles(in, meta.child("book-title-group"), language, "book-title");
  record.publication.publisher = child_text(meta.child("publisher"), "publisher-name");
  record.publication.edition = child_text(meta, "edition");
  record.publication.date = publication_date(meta);
  record.publication.volume = child_text(meta, "book-volume-number");
  read_permissions(in, meta);
}

}  // namespace

void read_book(Reading& in, pugi::xml_node root) {
  Record& record = in.record;
  const std::string language = language_code(root.attribute("xml:lang").value());
  if (!language.empty()) record.languages.push_back(language);
  read_book_meta(in, root.child("book-meta"), language);
  const pugi::xml_node part = root.child("book-part");
  if (!name_is(root, "book-part-wrapper") || !part) {
    const pugi::xml_node meta = root.child("book-meta");
    record.publication_types.emplace_back("Book");
    read_people(in, meta);
    read_abstracts(in, meta, language);
    read_keywords(in, meta);
    for (const pugi::xml_node& chapter : root.child("book-body").children("book-part")) {
      const std::string title =
          child_text(chapter.child("book-part-meta").child("title-group"), "title");
      if (!title.empty()) record.table_of_contents += title + "\n";
    }
    for (const Identifier& identifier : record.identifiers) {
      if (identifier.scheme() == IdentifierScheme::kIsbn && record.source_record_id.empty()) {
        record.source_record_id = "isbn:" + identifier.value();
      }
    }
    return;
  }
  // A chapter: the book's identifiers say where it belongs.
  const pugi::xml_node meta = part.child("book-part-meta");
  record.publication.title = std::exchange(record.title, {});
  for (const Identifier& identifier : std::exchange(record.identifiers, {})) {
    if (identifier.scheme() == IdentifierScheme::kPmid) continue;
    record.relations.push_back(
        {RelationType::kPartOf,
         std::string(scheme_name(identifier.scheme())) + ":" + identifier.value(),
         record.publication.title});
  }
  if (record.relations.empty() && !record.publication.title.empty()) {
    record.relations.push_back({RelationType::kPartOf, "", record.publication.title});
  }
  in.own_ids.clear();
  record.publication_types.emplace_back("Book Chapter");
  read_ids(in, meta, {"book-part-id", "book-part-id-type"});
  read_titles(in, meta.child("title-group"), language, "title");
  read_people(in, meta);
  read_abstracts(in, meta, language);
  read_keywords(in, meta);
  record.publication.pages = page_range(child_text(meta, "fpage"), child_text(meta, "lpage"));
  if (const PartialDate own = publication_date(meta); own.known()) record.publication.date = own;
  if (meta.child("permissions")) {
    record.rights.clear();
    read_permissions(in, meta);
  }
  if (record.identifiers.empty() && in.own_ids.empty()) {
    // Chapters without a number of their own are told apart by their place in the book.
    const std::string id = attribute_text(part, "id");
    if (!id.empty() && !record.relations.empty()) {
      record.source_record_id =
          std::string(truncate_utf8(record.relations.front().target + "#" + id, 190));
    }
  }
}

}  // namespace evidence::jats
